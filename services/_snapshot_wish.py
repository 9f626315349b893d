"""What somebody wishes to freeze: which template, of whom, when, compared with what."""

from dataclasses import dataclass

from domain.person import Part, Scope
from domain.snapshot import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`parts`: areas × kinds × schools, none = all that the actor reaches. `at`: a past moment, None = now; or a period
    from `begins` to `ends`. `compared`: "", previous, day, week, month, year. `visitors`: no names, telephones or
    hand-written text. `client`: the same again gives the snapshot that was already taken under it."""

    template: Template
    parts: tuple[Part, ...] = ()
    at: float | None = None
    begins: float | None = None
    ends: float | None = None
    compared: str = ""
    visitors: bool = False
    client: str = ""

    @property
    def scope(self) -> Scope:
        """The wished parts as a scope; what the actor reaches of it is another question."""
        return Scope(parts=frozenset(self.parts or (Part(),)))
