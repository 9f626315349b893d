"""Two walls in two rooms: what cô Lan takes on is taken on everywhere; what nobody has is heard, once, and only now."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Route

from tests.rig.browser import WALL, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product

pytestmark = [pytest.mark.screen, pytest.mark.product]
WITHIN_S = 5.0
CRITICAL, HIGH, MEDIUM, LOW = 3, 2, 1, 0
PLAN = """([before, calls, now, silent]) => { const told = window.centre.sound.plan(before && new Map(before), calls, now, silent);
  return [[...told.heard].map(([id, one]) => [id, one]), told.sound]; }"""
# When a row of this incident first says that somebody has it, by the centre's own clock as this wall keeps it.
NOTE = """id => { const look = () => { if (!window.notedAt && document.querySelector(`.incident.held[data-incident="${id}"]`)) window.notedAt = window.centre.feed.now(); };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true}); look(); }"""
BROKEN = """async () => {
  const whole = new Uint8Array(await (await fetch('/api/v1/live/frame?since=0&marks=0')).arrayBuffer()), read = window.centre.binary.frame;
  const head = read(whole.buffer), at = 64 + head.count, marks = window.centre.marks, kept = [...marks.which];
  const bent = (change) => { const copy = whole.slice(); change(copy); const told = read(copy.buffer); return [told.marks, told.status.length === head.count]; };
  const wild = bent((bytes) => new DataView(bytes.buffer).setUint32(at + 40, 4e9, true));
  const cut = read(whole.slice(0, -1).buffer).marks, kind = bent((bytes) => { bytes[at + 4] = 9; });
  const older = marks.accept({ ...head, marks: { ...head.marks, version: marks.version - 1, kind: "full", index: new Uint32Array(0), mark: new Uint8Array(0) } });
  const gap = marks.accept({ ...head, marks: { ...head.marks, version: marks.version + 9, kind: "delta", base: 5, index: Uint32Array.of(1), mark: Uint8Array.of(7) } });
  let stranger = ""; try { const more = new Uint8Array(whole.length + 8); more.set(whole.slice(0, at)); read(more.buffer); } catch (error) { stranger = error.message; }
  return { good: head.marks.index.length, wild, cut, kind, none: marks.accept({ ...head, marks: null }), older, gap, stranger,
    same: kept.length > 0 && kept.every((i, n) => marks.which[n] === i) };
}"""
HEARS = 'centre.on("marked", () => { if (!then() && document.querySelector("[data-figure]"))'
RINGS = "document.querySelector('.wall-map .school-map').dataset.marked"


class Room:
    """A control room over a living province: incidents told by hand, walls that show them. What it opened it ends."""

    def __init__(self, product: Product, screen: Callable[..., Screen]) -> None:
        self.product, self.screen = product, screen
        self.opened: list[int] = []
        self.codes = sorted(product.statuses())

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """As the operator on duty."""
        headers = {**self.product.entrance(), "content-type": "application/json", "origin": self.product.url}
        status, _, answer = self.product.fetch(f"/api/v1/incidents{path}", data=json.dumps(body).encode(), headers=headers)
        assert status in (200, 201), answer
        told: dict[str, Any] = json.loads(answer)
        return told

    def calm(self) -> None:
        """What other stories left behind is taken on: a wall has room for so many lines that nobody has."""
        waiting = [one["id"] for one in self.product.get("/api/v1/incidents") if one["state"] == "open"]
        if waiting:
            self.post("/acknowledge", ids=waiting[:500])

    def report(self, severity: str = "high", text: str = "Trường báo mất điện") -> int:
        """Somebody calls; the operator writes it down."""
        told = self.post("", category="power", text=text, schools=[self.codes[len(self.opened)]], severity=severity)
        self.opened.append(told["id"])
        return self.opened[-1]

    def end(self) -> None:
        """Nothing of this story stays for the next one."""
        for incident in self.opened:
            if self.product.get(f"/api/v1/incidents/{incident}")["resolved_at"] is None:
                self.post(f"/{incident}/resolve", cause="other", text="Đã có điện lại")

    def wall(self, *, clock: bool = False, before: Callable[[Screen], None] = lambda _: None) -> Screen:
        """One more wall, under its lease, with its figures."""
        shown = self.screen(WALL, dark=True)
        before(shown)
        if clock:
            shown.page.clock.install()
        shown.page.goto(f"{self.product.url}/wall")
        shown.page.wait_for_selector(".wall-map [data-painted]")
        shown.page.wait_for_selector(":root[data-lease]")
        until(shown, lambda: "diện rộng" in shown.page.locator("[data-figure=incidents] .tile-foot").inner_text(), 20, "figures")
        return shown


@pytest.fixture
def room(living: Product, screen: Callable[..., Screen]) -> Iterator[Room]:
    opened = Room(living, screen)
    opened.calm()
    yield opened
    opened.end()


def until(shown: Screen, true: Callable[[], object], within: float, what: str) -> None:
    """Waiting goes on in the browser's own loop, so that its answers are heard."""
    def look() -> object:
        shown.page.wait_for_timeout(50)
        return true()

    wait_until(look, within, what=what)


