"""The four cards: sign in, the first administrator, a new person's password, the second factor."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import Request

from api import _entering_words as words
from api._entering_forms import RoleChoice, field, form, heading, problem, roles, said
from api._entering_page import language, tools
from api._markup import Markup, icon, side, tag
from domain.wording import Lang

WHY = {"ended": words.ENDED, "left": words.LEFT, "changed": words.CHANGED}


def login_card(request: Request, *, house: str, after: str, choices: Sequence[RoleChoice], elsewhere: str) -> Markup:
    """`after`: where to go then; `elsewhere`: label of the sign-in provider, "" = there is none."""
    lang = language(request)
    fields = (
        field(lang, "login", words.LOGIN, complete="username", first=True),
        field(lang, "password", words.PASSWORD, kind="password", complete="current-password"),
    )
    there = f"/api/v1/enter/oidc?{urlencode({'next': after})}"
    other = tag("a", icon("external"), elsewhere, href=there, class_="button gate-sso") if elsewhere else ""
    ways = tag(
        "nav", tag("a", icon("wall"), words.IS_SCREEN.say(lang), href="/pair"),
        tag("a", icon("key"), words.HAVE_CODE.say(lang), href="/welcome"),
        tag("span", words.FORGOT.say(lang), class_="dim"),
        class_="gate-ways", aria_label=words.OTHER_WAYS.say(lang),
    )
    return side(
        heading(words.SIGN_IN.say(lang), words.SIGN_IN_LEAD.say(lang).format(title=house)),
        said(WHY.get(request.query_params.get("why", "")), lang),
        form(lang, "/api/v1/enter", fields, words.ENTER, after=after), other,
        roles(lang, choices, after), ways, tools(request),
    )


def first_card(request: Request, least: int) -> Markup:
    """With the code that ./run.sh printed."""
    lang = language(request)
    fields = (
        field(lang, "code", words.CODE, complete="off", first=True),
        field(lang, "name", words.NAME, complete="name"), field(lang, "login", words.LOGIN, complete="username"),
        *_new_password(lang, least),
    )
    return side(heading(words.FIRST.say(lang), words.FIRST_LEAD.say(lang)),
                form(lang, "/api/v1/enter/first", fields, words.FIRST_DO), _back(lang), tools(request))


def welcome_card(request: Request, least: int) -> Markup:
    """With the code an administrator handed over; assets/entering/welcome.js types the one of a link."""
    lang = language(request)
    fields = (field(lang, "code", words.CODE, complete="off", first=True), *_new_password(lang, least))
    return side(heading(words.WELCOME.say(lang), words.WELCOME_LEAD.say(lang)),
                form(lang, "/api/v1/enter/welcome", fields, words.WELCOME_DO), _back(lang), tools(request))


def second_card(request: Request, after: str) -> Markup:
    """Six figures from the app."""
    lang = language(request)
    fields = (field(lang, "code", words.SIX_DIGITS, complete="one-time-code", numeric=True, first=True),)
    return side(heading(words.SECOND.say(lang), words.SECOND_LEAD.say(lang)),
                form(lang, "/api/v1/enter/second", fields, words.SECOND_DO, after=after), _leave(lang), tools(request))


def enrol_card(request: Request, role: str, after: str) -> Markup:
    """The key as picture and as text, then the first figures; drawn by assets/entering/second.js."""
    lang = language(request)
    fields = (field(lang, "code", words.SIX_DIGITS, complete="one-time-code", numeric=True),)
    scan = tag("div", tag("p", words.STEP_SCAN.say(lang)),
               tag("a", tag("img", alt=words.QR.say(lang), data_qr=True), class_="gate-qr", data_otpauth=True))
    secret = tag("div", tag("p", words.STEP_SECRET.say(lang)), tag(
        "div", tag("code", data_secret_text=True), tag("button", words.COPY.say(lang), type="button", class_="button",
                                                       data_copy=True), class_="gate-secret"))
    last = tag("div", tag("p", words.STEP_CODE.say(lang)),
               form(lang, "/api/v1/enter/enrol", fields, words.ENROL_DO, after=after, name=words.ENROL.say(lang)))
    return side(
        heading(words.ENROL.say(lang), words.ENROL_LEAD.say(lang).format(role=role)),
        tag("div", problem(), tag("ol", tag("li", scan), tag("li", secret), tag("li", last), class_="gate-steps"),
            data_enrol="/api/v1/enter/enrol"),
        _leave(lang), tools(request),
    )


def _new_password(lang: Lang, least: int) -> tuple[Markup, Markup]:
    rule = words.RULE.say(lang).format(least=least)
    return (
        field(lang, "password", words.NEW_PASSWORD, kind="password", complete="new-password", note=rule),
        field(lang, "again", words.AGAIN, kind="password", complete="new-password", again=True),
    )


def _back(lang: Lang) -> Markup:
    return tag("nav", tag("a", icon("back"), words.BACK.say(lang), href="/login"), class_="gate-ways")


def _leave(lang: Lang) -> Markup:
    way = tag("a", icon("logout"), words.LEAVE.say(lang), href="/login", data_leave=True)
    return tag("nav", way, class_="gate-ways")
