"""What the stories of the department's own sign-in share: a centre with five people, and the way there and back."""

import time
from pathlib import Path

import httpx
import sqlalchemy as sa
from fastapi.testclient import TestClient
from pydantic import SecretStr

from services.centre import Centre, Door
from store import gate_tables, people
from tests.rig.oidc_provider import CLIENT, SECRET, OidcProvider

HUONG = {"sub": "8801", "email": "huong@sogd.example", "email_verified": True, "preferred_username": "huong"}


def opened(tmp_path: Path, url: str, provider: OidcProvider) -> Centre:
    door = Door(oidc_issuer=provider.issuer, oidc_client_id=CLIENT, oidc_client_secret=SecretStr(SECRET))
    centre = Centre.open(home=tmp_path / "home", database_url=url, redis_url="redis://127.0.0.1:1/0", door=door)
    with centre.db.write() as conn:
        common = {"created_at": time.time()}
        people.insert(conn, {**common, "login": "Huong@sogd.example", "name": "Hương", "role": "operator"})
        people.insert(conn, {**common, "login": "an@sogd.example", "name": "An", "role": "administrator"})
        people.insert(conn, {**common, "login": "gone@sogd.example", "name": "Đã nghỉ", "role": "operator", "disabled_at": 1.0})
        people.insert(conn, {**common, "login": "demo@sogd.example", "name": "Mẫu", "role": "operator", "demo": 1})
        people.insert(conn, {**common, "login": "linked@sogd.example", "name": "Khoa", "role": "operator", "oidc_subject": "elsewhere 1"})
    return centre


def off(client: TestClient, after: str = "/wall?x=1") -> httpx.Response:
    """To the provider's door."""
    return client.get("/api/v1/enter/oidc", params={"next": after})  # type: ignore[return-value]


def agreed(answer: httpx.Response) -> str:
    """The provider lets the person in; the address their browser comes back to."""
    assert answer.status_code == 303, answer.text
    return str(httpx.get(answer.headers["location"], trust_env=False).headers["location"])


def enter(client: TestClient, after: str = "/wall?x=1") -> httpx.Response:
    """All the way there and back, as far as it goes."""
    answer = off(client, after)
    return client.get(agreed(answer)) if answer.status_code == 303 else answer  # type: ignore[return-value]


def sessions(centre: Centre) -> int:
    with centre.db.read() as conn:
        return int(conn.scalar(sa.select(sa.func.count()).select_from(gate_tables.sessions)) or 0)


def acts(centre: Centre) -> list[tuple[str, str, str]]:
    """(act, outcome, who or why) of the log."""
    t = gate_tables.audit.c
    with centre.db.read() as conn:
        return [(row.act, row.outcome, row.actor_name or row.why) for row in conn.execute(sa.select(t.act, t.outcome, t.actor_name, t.why).order_by(t.seq))]


def refused(answer: httpx.Response, centre: Centre) -> None:
    """A sentence, no cookie that opens anything, no session anywhere."""
    assert answer.status_code in (403, 404, 503)
    assert "Chưa đăng nhập được" in answer.text
    assert "centre_session" not in str(answer.headers)
    assert sessions(centre) == 0
