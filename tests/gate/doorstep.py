"""Who stands before the door: browsers with their cookies and addresses, and a count of how often a password was looked at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.staticfiles import StaticFiles

from api._allow import Addresses
from api._callbacks import Callbacks
from api._errors import explain_errors
from api._gate import Gate
from domain.errors import NoEntry, TooManyTries
from domain.person import Permission
from services import entering
from services.centre import Centre
from services.desk import sit
from services.entering import Caller, Entered
from tests.gate.gatehouse import PASSWORD, Gatehouse
from tests.rig.product import ROOT

STRANGER = Caller(address="203.0.113.7", agent="Chromium")
WRONG = "không phải mật khẩu này"


def login_of(gatehouse: Gatehouse, person_id: int) -> str:
    """What a person types."""
    return str(gatehouse.rows("SELECT login FROM people WHERE id = :id", id=person_id)[0][0])


def enter(gatehouse: Gatehouse, login: str, password: str = PASSWORD, caller: Caller = STRANGER) -> Entered | None:
    """What came of it; None = refused."""
    try:
        return entering.enter(gatehouse.centre, login, password, caller)
    except (NoEntry, TooManyTries):
        return None


def back_with(caller: Caller, entered: Entered) -> Caller:
    """The same browser, with the cookies it was given."""
    return replace(caller, session=entered.session, device=entered.device or caller.device)


class Looks:
    """How often a password was really looked at."""

    def __init__(self, verify: Callable[..., bool]) -> None:
        self.verify, self.count = verify, 0

    def __call__(self, stored: str | None, password: str) -> bool:
        self.count += 1
        return stored is not None and password == PASSWORD


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    """Passwords are compared at once instead of hashed: ten thousand guesses in seconds, each look counted."""
    counting = Looks(entering.verify)
    monkeypatch.setattr(entering, "verify", counting)
    return counting


def served(centre: Centre) -> FastAPI:
    """The door's own addresses behind the gate, without Dash."""
    from api import entering as entering_api
    from api import me, second

    sit(centre)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for room in (entering_api, second, me):
        server.router.routes.extend(room.ROUTER.routes)
    server.mount("/assets", StaticFiles(directory=ROOT / "assets"))
    explain_errors(server)
    gate: Any = Gate(server, centre, Addresses(server.router.routes), Callbacks({}, lambda _: Permission.MAP))
    gate.buckets.take = lambda *_: 0.0  # as patient as a test
    return gate


@contextmanager
def browser(centre: Centre, base: str = "http://localhost", address: str = "203.0.113.7") -> Iterator[TestClient]:
    """Somebody's browser at that door."""
    own = {"origin": base, "sec-fetch-site": "same-origin"}
    with TestClient(served(centre), base_url=base, headers=own, client=(address, 50000), follow_redirects=False) as client:
        yield client


def fails(promise: Callable[[], None]) -> bool:
    """Does the promise's own assertion notice?"""
    try:
        promise()
    except AssertionError:
        return True
    return False
