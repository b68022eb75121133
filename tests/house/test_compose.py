"""docker-compose.yml is what the documentation says: pinned, secured, health-checked."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, dict[str, dict[str, object]]]:
    loaded: dict[str, dict[str, dict[str, object]]] = yaml.safe_load((root / "docker-compose.yml").read_text())
    return loaded


def test_every_image_is_pinned_to_a_version(compose: dict[str, dict[str, dict[str, object]]]) -> None:
    for service in compose["services"].values():
        version = str(service["image"]).rpartition(":")[2]
        assert version[:1].isdigit()
        assert version.count(".") >= 2


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


def test_the_search_servers_major_version_is_the_clients(compose: dict[str, dict[str, dict[str, object]]]) -> None:
    from importlib.metadata import version

    image = str(compose["services"]["elasticsearch"]["image"]).rpartition(":")[2]
    assert image.split(".")[:2] == version("elasticsearch").split(".")[:2]
