"""The switch of the language: one button that names the other one in its own words. assets/language.js remembers it."""

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.wording import OWN_NAMES, Lang, Words, speaking

SWITCH = Words("Đổi ngôn ngữ: {name}", "Change the language: {name}")


def language_switch(look: str, *, icon: bool = False) -> Component:
    """`look`: its classes; `icon`: in a menu, with the name written out; else two letters in the bar."""
    other: Lang = "en" if speaking() == "vi" else "vi"
    label = SWITCH.text.format(name=OWN_NAMES[other])
    face = [html.I(className="icon i-language"), html.Span(OWN_NAMES[other], lang=other)] if icon else other.upper()
    return html.Button(face, type="button", className=look, title=label, **attrs(data_language=other, aria_label=label))
