"""I1: schools, areas, people, screens, keys, reasons and incidents are called by the XSS set (1-13); in real Chromium all of it is text, wherever it shows."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from domain.measurement import Measurement
from domain.person import EVERYTHING, Actor, ActorKind, Part, Role
from domain.wording import Words
from services import accounts, keys, pairing
from services.centre import Centre, Door
from store import incidents
from tests.gate.gatehouse import NO_CACHE
from tests.gate.hostile import KEYS, XSS
from tests.promises.office import Office
from tests.rig.browser import LAPTOP, WALL, Screen
from tests.rig.clock import Clock
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product, pytest.mark.timeout(150)]
DEMO = Actor(kind=ActorKind.PERSON, id=1, name="Quản trị (mô phỏng)", role=Role.ADMINISTRATOR, scope=EVERYTHING, demo=True)
WATCH = "document.addEventListener('securitypolicyviolation', (e) => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI));"
# Elements that only a text taken for markup can have made; dash_clientside is a script's own, and must stay one.
MARKUP = "img[src='x'], svg[onload], [onfocus], [onerror], iframe, a[href^='javascript:'], #dash_clientside, [autofocus][x], .katex, mjx-container"
HARM = f"""() => [window.__x !== undefined && 'x', [...document.querySelectorAll("{MARKUP}")].map((n) => n.outerHTML.slice(0, 80)),
  window.dash_clientside instanceof Element && 'clobbered', document.body.innerText.includes('4949') && 'computed'].flat().filter(Boolean)"""
Look = Callable[..., Screen]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole product, its department and its button called by it too."""
    settings = {"CENTRE_TITLE": XSS[1], "OIDC_ISSUER": "https://127.0.0.1:1", "OIDC_CLIENT_ID": "centre", "OIDC_CLIENT_SECRET": "s", "OIDC_LABEL": XSS[2]}
    opened = Product(tmp_path_factory.mktemp("hostile"), SIM_SCHOOLS=60, SIM_STORM=0, **settings)
    try:
        opened.ready()
        plant(opened)
        yield opened
    finally:
        opened.stop()


def plant(house: Product) -> None:
    """Names as an import, an administrator and an upstream system would bring them."""
    centre = Centre.open(home=house.home, database_url=f"sqlite:///{house.home}/centre.db", redis_url=NO_CACHE, door=Door(demo=True))
    with centre.db.write() as conn:
        codes = list(conn.scalars(sa.text("SELECT code FROM schools WHERE lat IS NOT NULL ORDER BY id LIMIT 20")))
        for number, name in XSS.items():
            conn.execute(sa.text("UPDATE schools SET name = :name WHERE code = :code"), {"name": name, "code": codes[number - 1]})
        for code, new in zip(codes[13:], KEYS, strict=False):
            conn.execute(sa.text("UPDATE schools SET code = :new WHERE code = :code"), {"new": new, "code": code})
        for tree, level in (("old_area", "district"), ("new_area", "ward")):
            used = list(conn.scalars(sa.text(f"SELECT {tree} FROM schools GROUP BY {tree} ORDER BY count(*) DESC")))
            for name, code in zip(XSS.values(), used, strict=False):
                conn.execute(sa.text("UPDATE areas SET name = :name WHERE code = :code AND level = :level"), {"name": name, "code": code, "level": level})
            for new, code in zip(KEYS[:2] if tree == "old_area" else KEYS[2:], used[13:], strict=False):
                conn.execute(sa.text("UPDATE areas SET code = :new WHERE code = :code AND level = :level"), {"new": new, "code": code, "level": level})
                conn.execute(sa.text(f"UPDATE schools SET {tree} = :new WHERE {tree} = :code"), {"new": new, "code": code})
        conn.execute(sa.text("INSERT INTO gaps (source, since, until, why) VALUES (:name, 1, 2, :name)"), {"name": XSS[1]})
        for number, name in XSS.items():
            kind, subject = ("single", f"school:{codes[number - 1]}") if number % 2 else ("wide", f"area:{number}")
            at = centre.clock()
            incidents.open_incident(centre.db, conn, kind=kind, rule=f"hostile.{number}", subject=subject, severity="high", area=name, says=Words(name, name), schools=1,
                                    started_at=at, at=at, members=[codes[number - 1]])
        conn.execute(sa.text("UPDATE facts SET value = CAST(value AS INTEGER) + 1 WHERE key = 'register_version'"))
    for number, name in XSS.items():
        made = accounts.create(centre, DEMO, login=f"hostile.{number}", name=name, role=Role.OFFICER, parts=[Part(area="79")])
        accounts.disable(centre, DEMO, made.person_id, why=name)
        keys.make(centre, DEMO, name=name, role=Role.OPERATOR, parts=[Part()])
        pairing.accept(centre, DEMO, pairing.start(centre, address=f"198.51.100.{number}", agent=name).code, name, [Part()])
    centre.close()
    wait_until(lambda: XSS[1] in house.get("/api/v1/live/directory?area=79")["names"], 60, what="the new names are on screens")


