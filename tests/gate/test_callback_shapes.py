"""Callbacks of every shape Dash knows: what the browser sends for them passes, one thing else does not. Shapes from Dash itself."""

import copy
import json
from typing import Any

import pytest
from dash import ALL, ALLSMALLER, MATCH, Dash, Input, Output, State, callback

from api._callbacks import MOST, Callbacks, Foreign
from domain.errors import BadInput
from domain.person import Actor, Permission, Role
from pages import _callback as room
from pages._guarded import _declared

HANH = Actor(role=Role.OFFICER)
PEN = {"type": "pen", "index": "7"}


def declared(*dependencies: Any, **options: Any) -> tuple[str, Callbacks]:
    """A callback as Dash registers it, and the guard that knows only it."""
    app = Dash("shapes", use_pages=False)
    app.callback(*dependencies, **options)(lambda *_: None)
    [(name, entry)] = app.callback_map.items()
    room._asked[name] = Permission.MAP
    return name, Callbacks({name: _declared(name, entry)}, lambda _: None)


def passes(guard: Callbacks, body: dict[str, Any]) -> bool:
    try:
        guard.judge(HANH, copy.deepcopy(body))
    except (BadInput, Foreign):
        return False
    return True


def one(name: str, prop: str = "value", **more: Any) -> dict[str, Any]:
    return {"id": name, "property": prop, **more}


def pen(index: Any, prop: str = "n", **more: Any) -> dict[str, Any]:
    return {"id": {"type": "pen", "index": index}, "property": prop, **more}


SHAPES: dict[str, tuple[tuple[Any, ...], dict[str, Any], dict[str, Any]]] = {
    "plain": ((Output("a", "children"), Input("b", "value"), State("c", "data")), {},
              {"outputs": one("a", "children"), "inputs": [one("b", value=1)], "state": [one("c", "data", value=2)], "changedPropIds": ["b.value"]}),
    "several outputs": (([Output("a", "children"), Output("b", "children")], Input("c", "value")), {},
                        {"outputs": [one("a", "children"), one("b", "children")], "inputs": [one("c", value=1)], "changedPropIds": []}),
    "no output": ((Input("b", "value"),), {}, {"outputs": [], "inputs": [one("b", value=1)], "changedPropIds": ["b.value"]}),
    "another's output again": ((Output("a", "children", allow_duplicate=True), Input("b", "value")), {"prevent_initial_call": True},
                               {"outputs": one("a", "children@x"), "inputs": [one("b", value=1)], "changedPropIds": ["b.value"]}),
    "all of a kind": ((Output("a", "children"), Input({"type": "pen", "index": ALL}, "n")), {},
                      {"outputs": one("a", "children"), "inputs": [[pen("1", value=1), pen("2", value=None), pen(3, value=3)]], "changedPropIds": ['{"index":"1","type":"pen"}.n']}),
    "none of a kind": ((Output("a", "children"), Input({"type": "pen", "index": ALL}, "n")), {}, {"outputs": one("a", "children"), "inputs": [[]], "changedPropIds": []}),
    "the same of a kind": ((Output({"type": "pen", "index": MATCH}, "color"), Input({"type": "pen", "index": MATCH}, "n"), State({"type": "cap", "index": MATCH}, "n")), {},
                           {"outputs": pen("7", "color"), "inputs": [pen("7", value=1)], "state": [{"id": {"type": "cap", "index": "7"}, "property": "n"}], "changedPropIds": ['{"index":"7","type":"pen"}.n']}),
    "the ones before": ((Output({"type": "pen", "index": MATCH}, "color"), Input({"type": "pen", "index": ALLSMALLER}, "n")), {},
                        {"outputs": pen(2, "color"), "inputs": [[pen(0, value=1), pen(1, value=1)]], "changedPropIds": []}),
    "a name of parts": ((Output("a", "children"), Input(PEN, "n")), {},
                        {"outputs": one("a", "children"), "inputs": [pen("7", value=1)], "changedPropIds": ['{"index":"7","type":"pen"}.n']}),
}


