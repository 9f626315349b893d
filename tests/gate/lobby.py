"""PCs in the lobby that want to become walls, and Hà who accepts them."""

from domain.person import Actor, Part, Role
from services import pairing
from services.pairing import Ticket
from tests.gate.gatehouse import EVERYWHERE, Gatehouse

LOBBY = "10.1.2.3"


def waits(gatehouse: Gatehouse, address: str = LOBBY) -> Ticket:
    """A PC at the page of its code."""
    return pairing.start(gatehouse.centre, address=address, agent="Chromium")


def administrator(gatehouse: Gatehouse) -> Actor:
    """Hà."""
    return gatehouse.actor(gatehouse.person("Ha", Role.ADMINISTRATOR, EVERYWHERE))


def paired(gatehouse: Gatehouse, ha: Actor, name: str = "Sảnh", *parts: Part) -> tuple[int, str]:
    """(screen, its session), as the lobby's PC gets it."""
    ticket = waits(gatehouse)
    screen = pairing.accept(gatehouse.centre, ha, ticket.code, name, parts or EVERYWHERE)
    session = pairing.take(gatehouse.centre, ticket.secret, address=LOBBY)
    assert session is not None
    return screen, session
