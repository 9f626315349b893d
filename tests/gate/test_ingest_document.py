"""The door for pushed figures does what its own document says, however a program asks: schemathesis asks, through the gate."""

from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi import checks

from api.ingest import document
from domain.person import SYSTEM
from services import push_senders
from store import registers
from tests.gate.whole import Whole

CHECKS = [schemathesis.checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance]
EXAMPLES = settings(max_examples=40, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
                    suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def token(whole: Whole) -> str:
    """A sender's."""
    with whole.centre.db.write() as conn:
        registers.set_fact(whole.centre.db, conn, push_senders.FACT, "labs netspeed")
    return push_senders.make(whole.centre, SYSTEM, name="schemathesis", source="netspeed").token


def test_the_served_document_is_this_one(whole: Whole) -> None:
    served = whole.ask({}, "/api/v1/ingest/openapi.json")
    assert served.status == 200
    assert served.json == document()


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize("who", ["sender", "stranger"])
@pytest.mark.parametrize("place", [0, 1])
def test_every_answer_is_one_of_the_document(whole: Whole, token: str, place: int, who: str, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No 500, no status, type or shape that the document does not name; a stranger is never taken in."""
    monkeypatch.setattr("api.ingest._wait", lambda _: None)
    told: dict[str, Any] = document()
    schema = schemathesis.openapi.from_dict(told)
    schema.app = whole.server
    operation = sorted((one.ok() for one in schema.get_all_operations()), key=lambda one: one.path)[place]
    seen: Counter[int] = Counter()

    @EXAMPLES
    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)))
    def ask(case: Any) -> None:
        if "source" in (case.path_parameters or {}) and mode == "positive":
            case.path_parameters["source"] = "netspeed"
        bearer = {"Authorization": f"Bearer {token}"} if who == "sender" else {"Authorization": "Bearer ttdg_of-nobody"}
        answer = case.call(headers={**bearer, "Host": "localhost"})
        case.validate_response(answer, checks=CHECKS)
        seen[answer.status_code] += 1

    ask()
    assert sum(seen.values()) >= 20
    if who == "stranger":
        assert not {200, 202} & seen.keys()
    elif place == 1 and mode == "positive":
        assert seen[202] > 4, seen
