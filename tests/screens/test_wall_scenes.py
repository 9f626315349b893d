"""The wall plays: scenes take turns, a critical incident stops them until somebody has it, every shape of screen is filled."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.rig.browser import PHONE, WALL, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
SHAPES = {"16:9": WALL, "32:9": (3840, 1080), "4K": (3840, 2160), "upright": (1080, 1920), "16:10": (1920, 1200)}
KINDS = ("city", "area.760", "indicators", "incidents", "systems", "programme", "sources")
SMALLEST = 0.016  # of the height: read from four metres
SMALL = """() => {
  const found = [], walk = document.createTreeWalker(document.querySelector('.wall'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), box = walk.currentNode.parentElement;
    const share = parseFloat(getComputedStyle(box).fontSize) / innerHeight;
    if (text && share < 0.01599 && box.checkVisibility({ visibilityProperty: true })) found.push([text, share]);
  }
  return found;
}"""
# What stands over the edge of the screen or of its own card, and cards that cover each other.
SPILLED = """() => {
  const seen = (n) => n.checkVisibility({ visibilityProperty: true }) && n.getBoundingClientRect().width;
  const boxes = [...document.querySelectorAll('.wall .tile, .wall .card, .wall .board-card, .wall-map, .wall-head > *')].filter(seen);
  const found = boxes.filter((n) => { const b = n.getBoundingClientRect(); return b.right > innerWidth + 1 || b.bottom > innerHeight + 1; }).map((n) => 'over the edge: ' + n.className);
  const tops = [...document.querySelectorAll('.wall .tile, .wall-map, .wall-side > .card, .board-card')].filter(seen);
  tops.forEach((n, i) => tops.slice(i + 1).forEach((m) => {
    const a = n.getBoundingClientRect(), b = m.getBoundingClientRect();
    if (!n.contains(m) && !m.contains(n) && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) found.push(n.className + ' covers ' + m.className);
  }));
  return found;
}"""
NOW = "window.centre.wall.now()"


@pytest.fixture
def wall(living: Product, screen: Callable[..., Screen]) -> Callable[..., Screen]:
    """wall(query, size) -> a wall of this product that plays what the query says, painted and under a lease."""

    def go(query: str, size: tuple[int, int] = WALL, *, clock: bool = False, **options: Any) -> Screen:
        shown = screen(size, dark=True, **options)
        if clock:
            shown.page.clock.install()
        shown.page.goto(f"{living.url}/wall?{query}")
        shown.page.wait_for_selector(":root[data-lease]")
        until(shown, lambda: shown.page.evaluate(f"document.querySelector('.wall[data-scene]') ? {NOW}.shown : ''"), "a scene")
        return shown

    return go


def until(shown: Screen, true: Callable[[], object], what: str, within: float = 40.0) -> None:
    def look() -> object:
        shown.page.wait_for_timeout(60)
        return true()

    wait_until(look, within, what=what)


def now(shown: Screen) -> dict[str, Any]:
    told: dict[str, Any] = shown.page.evaluate(NOW)
    return told


def on_glass(shown: Screen) -> str:
    return str(shown.page.locator(".scene-board").inner_text())


def stands(shown: Screen, kind: str) -> None:
    """Until this scene stands on the glass, with what it has to show."""
    until(shown, lambda: now(shown)["shown"] == kind.partition(".")[0] and not shown.page.locator(".fading, .board-empty").count(), kind)


def post(living: Product, path: str, **body: Any) -> dict[str, Any]:
    headers = {**living.entrance(), "content-type": "application/json", "origin": living.url}
    status, _, answer = living.fetch(f"/api/v1/incidents{path}", data=json.dumps(body).encode(), headers=headers)
    assert status in (200, 201), answer
    told: dict[str, Any] = json.loads(answer)
    return told


@pytest.fixture
def critical(living: Product) -> Iterator[Callable[[], int]]:
    """A caller reports something grave; what a story opened it ends."""
    opened: list[int] = []

    def report() -> int:
        code = sorted(living.statuses())[len(opened) + 5]
        opened.append(post(living, "", category="fire", text="Cháy ở nhà kho, báo bảo vệ Nguyễn Văn Tám", schools=[code], severity="critical")["id"])
        return opened[-1]

    yield report
    for one in opened:
        if living.get(f"/api/v1/incidents/{one}")["resolved_at"] is None:
            post(living, f"/{one}/resolve", cause="other", text="Đã dập tắt")


def test_scenes_take_turns_and_each_is_drawn(wall: Callable[..., Screen]) -> None:
    shown = wall("scenes=city:5,indicators:5,systems:5")
    seen: list[str] = []

    def all_seen() -> bool:
        kind = now(shown)["shown"]
        if kind and kind not in seen[-1:]:
            seen.append(kind)
        return seen[:4] == ["city", "indicators", "systems", "city"]

    until(shown, all_seen, "a whole round", 60)
    assert shown.page.locator(".wall-pips > i").count() == 3
    assert not shown.complaints, shown.complaints


def test_a_frozen_clock_keeps_the_scene_and_a_fast_one_turns_it(wall: Callable[..., Screen]) -> None:
    shown = wall("scenes=city:30,programme:30", clock=True)
    shown.page.clock.pause_at(shown.page.evaluate("Date.now() + 1000"))
    before = now(shown)["index"]
    for _ in range(3):
        shown.page.wait_for_timeout(300)
        assert now(shown)["index"] == before, "time stands still: so does the wall"
    shown.page.clock.run_for(31_000)
    assert now(shown)["index"] == 1 - before


def test_a_scene_that_breaks_says_so_and_the_next_one_comes(wall: Callable[..., Screen]) -> None:
    shown = wall("scenes=city:5,systems:5,sources:5")
    shown.page.evaluate("() => { window.centre.wall.boards.systems = () => { throw new Error('broken on purpose'); }; }")
    until(shown, lambda: "Không vẽ được cảnh này" in on_glass(shown), "the broken scene says so")
    until(shown, lambda: now(shown)["shown"] == "sources" and "nguồn" in on_glass(shown), "and the next one comes")


def test_a_critical_incident_stops_the_scenes_until_another_screen_takes_it_on(wall: Callable[..., Screen], critical: Callable[[], int], living: Product) -> None:
    shown = wall("scenes=programme:600,sources:600")
    until(shown, lambda: shown.page.evaluate("window.centre.wall.body().version > 0"), "its figures")
    incident = critical()
    until(shown, lambda: now(shown)["incident"] == incident, "it stops")
    assert now(shown)["held"] == ["incident"]
    box = shown.page.locator("[data-wall-critical]")
    until(shown, box.is_visible, "the band")
    assert "Sự cố nghiêm trọng" in box.inner_text()
    assert "chưa ai nhận" in box.inner_text()
    until(shown, lambda: now(shown)["shown"] == "city", "the map")
    around = shown.page.evaluate(f"window.centre.wall.body().places['{incident}']")
    (south, west), (north, east) = around
    inside = f"(() => {{ const m = [...window.centre.map.views][0].map; return m.getZoom() > 12.5 && m.getBounds().contains([[{south}, {west}], [{north}, {east}]]); }})()"
    until(shown, lambda: shown.page.evaluate(inside), "it flies there")
    post(living, f"/{incident}/acknowledge")
    until(shown, lambda: "đã tiếp nhận" in box.inner_text(), "who has it is named")
    until(shown, lambda: now(shown)["shown"] == "programme" and not now(shown)["held"], "and the scenes go on where they were")
    assert not box.is_visible()


def test_nobody_comes_and_the_scenes_go_on_all_the_same(wall: Callable[..., Screen], critical: Callable[[], int]) -> None:
    shown = wall("scenes=programme:600,sources:600&hold=5")
    until(shown, lambda: shown.page.evaluate("window.centre.wall.body().version > 0"), "its figures")
    incident = critical()
    until(shown, lambda: now(shown)["incident"] == incident, "it stops")
    until(shown, lambda: now(shown)["shown"] == "programme" and not now(shown)["held"], "five seconds later it goes on")


def test_before_visitors_no_name_is_sent(wall: Callable[..., Screen], critical: Callable[[], int], living: Product) -> None:
    incident = critical()
    who = post(living, f"/{incident}/acknowledge")
    name = str(who.get("owner_name") or who.get("acknowledged_name") or living.get(f"/api/v1/incidents/{incident}")["owner"]["name"])
    assert name
    for path in ("live/wall?", "wall/board?kind=incidents&", "wall/board?kind=area&area=760&", "wall/board?kind=systems&"):
        body = json.dumps(living.get(f"/api/v1/{path}visitors=1"), ensure_ascii=False)
        assert name not in body, path
        assert "Nguyễn Văn Tám" not in body, path
    assert "báo tay" in json.dumps(living.get("/api/v1/wall/board?kind=incidents&visitors=1"), ensure_ascii=False)
    shown = wall("scenes=incidents:600&visitors=1")
    until(shown, lambda: "Sự cố và người phụ trách" in on_glass(shown), "the board")
    assert "visitors=1" in next(url for url in shown.requests if "/wall/board" in url)
    assert name not in shown.page.locator(".wall").inner_text()


@pytest.mark.parametrize("size", SHAPES.values(), ids=SHAPES)
def test_every_scene_fits_every_shape(wall: Callable[..., Screen], size: tuple[int, int]) -> None:
    shown = wall("scenes=" + ",".join(f"{kind}:600" for kind in KINDS), size)
    for index, kind in enumerate(KINDS):
        shown.page.evaluate(f"window.centre.wall.go({index})")
        stands(shown, kind)
        assert shown.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == list(size), kind
        assert not shown.page.evaluate(SMALL), kind
        assert not shown.page.evaluate(SPILLED), kind
    assert not shown.complaints, shown.complaints


def test_on_a_phone_no_scene_is_wider_than_the_phone(wall: Callable[..., Screen]) -> None:
    shown = wall("scenes=" + ",".join(f"{kind}:600" for kind in KINDS), PHONE, touch=True)
    for index, kind in enumerate(KINDS):
        shown.page.evaluate(f"window.centre.wall.go({index})")
        stands(shown, kind)
        assert shown.page.evaluate("document.documentElement.scrollWidth") == PHONE[0], kind


def test_a_scene_without_anything_says_why(wall: Callable[..., Screen], screen: Callable[..., Screen], living: Product) -> None:
    shown = wall("scenes=area.99999:600")
    until(shown, lambda: "không nằm trong phạm vi" in on_glass(shown), "an area that is not there")
    dumb = screen(WALL, dark=True)
    dumb.page.route("**/api/v1/wall/board**", lambda route: route.abort())
    dumb.page.goto(f"{living.url}/wall?scenes=systems:600")
    until(dumb, lambda: "máy chủ chưa trả lời" in on_glass(dumb), "a board nobody answers for")
    dumb.page.unroute("**/api/v1/wall/board**")
    until(dumb, lambda: "Bộ thu thập" in on_glass(dumb), "and it comes by itself")


def test_the_programme_is_never_silently_green(wall: Callable[..., Screen]) -> None:
    shown = wall("scenes=programme:600")
    until(shown, lambda: shown.page.locator(".plan-row").count() == 13, "thirteen items")
    assert shown.page.locator(".plan-row .pill.good, .plan-row .mark.good").count() == 0
    assert all("chưa có minh chứng" in row for row in shown.page.locator(".plan-row").all_inner_texts())


def test_a_night_and_a_day_have_their_ground_and_eyes_their_palette(wall: Callable[..., Screen]) -> None:
    shown = wall("scenes=city:600&theme=by_hour&palette=safe")
    hour = "Number(new Intl.DateTimeFormat('en-GB', {timeZone: 'Asia/Ho_Chi_Minh', hour: 'numeric', hourCycle: 'h23'}).format(window.centre.feed.now() * 1000))"
    wanted = "light" if 6 <= shown.page.evaluate(hour) < 18 else "dark"
    assert shown.page.evaluate("document.documentElement.dataset.theme") == wanted
    assert shown.page.evaluate("document.documentElement.dataset.palette") == "safe"


def test_rounds_leave_nothing_behind(wall: Callable[..., Screen]) -> None:
    shown = wall("scenes=" + ",".join(f"{kind}:600" for kind in KINDS))

    def round_(times: int) -> int:
        for index in list(range(len(KINDS))) * times:
            shown.page.evaluate(f"window.centre.wall.go({index})")
            stands(shown, KINDS[index])
        return int(shown.page.evaluate("document.querySelectorAll('*').length"))

    first = round_(2)
    assert abs(round_(6) - first) <= first * 0.05


def test_what_is_drawn_after_the_lease_ran_out_stays_grey(wall: Callable[..., Screen]) -> None:
    shown = wall("scenes=indicators:600")
    stands(shown, "indicators")
    shown.page.evaluate("document.documentElement.style.setProperty('--lease', '2s')")
    shown.page.route(lambda url: "/api/" in url, lambda route: route.abort())
    until(shown, lambda: not shown.page.locator(":root[data-lease]").count(), "the lease ran out")
    shown.page.evaluate("window.centre.wall.back()")  # drawn anew from what was kept
    until(shown, lambda: not shown.page.locator(".fading").count() and shown.page.locator(".board-card.leased").count(), "drawn again")
    looks = "() => [...document.querySelectorAll('.board-card.leased')].map((one) => getComputedStyle(one).filter)"
    assert all("grayscale(1)" in look for look in shown.page.evaluate(looks))


def test_an_area_nothing_is_known_of_does_not_wear_the_figures_of_another_scene(wall: Callable[..., Screen]) -> None:
    shown = wall("scenes=city:600,area.760:600")
    stands(shown, "city")
    figures = "[...document.querySelectorAll('[data-figure] :is([data-figure-value], [data-figure-live])')].map((one) => one.textContent)"
    until(shown, lambda: any(text != "–" for text in shown.page.evaluate(figures)), "the city's figures")
    shown.page.route(lambda url: "/wall/board" in url, lambda route: route.abort())
    shown.page.evaluate("window.centre.wall.go(1)")
    until(shown, lambda: now(shown)["shown"] == "area" and not shown.page.locator(".fading").count(), "the area")
    assert set(shown.page.evaluate(figures)) == {"–"}
    assert "Chưa có số liệu" in shown.page.locator("[data-area-rows]").inner_text()
    shown.page.unroute_all()
    until(shown, lambda: any(text != "–" for text in shown.page.evaluate(figures)), "its own figures come by themselves")
