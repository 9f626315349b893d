"""The cards of the pages before the door. A form is sent by assets/entering/form.js as JSON; words come with it."""

from collections.abc import Sequence
from typing import NamedTuple

from api import _entering_words as words
from api._markup import Markup, icon, side, tag
from domain.wording import Lang, Words


class RoleChoice(NamedTuple):
    """One way into the simulated province: the role's key, its picture, its name and what it sees."""

    key: str
    picture: str
    name: str
    sees: str


def field(lang: Lang, name: str, label: Words, *, kind: str = "text", complete: str, note: str = "",
          numeric: bool = False, first: bool = False, again: bool = False) -> Markup:
    """A labelled input. `complete`: its autocomplete token; `again`: must equal the field "password" before it."""
    secret = kind == "password"
    eye = tag("button", icon("eye"), type="button", class_="gate-eye", data_show=name, aria_pressed="false",
              aria_label=words.SHOW.say(lang), title=words.SHOW.say(lang), data_hide=words.HIDE.say(lang))
    entry = tag(
        "input", id=name, name=name, type=kind, autocomplete=complete, required=True, maxlength="200",
        autofocus=first, autocapitalize="none", spellcheck="false", aria_describedby=f"{name}-note",
        inputmode="numeric" if numeric else False, data_digits=numeric, data_equals="password" if again else False,
        class_="digits" if numeric else False,
    )
    caps = tag("span", words.CAPS.say(lang), class_="gate-caps", hidden=True) if secret else ""
    return tag(
        "div", tag("label", label.say(lang), for_=name), tag("div", entry, eye if secret else "", class_="gate-input"),
        tag("p", note, caps, id=f"{name}-note", class_="gate-note"), class_="gate-field",
    )


def form(lang: Lang, post: str, fields: Sequence[Markup], do: Words, *, after: str = "", name: str = "") -> Markup:
    """Fields, the place where a refusal is said, and one button. `after`: where to go if the answer names nothing."""
    return tag(
        "form", *fields, problem(),
        tag("button", tag("span", class_="gate-spinner", aria_hidden="true"),
            tag("span", do.say(lang), data_label=True), type="submit", class_="button primary gate-do"),
        tag("noscript", tag("p", words.NEEDS_SCRIPT.say(lang), class_="gate-problem")),
        data_post=post, data_next=after, novalidate=True, class_="gate-form", aria_label=name or do.say(lang),
    )


def problem() -> Markup:
    """Empty until something is refused; readers of screens hear it then."""
    return tag("p", icon("alert"), tag("span"), class_="gate-problem", role="alert", hidden=True)


def said(what: Words | None, lang: Lang) -> Markup:
    """A quiet line above the form: why the person is here again."""
    return tag("p", icon("info"), tag("span", what.say(lang)), class_="gate-said", role="status") if what else side()


def heading(title: str, lead: str) -> Markup:
    """The card's name and one line about it."""
    return tag("header", tag("h1", title), tag("p", lead, class_="gate-lead"), class_="gate-heading")


def roles(lang: Lang, choices: Sequence[RoleChoice], after: str) -> Markup:
    """The simulated province's one-click roles; nothing at all elsewhere."""
    if not choices:
        return side()
    buttons = [
        tag("button", icon(choice.picture), tag("span", tag("b", choice.name), tag("span", choice.sees)), type="button",
            class_="gate-role", data_role=choice.key)
        for choice in choices
    ]
    return tag(
        "section", tag("h2", words.OR_DEMO.say(lang), class_="gate-or"), tag("div", *buttons, class_="gate-roles"),
        problem(), data_demo="/api/v1/enter/demo", data_next=after, aria_label=words.OR_DEMO.say(lang),
    )