def row(shown: Screen, incident: int) -> str:
    found = shown.page.locator(f'.wall .incident[data-incident="{incident}"]')
    return str(found.first.inner_text()) if found.count() else ""


def chips(shown: Screen) -> list[str]:
    return [text.strip() for text in shown.page.locator("[data-sound] .sound-chip").all_inner_texts()]


def press(shown: Screen, words: str) -> None:
    shown.page.locator("[data-sound] .sound-chip", has_text=words).click()


def listen(shown: Screen) -> None:
    """Somebody switches the sound on: browsers want a hand for that."""
    press(shown, "Bật âm thanh")
    until(shown, lambda: shown.page.evaluate("window.centre.sound.audible()"), 15, "sound")


def heard(shown: Screen) -> dict[str, Any]:
    told = shown.page.evaluate("window.centre.sound.last")
    return told or {"count": 0, "severity": None}


def test_what_one_room_takes_on_a_second_wall_says_within_five_seconds(room: Room) -> None:
    first, second = room.wall(), room.wall()
    incident = room.report("critical")
    for shown in (first, second):
        until(shown, lambda shown=shown: "chưa ai nhận" in row(shown, incident), 20, "the incident is on the wall")
    second.page.evaluate(NOTE, incident)
    rings = int(second.page.evaluate(RINGS))
    assert rings >= 1
    room.post(f"/{incident}/acknowledge")
    until(second, lambda: second.page.evaluate("Boolean(window.notedAt)"), 20, "the second wall says so")
    at = next(event["at"] for event in room.product.get(f"/api/v1/incidents/{incident}")["events"] if event["what"] == "acknowledged")
    late = second.page.evaluate("window.notedAt") - at
    assert late <= WITHIN_S, f"{late:.1f} s"
    assert "đã tiếp nhận" in row(second, incident)
    assert not second.complaints, second.complaints


def test_mutant_a_wall_that_does_not_listen_to_the_frames_marks_is_late(room: Room) -> None:
    """The deliberate break: the wall asks at its own pace of ten seconds only."""
    def slow(route: Route) -> None:
        body = route.fetch().text()
        assert body.count(HEARS) == 1
        assert body.count("const EVERY_MS = 4000, DEAF_S") == 1
        body = body.replace(HEARS, HEARS.replace("marked", "nothing"))
        route.fulfill(body=body.replace("const EVERY_MS = 4000, DEAF_S", "const EVERY_MS = 10000, DEAF_S"), content_type="text/javascript")

    shown = room.wall(before=lambda s: s.page.route("**/assets/centre-*.js", slow))
    incident = room.report()
    until(shown, lambda: row(shown, incident), 30, "the incident is on the wall")
    shown.page.evaluate(NOTE, incident)
    room.post(f"/{incident}/acknowledge")
    until(shown, lambda: shown.page.evaluate("Boolean(window.notedAt)"), 30, "at last")
    at = next(event["at"] for event in room.product.get(f"/api/v1/incidents/{incident}")["events"] if event["what"] == "acknowledged")
    assert shown.page.evaluate("window.notedAt") - at > WITHIN_S


def test_a_broken_block_of_marks_is_left_out_and_the_statuses_stand(room: Room) -> None:
    shown, incident = room.wall(), room.report()
    until(shown, lambda: row(shown, incident), 20, "on the wall")
    told = shown.page.evaluate(BROKEN)
    assert told["good"] >= 1
    assert told["wild"] == told["kind"] == [None, True]
    assert told["cut"] is None
    assert [told["none"], told["older"], told["gap"]] == [False, False, False], "nothing, the past and a gap move nothing"
    assert told["same"], "what was known stays"
    assert "wrong length" in told["stranger"], "what is no block at all is no frame"


def test_what_sounds_when(room: Room) -> None:
    """The plan alone, without any sound: a pure function of what is open, what was heard before, and the time."""
    page = room.wall().page
    first, sound = page.evaluate(PLAN, [None, [[1, CRITICAL], [2, HIGH]], 0, False])
    assert sound == -1, "what was there when the wall began is no news"
    for severity in (LOW, MEDIUM, HIGH, CRITICAL):
        assert page.evaluate(PLAN, [first, [[1, CRITICAL], [2, HIGH], [3, severity]], 5, False])[1] == severity, "what comes is heard by its severity"
    many, sound = page.evaluate(PLAN, [first, [[3, LOW], [4, HIGH], [5, MEDIUM]], 5, False])
    assert sound == HIGH, "many at once are one sound, the worst"
    assert [incident for incident, _ in many] == [3, 4, 5], "whoever was acknowledged is forgotten"
    assert page.evaluate(PLAN, [many, [[3, LOW], [4, HIGH], [5, MEDIUM], [1, CRITICAL]], 9, False])[1] == CRITICAL, "and is news when it comes back"
    assert page.evaluate(PLAN, [many, [[3, CRITICAL], [4, HIGH], [5, MEDIUM]], 9, False])[1] == CRITICAL, "growing worse is news"
    assert page.evaluate(PLAN, [many, [[3, LOW], [4, HIGH], [5, MEDIUM]], 600, False])[1] == -1, "high is said once"