def slips(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The same body with one thing else."""
    found = {}

    def slip(name: str, change: Any) -> None:
        other = copy.deepcopy(body)
        change(other)
        if other != body:
            found[name] = other

    def first(other: dict[str, Any]) -> dict[str, Any]:
        thing = other["inputs"][0]
        return (thing or [{}])[0] if isinstance(thing, list) else thing

    slip("another component", lambda o: first(o).update(id="somebody-elses"))
    slip("another kind", lambda o: first(o).update(id={"type": "key", "index": "7"}))
    slip("one part more", lambda o: first(o).update(id={"type": "pen", "index": "7", "more": 1}))
    slip("a pattern for a name", lambda o: first(o).update(id={"type": "pen", "index": ["ALL"]}))
    slip("a pattern as text", lambda o: first(o).update(id='{"index":["ALL"],"type":"pen"}'))
    slip("a deep part", lambda o: first(o).update(id={"type": "pen", "index": {"a": 1}}))
    slip("another property", lambda o: first(o).update(property="style"))
    slip("a property of no name", lambda o: first(o).update(property=None))
    slip("one word more", lambda o: first(o).update(extra=1))
    slip("one input more", lambda o: o["inputs"].append(one("x")))
    slip("no input", lambda o: o.update(inputs=[]))
    slip("inputs of no shape", lambda o: o.update(inputs={"a": 1}))
    slip("state that is not declared", lambda o: o.setdefault("state", []).append(one("x")))
    slip("another output", lambda o: o.update(outputs=one("x", "children")))
    slip("output with a value", lambda o: o.update(outputs={**one("a", "children"), "value": 1}))
    slip("one output more", lambda o: o.update(outputs=[one("a", "children"), one("z", "children"), one("y", "children")]))
    slip("changed elsewhere", lambda o: o.update(changedPropIds=["x.y"]))
    slip("changed without end", lambda o: o.update(changedPropIds=["b.value"] * (MOST + 1)))
    slip("one key more", lambda o: o.update(user="admin"))
    slip("no changes told", lambda o: o.pop("changedPropIds"))
    if isinstance(body["inputs"][0], list):
        slip("too many", lambda o: o["inputs"].__setitem__(0, [pen(str(i)) for i in range(MOST + 1)]))
        slip("twice the same", lambda o: o["inputs"].__setitem__(0, [pen("1"), pen("1")]))
        slip("not a list", lambda o: o["inputs"].__setitem__(0, pen("1")))
    else:
        slip("a list for one", lambda o: o["inputs"].__setitem__(0, [o["inputs"][0]]))
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_what_a_browser_sends_passes_and_one_slip_does_not(shape: str) -> None:
    dependencies, options, body = SHAPES[shape]
    name, guard = declared(*dependencies, **options)
    assert passes(guard, {"output": name, **body}), shape
    if shape == "none of a kind":
        return
    let_through = [what for what, other in slips(body).items() if passes(guard, {"output": name, **other})]
    assert not let_through


def test_match_means_the_same_everywhere() -> None:
    dependencies, _, body = SHAPES["the same of a kind"]
    name, guard = declared(*dependencies)
    other = {"output": name, **copy.deepcopy(body)}
    other["state"][0]["id"]["index"] = "8"
    assert not passes(guard, other)


def test_what_is_passed_on_is_what_was_judged() -> None:
    """A path that is not theirs goes on as one that nobody has; the rest of the body stays."""
    name, guard = declared(Output("_pages_content", "children"), Output("s", "data"), Input("l", "pathname"), Input("l", "search"))
    body = {"output": name, "outputs": [one("_pages_content", "children"), one("s", "data")], "changedPropIds": [],
            "inputs": [one("l", "pathname", value="/admin/keys"), one("l", "search", value="?a=1")]}
    found, moved = guard.judge(HANH, copy.deepcopy(body))
    assert found.finds_pages
    assert json.loads(moved) == {**body, "inputs": [one("l", "pathname", value="/%"), one("l", "search", value="")]}
    assert callable(callback)
