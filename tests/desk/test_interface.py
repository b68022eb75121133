"""The programming interface under schemathesis: whatever is sent, the answer is one that its description promises."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.desk.conftest import PATIENCE, RunningDesk

from gongbao.desk.sessions import digest, new_token


@pytest.fixture(scope="module")
def token(desk: RunningDesk) -> str:
    """Of an editor's program."""
    made = new_token()
    desk.project.store.accounts.add_token("老编", "schemathesis", digest(made))
    return made


@pytest.fixture(scope="module")
def described(desk: RunningDesk, token: str) -> BaseSchema:
    """The interface as it describes itself."""
    headers = {"authorization": f"Bearer {token}"}
    return schemathesis.openapi.from_url(f"{desk.url}/api/openapi.json", headers=headers)


# A schema cannot say all that is refused with a sentence (a story of white space alone, a label that nobody knows):
# that such an answer is a 422 and as described is checked, that there is none is not (positive_data_acceptance).
OPERATIONS = [
    ("/api/search", "GET"),
    ("/api/suggest", "POST"),
    ("/api/suggest/batch", "POST"),
    ("/api/learn", "POST"),
]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_as_described(described: BaseSchema, token: str, path: str, method: str) -> None:
    @settings(suppress_health_check=list(HealthCheck), max_examples=settings().max_examples // 4)
    @given(case=described[path][method].as_strategy())
    def check(case: schemathesis.Case[Any]) -> None:
        headers = {"authorization": f"Bearer {token}"}
        case.call_and_validate(headers=headers, timeout=PATIENCE, excluded_checks=[positive_data_acceptance])

    check()


@pytest.mark.parametrize("address", ["/api/search?q=送清凉", "/api/openapi.json", "/api/nothing"])
def test_without_a_token_there_is_one_sentence_in_json(desk: RunningDesk, address: str) -> None:
    answer = httpx2.get(desk.url + address, trust_env=False)
    assert answer.status_code in (401, 404)
    assert set(answer.json()) == {"error"}
    assert answer.json()["error"].endswith("。")


def test_the_description_names_every_operation_with_its_answers(desk: RunningDesk, token: str) -> None:
    headers = {"authorization": f"Bearer {token}"}
    description = httpx2.get(f"{desk.url}/api/openapi.json", headers=headers, trust_env=False).json()
    described = {(path, method.upper()) for path, methods in description["paths"].items() for method in methods}
    assert described == set(OPERATIONS)
    for operations in description["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert "200" in operation["responses"]
