"""A callback is asked for as it was declared, by whoever may: nothing more, nothing else, nobody else."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.declared import Declared, Place
from domain.errors import BadInput, NotFound
from domain.person import Actor, Permission

MOST = 500  # components one pattern may name at once
LONGEST = 4096  # letters of an address
NOWHERE = "/%"  # no page is there: what is not theirs is answered as this is
KEYS = frozenset({"output", "outputs", "inputs", "changedPropIds"})
FURTHER = frozenset({"state", "parsedChangedPropsIds"})
PageOf = Callable[[str], Permission | None]


class Callbacks:
    """`declared` by the name of the output; `page_of`: what the page at a path asks for, None when there is none;
    `is_there`: does what it shows exist for who asks."""

    def __init__(self, declared: Mapping[str, Declared], page_of: PageOf,
                 is_there: Callable[[str], bool] = lambda _: True) -> None:
        self.declared, self.page_of, self.is_there = declared, page_of, is_there

    def judge(self, actor: Actor, asked: Any) -> tuple[Declared, bytes]:
        """What is asked for, and the body to pass on if it must be another one. Raises BadInput or Foreign."""
        if not isinstance(asked, dict) or not KEYS - {"outputs"} <= asked.keys() <= KEYS | FURTHER:
            raise misshapen()
        output = asked["output"]
        if not isinstance(output, str):
            raise misshapen()
        found = self.declared.get(output)
        if found is None or not actor.may(found.permission):
            raise Foreign("" if found is None else output)
        _as_declared(found, asked)
        if found.finds_pages and not self._theirs(actor, asked["inputs"]):
            asked["inputs"][0]["value"], asked["inputs"][1]["value"] = NOWHERE, ""
            return found, json.dumps(asked).encode()
        return found, b""

    def _theirs(self, actor: Actor, inputs: list[dict[str, Any]]) -> bool:
        path, search = (one.get("value") for one in inputs)
        if not isinstance(path, str) or not isinstance(search, str | None) or not path.startswith("/"):
            raise misshapen()
        if len(path) + len(search or "") > LONGEST:
            raise misshapen()
        permission = self.page_of(path)
        return permission is not None and actor.may(permission)


class Foreign(NotFound):
    """Not theirs, or not there. `what` is for our own log."""

    def __init__(self, what: str) -> None:
        super().__init__("Không có địa chỉ này.", "No such address.")
        self.what = what


def misshapen() -> BadInput:
    """The body is no callback's."""
    return BadInput("Yêu cầu không hợp lệ.", "The request cannot be read.", code="bad_callback")


def _as_declared(found: Declared, asked: dict[str, Any]) -> None:
    """Raises BadInput for a wrong shape and Foreign for other components than declared."""
    outputs = asked.get("outputs", [])
    given = [outputs] if found.outputs and not found.many else outputs or []
    named: dict[str, Any] = {}
    seen: set[str] = set()
    state = asked.get("state", [])
    for places, things in ((found.outputs, given), (found.inputs, asked["inputs"]), (found.state, state)):
        if not isinstance(things, list):
            raise misshapen()
        if len(things) != len(places):
            raise Foreign(found.output)
        for place, thing in zip(places, things, strict=True):
            for one in _each(place, thing):
                seen.add(_same(found, place, one, named, places is found.outputs))
    _changed(found, asked, seen)


def _each(place: Place, thing: Any) -> Sequence[Any]:
    if not place.several:
        return (thing,)
    if not isinstance(thing, list) or len(thing) > MOST:
        raise misshapen()
    told = [json.dumps(one.get("id") if isinstance(one, dict) else None, sort_keys=True) for one in thing]
    if len(set(told)) != len(told):
        raise misshapen()
    return thing


def _same(found: Declared, place: Place, one: Any, named: dict[str, Any], written: bool) -> str:
    """The name of the property, when it is the declared one. `named`: what MATCH stands for, the same everywhere."""
    if not isinstance(one, dict) or not {"id", "property"} <= one.keys() <= {"id", "property", "value"}:
        raise misshapen()
    if written and "value" in one or not isinstance(one["property"], str):
        raise misshapen()
    if one["property"].partition("@")[0] != place.prop.partition("@")[0]:
        raise Foreign(found.output)
    name = one["id"]
    if place.pattern is None or name == place.id:
        if name != place.id or (place.pattern is not None and _wild(place)):
            raise Foreign(found.output)
        return f"{place.id}.{one['property']}"
    if not isinstance(name, dict) or name.keys() != place.pattern.keys():
        raise Foreign(found.output)
    for key, wanted in place.pattern.items():
        value = name[key]
        if not isinstance(value, str | int | float) or (not isinstance(wanted, list) and value != wanted):
            raise Foreign(found.output)
        if wanted == ["MATCH"] and named.setdefault(key, value) != value:
            raise Foreign(found.output)
    return f"{_told(name)}.{one['property']}"


def _wild(place: Place) -> bool:
    return any(isinstance(value, list) for value in (place.pattern or {}).values())


def _told(name: dict[str, Any]) -> str:
    """An id as the browser writes it."""
    return json.dumps(name, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _changed(found: Declared, asked: dict[str, Any], seen: set[str]) -> None:
    changed = asked["changedPropIds"]
    if not isinstance(changed, list) or not all(isinstance(one, str) for one in changed) or len(changed) > MOST:
        raise misshapen()
    parsed = asked.get("parsedChangedPropsIds", [])
    if not isinstance(parsed, list) or len(parsed) > MOST:
        raise misshapen()
    if not set(changed) <= seen:
        raise Foreign(found.output)
