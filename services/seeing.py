"""What feed and wall look at, whoever looks: the whole picture, or as much of it as one scope reaches."""

from typing import Protocol

from domain.person import Scope
from services.centre import Centre
from services.view import Picture


class Seeing(Protocol):
    """A viewer, or a sight of one."""

    @property
    def centre(self) -> Centre:
        """Whose picture it is."""

    @property
    def scope(self) -> Scope:
        """How far it reaches."""

    @property
    def picture(self) -> Picture:
        """Everything within reach, now."""
