"""Bodies for Dash's callback address that no browser of ours would send, drawn from a seed."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

from tests.gate.whole import asked_as_declared

FOREIGN = [f"79{number + 1:06d}" for number in range(8, 24)]  # an officer of 760 has the first eight
PATHS = ("/admin/people", "/admin/keys", "//admin/people", "/admin/people/", "/./admin/people", "/%61dmin/people", "/admin%2fpeople", "/ADMIN/people",
         "/admin/people;a", "/admin/people.", "/sources", "/sources/", "/schools/79000001/../../sources", "/", "", "admin/people", "/not-found-404",
         "/schools/79000001", "/schools/79000010", "/schools/79000010?code=79000020", "/schools/' OR '1'='1' --", "/schools/%' UNION SELECT password FROM users --",
         "/schools/1); DROP TABLE incidents; --", "/schools/../../../../etc/passwd", "/schools/\u202e", "/" + "a" * 5000, "/schools/\n", "/schools/<img src=x onerror=window.__x=1>")
SEARCHES = ("", None, "?code=79000010", "?code=79000010&code=79000011", "?school=79000020&area=764", "?permission=admin", "?a=" + "b" * 5000, "code", 5, [], {"a": 1})
ODD: tuple[Any, ...] = (None, True, False, 0, -1, 10**15, 1.5, "", "x", "79000010", [], {}, ["79000010"], {"school": "79000010"}, {"code": "79000020"}, {"$ne": None},
                        {"school": {"a": "b"}}, {"school": ["79000010"]}, "' OR '1'='1' --", "%s%n{0.__class__}", "x\n{\"level\":\"info\"}", "\x1b[2J", "\u2028", "١٢", "12,5",
                        "__proto__", "NaN", {"type": "ack", "index": "79000010"}, [{"props": {"children": "x"}, "type": "Div", "namespace": "dash_html_components"}])
RAW = (b"", b"null", b"[]", b"{", b'"x"', b"5", b"{}", b'{"output":"a","output":"b"}', b'{"output":NaN,"inputs":[],"changedPropIds":[]}',
       b'{"output":"a","inputs":[1e999],"changedPropIds":[]}', b"[" * 100_000, b'{"a":' * 20_000, b'{"output":"\\ud800","inputs":[],"changedPropIds":[]}',
       b'{"output":"a\\u0000","inputs":[],"changedPropIds":[]}', b'{"output":' + b"9" * 5000 + b"}", b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", "{\"output\":\"đ\"}".encode("utf-16"),
       b'{"output":"a","inputs":[],"changedPropIds":[]}\x00', b"a" * 1_100_000)


class Forger:
    """`body()` gives one forged body; the same seed gives the same ones."""

    def __init__(self, seed: int, callbacks: dict[str, Any]) -> None:
        self.dice = random.Random(seed)
        self.valid = [asked_as_declared(entry, name) for name, entry in sorted(callbacks.items())]
        self.names = [one["output"] for one in self.valid]
        self.ways = (self.value, self.value, self.path, self.path, self.swap_output, self.swap_outputs, self.extra, self.several, self.state, self.pattern, self.changed,
                     self.shape, self.truncate, self.anywhere)

    def body(self) -> bytes:
        """One to three slips in a body that was right."""
        if self.dice.random() < 0.03:
            return self.dice.choice(RAW)
        asked = copy.deepcopy(self.dice.choice(self.valid))
        if self.dice.random() < 0.4:  # right in every shape: only what is asked for is somebody else's
            self.dice.choice((self.value, self.path))(asked)
            return json.dumps(asked).encode()
        for _ in range(self.dice.choice((1, 1, 2, 3))):
            self.dice.choice(self.ways)(asked)
        told = json.dumps(asked)
        if self.dice.random() < 0.05:
            told = told.replace("{", '{"output":"again",', 1)
        return told.encode()

    def places(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        found = []
        for key in ("inputs", "state", "outputs"):
            things = asked.get(key) or []
            for thing in things if isinstance(things, list) else [things]:
                found += [one for one in (thing if isinstance(thing, list) else [thing]) if isinstance(one, dict)]
        return found or [{}]

    def value(self, asked: dict[str, Any]) -> None:
        code = self.dice.choice(FOREIGN)
        self.dice.choice(self.places({key: asked.get(key) for key in ("inputs", "state")}))["value"] = self.dice.choice((self.dice.choice(ODD), code, {"school": code}, {"said": {"school": code}, "person": "1"}))

    def path(self, asked: dict[str, Any]) -> None:
        page = next(one for one in self.valid if one["output"].startswith(".._pages_content"))
        asked.clear()
        asked.update(copy.deepcopy(page))
        asked["inputs"][0]["value"], asked["inputs"][1]["value"] = self.dice.choice((*PATHS, *ODD)), self.dice.choice(SEARCHES)

    def swap_output(self, asked: dict[str, Any]) -> None:
        asked["output"] = self.dice.choice((*self.names, "pages-keys-made.children", "x.y", "..a.b..", "_pages_dummy.children", *ODD))

    def swap_outputs(self, asked: dict[str, Any]) -> None:
        asked["outputs"] = copy.deepcopy(self.dice.choice(self.valid).get("outputs", self.dice.choice(ODD)))

    def extra(self, asked: dict[str, Any]) -> None:
        key = self.dice.choice(("inputs", "state", "outputs"))
        if isinstance(asked.get(key), list):
            asked[key].append({"id": self.dice.choice(("pages-people-new", "a")), "property": "value", "value": self.dice.choice(ODD)})
        else:
            asked[self.dice.choice(("extra", "__proto__", "path", "user"))] = self.dice.choice(ODD)

    def several(self, asked: dict[str, Any]) -> None:
        items = [{"id": {"type": "x", "index": str(i)}, "property": "value", "value": i} for i in range(self.dice.choice((1, 2, 3, 501)))]
        if isinstance(asked.get("inputs"), list) and asked["inputs"]:
            asked["inputs"][self.dice.randrange(len(asked["inputs"]))] = items

    def state(self, asked: dict[str, Any]) -> None:
        asked["state"] = [{"id": self.dice.choice(("pages-school-code", "a")), "property": "data", "value": {"school": self.dice.choice(FOREIGN), "role": "administrator"}}]

    def pattern(self, asked: dict[str, Any]) -> None:
        self.dice.choice(self.places(asked))["id"] = self.dice.choice((
            {"type": "ack", "index": self.dice.choice(FOREIGN)}, {"index": ["ALL"], "type": "x"}, {}, [], None, 5, {"type": {"a": 1}}, "a.b", '{"index":["ALL"]}'))

    def changed(self, asked: dict[str, Any]) -> None:
        asked["changedPropIds"] = self.dice.choice((["pages-school-code.data"], ["x.y"], [5], "x", None, ["a.b"] * 600, [{"prop_id": "a"}]))

    def shape(self, asked: dict[str, Any]) -> None:
        asked[self.dice.choice(("inputs", "outputs", "state", "changedPropIds", "output"))] = self.dice.choice(ODD)

    def truncate(self, asked: dict[str, Any]) -> None:
        asked.pop(self.dice.choice(list(asked) or ["x"]), None)

    def anywhere(self, asked: dict[str, Any]) -> None:
        one = self.dice.choice(self.places(asked))
        one[self.dice.choice(("id", "property", "value", "extra"))] = self.dice.choice(ODD)

    def bodies(self, count: int) -> Iterator[bytes]:
        """So many of them."""
        for _ in range(count):
            yield self.body()