def named(house: Product, number: int) -> str:
    """The code of the school with that name."""
    known = house.get("/api/v1/live/directory?area=79")
    return str(known["codes"][known["names"].index(XSS[number])])


@pytest.fixture
def look(house: Product, screen: Callable[..., Screen]) -> Iterator[Look]:
    """look(path, wait for) -> a screen there; at the end of the test nothing was run, refused or asked by any."""
    opened: list[tuple[Screen, list[str]]] = []

    def go(path: str, seen: str, size: tuple[int, int] = LAPTOP, *, again: Screen | None = None, **options: Any) -> Screen:
        shown = again or screen(size, **options)
        if again is None:
            dialogs: list[str] = []
            opened.append((shown, dialogs))
            shown.page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
            shown.context.add_init_script(WATCH)
        shown.page.goto(house.url + path)
        shown.page.wait_for_selector(seen)
        return shown

    yield go
    for shown, dialogs in opened:
        unharmed(shown)
        assert not dialogs


def unharmed(shown: Screen) -> None:
    """The promise."""
    assert not shown.page.evaluate(HARM)
    refused = [said for said in shown.complaints if "status of 401" not in said and "status of 404" not in said]  # the browser's own line for a refusal
    assert not refused, refused


def holds(shown: Screen, *numbers: int, within: str = "body") -> None:
    """These are there, letter by letter."""
    text = " ".join(shown.page.locator(within).first.inner_text().split())
    missing = [number for number in numbers or XSS if " ".join(XSS[number].split()) not in text]
    assert not missing, (missing, text[:500])


@contextmanager
def paper(shown: Screen) -> Iterator[None]:
    """As it would be printed."""
    shown.page.emulate_media(media="print")
    yield
    assert shown.page.pdf()[:5] == b"%PDF-"
    unharmed(shown)
    shown.page.emulate_media(media="screen")


def test_the_map_its_search_its_tips_and_its_panel(house: Product, look: Look) -> None:
    shown = look("/", ".map-place [data-painted]", WALL)
    search, page = shown.page.locator("[data-seek] input"), shown.page
    first, every = page.locator("[data-seek-list] .seek-title").first, page.locator("[data-seek-list] .seek-title")
    for number, name in XSS.items():
        code = named(house, number) if number == 1 else page.evaluate("(name) => centre.feed.directory.codes[centre.feed.directory.names.indexOf(name)]", name)
        page.keyboard.press("Control+k")
        search.fill(code)
        page.locator(".seek-hit[aria-selected=true]", has_text=code).wait_for()
        assert first.inner_text() == name
        search.press("Enter")
        page.wait_for_selector(f".school-card[data-school='{code}']")
        assert page.locator(".school-card h2").first.inner_text() == name
    page.keyboard.press("Control+k")
    search.fill("onerror")
    page.locator(".seek-hit[aria-selected=true]").wait_for()  # an answer to the words: what was opened lately stands there until then
    wait_until(lambda: {*every.all_inner_texts()} >= {XSS[1], XSS[12]}, what="both are found")
    page.keyboard.press("Escape")
    with paper(shown):
        holds(shown, 13, within=".school-card")


