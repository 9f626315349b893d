"""The frame of the pages before the door: brand and drawing on one side, the card on the other. No Dash, no data."""

from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from api import _entering_words as words
from api._markup import Markup, icon, side, tag
from api._origin import LANG
from api._static import Bundle
from domain.wording import OWN_NAMES, Lang, Words, speaking
from services.desk import house as opened

ASSETS = Path(__file__).parent.parent / "assets"
HOUSE = tuple(ASSETS / f"{name}.css" for name in ("fonts", "tokens", "base", "icons"))  # the product's own look
SCRIPTS = Bundle(ASSETS / "entering", "js", name="entering")
STYLES = Bundle(ASSETS / "entering", "css", name="entering", first=HOUSE)
YEAR_S = 365 * 86400
BUNDLES = (SCRIPTS, STYLES)
MOTIF = Markup((ASSETS / "entering" / "motif.svg").read_text(encoding="utf-8"))


def language(request: Request) -> Lang:
    """What the address asks for, else what the switch left behind, else Vietnamese."""
    asked = request.query_params.get("lang", "")
    return "en" if asked == "en" else "vi" if asked == "vi" else speaking()


def page(request: Request, title: Words, card: Markup, *, house: str, simulated: bool, status: int = 200) -> Response:
    """A whole document. `house`: the department's name; `card`: what the person does here."""
    lang = language(request)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="dark light"),
        tag("meta", name="robots", content="noindex"),
        tag("title", f"{title.say(lang)} · {words.CENTRE.say(lang)}"),
        tag("link", rel="icon", href="data:,"),
        tag("link", rel="stylesheet", href=STYLES.path),
        tag("script", src=SCRIPTS.path),
    )
    body = tag(
        "body",
        tag("div", _brand(lang, house, simulated), tag("main", card, class_="gate-card", id="card"), class_="gate"),
        data_offline=words.OFFLINE.say(lang), data_empty=words.EMPTY.say(lang), data_busy=words.BUSY.say(lang),
        data_different=words.DIFFERENT.say(lang), data_copied=words.COPIED.say(lang),
    )
    markup = side(Markup("<!doctype html>"), tag("html", head, body, lang=lang))
    answer = HTMLResponse(markup, status_code=status, headers={"cache-control": "no-store"})
    if "lang" in request.query_params:  # chosen here, kept for the pages behind the door too
        answer.set_cookie(LANG, lang, max_age=YEAR_S, path="/", samesite="lax", secure=opened().centre.door.secure)
    return answer


def tools(request: Request) -> Markup:
    """The other language and the other light, at the card's foot."""
    lang = language(request)
    query = request.url.remove_query_params("lang").include_query_params(lang="en" if lang == "vi" else "vi").query
    other: Lang = "en" if lang == "vi" else "vi"
    return tag(
        "div", tag("a", OWN_NAMES[other], href=f"?{query}", class_="gate-language", hreflang=other, lang=other),
        tag("button", icon("sun"), icon("moon"), type="button", class_="button quiet square", data_theme_press=True,
            title=words.THEME.say(lang), aria_label=words.THEME.say(lang)),
        class_="gate-tools",
    )


def _brand(lang: Lang, house: str, simulated: bool) -> Markup:
    mark = tag("span", icon("school"), class_="gate-mark")
    name = tag("span", tag("b", words.CENTRE.say(lang)), tag("span", words.SUBJECT.say(lang)), class_="gate-name")
    badge = tag("span", words.SIMULATED.say(lang), class_="badge simulated") if simulated else ""
    legend = [tag("li", tag("i", class_=f"mark {status}", aria_hidden="true"), told.say(lang), class_=status)
              for status, told in words.LEGEND]
    return tag(
        "aside",
        tag("div", MOTIF, class_="gate-drawing"),
        tag("div", tag("div", mark, name, class_="gate-brand"), badge, class_="gate-top"),
        tag(
            "div", tag("p", house, class_="gate-house"), tag("p", words.PROMISE.say(lang), class_="gate-promise"),
            tag("ul", *legend, class_="gate-legend", aria_hidden="true"),
            class_="gate-words",
        ),
        tag("p", tag("span", data_clock=True), tag("span", words.SCHEMATIC.say(lang), class_="gate-schematic"),
            class_="gate-foot"),
        class_="gate-brandside",
    )
