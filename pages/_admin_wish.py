"""What a form of an administration page asks for, read with suspicion; and how its answer leaves, whatever happens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html, no_update
from dash.development.base_component import Component

from components.admin_frame import refused, told
from components.ids import Ids
from domain.errors import BadInput, CentreError
from domain.person import PERSON_ROLES, Part, Role
from domain.school import SchoolKind
from domain.wording import Words, read_day

UNREAD = Words("Không đọc được yêu cầu này. Hãy tải lại trang.", "This cannot be read. Reload the page.")
NO_DAY = Words("Hãy gõ ngày như 22/11/2026.", "Type a day like 22/11/2026.")
NEEDS_DAY = Words("Hãy cho biết ngày.", "A day is needed.")
LONGEST, MOST = 600, 4000  # letters of one field; areas of one choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It is done: the sentence, the step that shows it, and what is shown this once."""

    words: Words
    then: str = ""
    secret: Component | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was typed; every reader raises BadInput with the field's name as code."""

    fields: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A line of text, "" when it is not there."""
        value = self.fields.get(name, "")
        if not isinstance(value, str | int) or len(str(value)) > LONGEST:
            raise BadInput(*UNREAD, code=name)
        return str(value).strip()

    def ident(self, name: str = "id", *, empty: Words = UNREAD) -> int:
        """The number of a thing. `empty`: what to say when none was chosen."""
        text = self.text(name)
        if not text:
            raise BadInput(*empty, code=name)
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise BadInput(*UNREAD, code=name)
        return int(text)

    def numbers(self, name: str) -> list[int]:
        """Numbers with spaces between."""
        found = self.text(name).split()
        if not found or not all(one.isascii() and one.isdecimal() and len(one) < 10 for one in found):
            raise BadInput(*UNREAD, code=name)
        return [int(one) for one in found]

    def day(self, name: str) -> date | None:
        """A day as people write it, None when nothing is typed."""
        return self.needed_day(name) if self.text(name) else None

    def needed_day(self, name: str) -> date:
        """A day as people write it."""
        text = self.text(name)
        found = read_day(text)
        if found is None or not 1900 < found.year < 9000:
            raise BadInput(*(NO_DAY if text else NEEDS_DAY), code=name)
        return found

    def role(self) -> Role:
        """One of the roles people and keys have."""
        if (text := self.text("role")) not in PERSON_ROLES:
            raise BadInput(*UNREAD, code="role")
        return Role(text)

    def many(self, name: str) -> list[str]:
        """What was chosen among several."""
        values = self.fields.get(name) or []
        if not isinstance(values, list) or len(values) > MOST or not all(isinstance(v, str) for v in values):
            raise BadInput(*UNREAD, code=name)
        return [v[:LONGEST] for v in values]

    def parts(self) -> tuple[Part, ...]:
        """One school, or the chosen areas × the chosen kinds; nothing chosen = nothing."""
        if school := self.text("school") if self.fields.get("school") else "":
            return (Part(school=school),)
        chosen = self.many("kinds")
        if any(kind not in set(SchoolKind) for kind in chosen):
            raise BadInput(*UNREAD, code="kinds")
        kinds = frozenset(SchoolKind(kind) for kind in chosen)
        return tuple(Part(area=code, kinds=kinds) for code in self.many("areas"))


Acts = Mapping[str, Callable[[Wish], Done]]


def answer(asked: Any, acts: Acts) -> tuple[Any, Any]:
    """(what the sheet says, what the list hears). A CentreError becomes its sentence; nothing asked = nothing said."""
    if not isinstance(asked, dict) or not isinstance(asked.get("nonce"), str):
        return no_update, no_update
    nonce, fields = asked["nonce"][:60], asked.get("fields")
    act = acts.get(asked["act"]) if isinstance(asked.get("act"), str) else None
    try:
        if act is None or not isinstance(fields, dict):
            raise BadInput(*UNREAD)
        done = act(Wish(fields=fields))
    except CentreError as error:
        return refused(nonce, error.words, error.code), no_update
    return told(nonce, done.words, then=done.then, secret=done.secret), nonce


def shown(draw: Callable[[], Component]) -> Component:
    """What `draw` draws, or the sentence of what went wrong: never a blank page."""
    try:
        return draw()
    except CentreError as error:
        return html.Div([html.I(className="icon i-alert"), html.P(error.words.text)], className="error", role="alert")


def steps(said: Any) -> dict[str, str]:
    """The URL's words, whatever was sent."""
    found = said if isinstance(said, dict) else {}
    return {str(key)[:40]: str(value)[:LONGEST] for key, value in found.items() if isinstance(value, str | int)}


def number(said: Mapping[str, str], key: str) -> int | None:
    """A number in the URL, None = none."""
    text = said.get(key, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def remade(my: Ids, sign: str, content: Component) -> Component:
    """Under another sign the browser forgets what was typed; under the same one it is kept."""
    return html.Div(content, id=my.each("sheet", sign))
