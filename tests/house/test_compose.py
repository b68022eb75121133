"""docker-compose.yml is what the documentation says: pinned, secured, health-checked."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest
import yaml
from scripts.elasticsearch_distribution import VERSION

from gongbao.core.settings import SETTINGS, Settings
from gongbao.search.backend.elasticsearch_client import NEWEST, OLDEST
from gongbao.search.opening import server_of


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, dict[str, dict[str, object]]]:
    loaded: dict[str, dict[str, dict[str, object]]] = yaml.safe_load((root / "docker-compose.yml").read_text())
    return loaded


def test_every_image_is_pinned_to_a_version(compose: dict[str, dict[str, dict[str, object]]]) -> None:
    for service in compose["services"].values():
        name, _, tag = str(service["image"]).rpartition(":")
        assert tag[:1].isdigit()
        assert tag.count(".") >= (1 if name == "postgres" else 2)  # PostgreSQL's versions have two parts


def test_every_service_has_a_health_check_and_restarts(compose: dict[str, dict[str, dict[str, object]]]) -> None:
    for service in compose["services"].values():
        assert service["healthcheck"]
        assert service["restart"] == "unless-stopped"


def test_the_search_server_has_security_on_and_listens_to_this_machine_only(
    compose: dict[str, dict[str, dict[str, object]]],
) -> None:
    server = compose["services"]["elasticsearch"]
    environment = server["environment"]
    assert isinstance(environment, dict)
    assert environment["xpack.security.enabled"] == "true"
    assert environment["ELASTIC_PASSWORD"].startswith("${ELASTIC_PASSWORD:?")
    ports = server["ports"]
    assert isinstance(ports, list)
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_search_server_is_the_one_that_the_tests_run_against(
    compose: dict[str, dict[str, dict[str, object]]],
) -> None:
    image = str(compose["services"]["elasticsearch"]["image"]).rpartition(":")[2]
    assert image == VERSION
    assert image.split(".")[:2] == version("elasticsearch").split(".")[:2]
    major, minor = (int(part) for part in image.split(".")[:2])
    assert (major, minor) >= OLDEST
    assert major == NEWEST


def test_the_search_server_is_where_the_settings_look_for_it(
    compose: dict[str, dict[str, dict[str, object]]], root: Path
) -> None:
    """Published at the address that is the setting's default, without TLS, and let in as the comment says."""
    server = compose["services"]["elasticsearch"]
    environment, ports = server["environment"], server["ports"]
    assert isinstance(environment, dict)
    assert isinstance(ports, list)
    default = urlsplit(server_of(Settings(root)).urls[0])
    assert f"127.0.0.1:{default.port}:9200" in ports
    assert (default.scheme, environment["xpack.security.http.ssl.enabled"]) == ("http", "false")
    named = set(re.findall(r"GONGBAO_\w+", (root / "docker-compose.yml").read_text(encoding="utf-8")))
    assert named <= {setting.variable for setting in SETTINGS}
    assert {"GONGBAO_SEARCH_BACKEND", "GONGBAO_SEARCH_USER", "GONGBAO_SEARCH_PASSWORD"} <= named


def test_the_search_server_keeps_its_data_and_has_its_memory(
    compose: dict[str, dict[str, dict[str, object]]],
) -> None:
    server = compose["services"]["elasticsearch"]
    environment, volumes = server["environment"], server["volumes"]
    assert isinstance(environment, dict)
    assert isinstance(volumes, list)
    assert {str(volume).partition(":")[0] for volume in volumes} <= set(compose["volumes"])
    assert re.search(r"-Xms(\w+) -Xmx\1", environment["ES_JAVA_OPTS"])
    assert environment["bootstrap.memory_lock"] == "true"


def test_the_desk_and_its_database_are_for_this_machine_and_take_no_default_password(
    compose: dict[str, dict[str, dict[str, object]]],
) -> None:
    desk, database = compose["services"]["desk"], compose["services"]["database"]
    ports = desk["ports"]
    assert isinstance(ports, list)
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert "ports" not in database
    environment = database["environment"]
    assert isinstance(environment, dict)
    assert environment["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_every_volume_is_used(compose: dict[str, dict[str, dict[str, object]]]) -> None:
    used = {
        str(volume).partition(":")[0]
        for service in compose["services"].values()
        for volume in cast(list[str], service.get("volumes", []))
    }
    assert set(compose["volumes"]) <= used