@pytest.mark.parametrize("tree", ["old", "new"])
def test_tips_of_areas_and_their_names_on_the_way(look: Look, tree: str) -> None:
    shown = look(f"/?tree={tree}", ".map-place [data-painted]", WALL)
    wait_until(lambda: shown.page.evaluate("[...centre.map.views][0].areas.shapes().length > 3"), what="areas")
    where = """([tree, name]) => { const v = [...centre.map.views][0], a = centre.feed.directory.trees[tree].find((a) => a.name === name);
        if (!a || !a.label) return null; const p = v.map.latLngToContainerPoint(a.label), r = v.map.getContainer().getBoundingClientRect(); return [r.x + p.x, r.y + p.y, a.code]; }"""
    seen = 0
    for name in (XSS[1], XSS[2], XSS[3], XSS[8]):
        found = shown.page.evaluate(where, [tree, name])
        assert found, name
        shown.page.mouse.move(found[0] - 3, found[1])
        shown.page.mouse.move(found[0], found[1])
        seen += name in shown.page.locator(".map-tip").first.inner_text()
        shown.page.evaluate("(code) => centre.state.set({ area: code, school: '' })", found[2])
        shown.page.locator(".area-name", has_text=name).wait_for()
        assert name in shown.page.locator(".crumbs").inner_text()
        shown.page.evaluate("centre.state.set({ area: '' })")
    assert seen, "one of them at least was under the pointer"


def test_the_page_of_a_school_its_title_and_its_print(house: Product, look: Look) -> None:
    shown = None
    for number in (1, 3, 10):
        shown = look(f"/schools/{named(house, number)}", ".readings-table", again=shown)
        assert shown.page.locator("h1").inner_text() == XSS[number]
        unharmed(shown)
    with paper(shown):
        assert shown.page.locator("h1").inner_text() == XSS[10]
    for number in (1, 3):
        look(f"/schools/{quote(XSS[number], safe='')}", ".absent", again=shown)
        wait_until(lambda: "Trung tâm điều hành" in shown.page.title(), what="a title")
        assert quote(XSS[number], safe="") in shown.page.title(), "as it stands in the address"
        assert shown.page.evaluate("document.querySelector('title').childElementCount") == 0, "text of a title, never markup"


def test_the_wall_its_incidents_and_the_sources(look: Look) -> None:
    shown = look("/wall", ".wall-map [data-painted]", WALL, dark=True)
    wait_until(lambda: any(text in shown.page.locator(".wall").inner_text() for text in (XSS[2], XSS[12])), 30, what="incidents")
    said = shown.page.locator(".wall").inner_text()
    assert XSS[1] in said, "the department's name"
    assert sum(text in said for text in XSS.values()) >= 3
    with paper(shown):
        pass
    look("/sources", ".sources-told", again=shown)
    holds(shown, 1, within=".sources-told")


def test_administration_shows_what_was_typed(look: Look) -> None:
    shown = look("/admin/people?q=hostile", ".row-name", role="administrator")
    assert {*shown.page.locator(".row-name").all_inner_texts()} == {*XSS.values()}
    with paper(shown):
        pass
    for path, seen in (("keys", ".admin-table"), ("screens", ".admin-table, .admin-list"), ("audit?text=onerror", ".audit-table"), ("audit?act=person.disabled", ".audit-table"),
                       (f"people?q={quote(XSS[9])}&role={quote(XSS[1])}", ".admin-slot .card"), (f"audit?text={quote(XSS[3])}&act={quote(XSS[1])}", ".admin-slot .card")):
        look(f"/admin/{path}", seen, again=shown)
        if path in {"keys", "audit?act=person.disabled"}:
            wait_until(lambda: XSS[8] in shown.page.locator("body").inner_text(), what="the newest")
            holds(shown, within=".main")
        unharmed(shown)
    shown.page.goto(shown.page.url.partition("/admin")[0] + "/admin/screens")
    shown.page.locator("body", has_text=XSS[8]).first.wait_for()
    with paper(shown):
        pass