def test_a_critical_one_repeats_each_minute_until_somebody_has_it(room: Room) -> None:
    page = room.wall().page
    known, at, times = [], 0, []
    for now in range(0, 200, 4):
        known, sound = page.evaluate(PLAN, [known, [[7, CRITICAL]], now, False])
        times += [now] if sound == CRITICAL else []
    assert times == [0, 60, 120, 180]
    known, sound = page.evaluate(PLAN, [known, [], 200, False])
    assert (known, sound, at) == ([], -1, 0)


def test_silence_is_not_made_up_for(room: Room) -> None:
    page = room.wall().page
    known, sound = page.evaluate(PLAN, [[], [[1, HIGH], [2, CRITICAL]], 0, True])
    assert sound == -1
    known, sound = page.evaluate(PLAN, [known, [[1, HIGH], [2, CRITICAL]], 30, False])
    assert sound == -1
    assert page.evaluate(PLAN, [known, [[1, HIGH], [2, CRITICAL]], 61, False])[1] == CRITICAL, "a critical one goes on in its own beat"


def test_a_wall_is_silent_until_somebody_asks_for_sound_and_then_heard(room: Room) -> None:
    shown = room.wall()
    assert chips(shown) == ["Bật âm thanh"]
    first = room.report()
    until(shown, lambda: row(shown, first), 20, "on the wall")
    assert heard(shown)["count"] == 0
    listen(shown)
    assert chips(shown) == ["Tắt tiếng", "Hoãn 10 phút"]
    room.report("medium", "Trường báo ngập sân")
    until(shown, lambda: heard(shown)["count"] == 1, 20, "one sound")
    assert heard(shown)["severity"] == MEDIUM


def test_muted_stays_muted_over_a_reload_until_pressed_again(room: Room) -> None:
    shown = room.wall()
    listen(shown)
    press(shown, "Tắt tiếng")
    assert chips(shown) == ["Đã tắt tiếng"], "everybody in the room sees it"
    shown.page.reload()
    shown.page.wait_for_selector(":root[data-lease]")
    until(shown, lambda: chips(shown) == ["Đã tắt tiếng"], 15, "still muted")
    incident = room.report("critical")
    until(shown, lambda: row(shown, incident), 20, "on the wall")
    assert heard(shown)["count"] == 0
    press(shown, "Đã tắt tiếng")
    until(shown, lambda: chips(shown) == ["Tắt tiếng", "Hoãn 10 phút"], 15, "heard again")


def test_snoozed_for_ten_minutes_and_visible_on_the_wall(room: Room) -> None:
    shown = room.wall()
    listen(shown)
    press(shown, "Hoãn 10 phút")
    until(shown, lambda: [c.startswith("Im lặng, còn") for c in chips(shown)] == [True], 10, "snoozed")
    incident = room.report("high")
    until(shown, lambda: row(shown, incident), 20, "on the wall")
    assert heard(shown)["count"] == 0
    shown.page.evaluate("window.centre.sound.state.snoozed -= 600")  # the centre's own clock decides, and that one cannot be turned here
    until(shown, lambda: "Tắt tiếng" in chips(shown), 30, "over by itself")


def an_hour_away(room: Room, shown: Screen) -> None:
    """Before: one nobody has. In the hour without network: one comes and goes, one comes and stays. Then the network is back."""
    listen(shown)
    before = room.report("critical", "Trường báo mất điện từ sáng")
    until(shown, lambda: heard(shown)["count"] == 1, 20, "heard when it came")
    room.post(f"/{before}/acknowledge")
    until(shown, lambda: "đã tiếp nhận" in row(shown, before), 20, "taken on")
    shown.context.set_offline(True)
    gone, stays = room.report("critical", "Trường báo cháy nhỏ"), room.report("medium", "Trường báo ngập sân")
    room.post(f"/{gone}/resolve", cause="other", text="Đã dập tắt")
    shown.page.clock.fast_forward(3_600_000)
    shown.context.set_offline(False)
    until(shown, lambda: "chưa ai nhận" in row(shown, stays), 40, "the truth is back")
    shown.page.wait_for_timeout(5000)
    assert [heard(shown)["count"], heard(shown)["severity"]] == [2, MEDIUM], "one more sound: for what is open now"


def test_after_an_hour_away_only_what_is_open_now_is_heard(room: Room) -> None:
    an_hour_away(room, room.wall(clock=True))


def test_mutant_a_wall_that_forgets_what_it_heard_replays(room: Room) -> None:
    def forgetful(route: Route) -> None:
        body = route.fetch().text()
        assert body.count("const fresh = !before || severity > before.severity;") == 1
        route.fulfill(body=body.replace("const fresh = !before || severity > before.severity;", "const fresh = true;"), content_type="text/javascript")

    shown = room.wall(clock=True, before=lambda s: s.page.route("**/assets/centre-*.js", forgetful))
    with pytest.raises(AssertionError):
        an_hour_away(room, shown)