@pytest.mark.parametrize("after", [XSS[1], XSS[3], "javascript:window.__x=1", "//evil.example/", "/\\evil.example", "data:text/html,<script>window.__x=1</script>"])
def test_the_door_repeats_nothing_and_leads_nowhere_else(house: Product, look: Look, after: str) -> None:
    shown = look(f"/login?next={quote(after, safe='')}&why={quote(XSS[1], safe='')}", "form[data-post]", role="")
    assert XSS[2] in shown.page.locator("body").inner_text(), "the department's own button"
    assert XSS[1] in shown.page.locator("body").inner_text(), "the department's own name"
    shown.page.fill("input[name=login]", XSS[1])
    shown.page.fill("input[name=password]", XSS[3])
    shown.page.click("button[type=submit]")
    shown.page.locator("[role=alert]:visible, .refused:visible, [data-told]:visible").first.wait_for()
    unharmed(shown)
    shown.page.evaluate("(after) => fetch('/api/v1/enter/demo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ role: 'operator', next: after }) })"
                        ".then((a) => a.json()).then((a) => { document.title = a.next; })", after)
    wait_until(lambda: shown.page.title() == "/", what="home, and nowhere else")
    assert not shown.foreign(house.url)


def test_the_other_pages_before_the_door(look: Look) -> None:
    shown = look(f"/welcome?lang={quote(XSS[2])}#code={quote(XSS[9])}", "form", role="")
    for path in (f"/welcome#code=%E0%A4%A&code={quote(XSS[1])}", f"/pair?code={quote(XSS[1])}", f"/login?lang={quote(XSS[9])}#{quote(XSS[1])}", f"/second?next={quote(XSS[3])}"):
        look(path, "main", again=shown)
        unharmed(shown)


@pytest.mark.parametrize("key", KEYS)
def test_names_every_object_has_already_are_only_names(house: Product, look: Look, key: str) -> None:
    """13, as layer, tree, area, kind, school and whatever else the URL says."""
    shown = look(f"/?layer={key}&tree={key}&area={key}&kind={key}&fill={key}&only={key}&{key}=1&school={key}", ".map-place [data-painted]")
    shown.page.wait_for_selector(f".school-card[data-school='{key}']")
    wait_until(lambda: shown.page.evaluate("centre.drill.figures !== null && centre.state.get().kind === ''"), what="no kind of that name: all of them")
    assert "kind=" not in shown.page.url
    for query in (f"area={key}", f"layer={key}", f"format=json&area={key}", f"format=json&layer={key}"):
        status, _, body = house.fetch(f"/api/v1/live/frame?{query}")
        assert status in {200, 400, 404}
        assert b"Traceback" not in body


@pytest.mark.parametrize("key", KEYS)
def test_a_metric_of_that_name_changes_nothing(tmp_path: Any, migrated_sqlite: Any, key: str) -> None:
    import shutil

    shutil.copy(migrated_sqlite, tmp_path / "centre.db")
    office = Office(tmp_path, f"sqlite:///{tmp_path}/centre.db", NO_CACHE, Clock())
    office.tick(3)
    before = office.colours()
    office.ingest.take([Measurement(school="79000001", metric=key, value=1.0, taken_at=office.clock())])
    office.tick()
    assert office.colours() == before
    assert json.dumps(office.json())
    office.close()


def test_mutant_that_takes_text_for_markup_is_caught(look: Look, screen: Callable[..., Screen], house: Product) -> None:
    """Were textContent innerHTML, the browser would say so: the names are live ones."""
    shown = screen(LAPTOP)
    shown.context.add_init_script(WATCH)
    shown.context.add_init_script("Object.defineProperty(Node.prototype, 'textContent', Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML'));")
    shown.page.goto(house.url + "/")
    shown.page.wait_for_selector("[data-seek-open]")
    shown.page.keyboard.press("Control+k")
    shown.page.locator("[data-seek] input").fill("onerror")
    wait_until(lambda: any(said.startswith("CSP") for said in shown.complaints), what="the policy stops it")
    with pytest.raises(AssertionError):
        unharmed(shown)
