"""Dash that tells each person only of what is theirs: callbacks, and the bare ids its renderer checks them against."""

import inspect
import json
from collections.abc import Iterable
from functools import cache
from typing import Any, cast

import dash
from dash import Dash
from dash.development.base_component import Component

from domain.declared import Declared, Place
from domain.person import Permission
from domain.wording import Words, speaking
from pages._callback import NOT_FOUND, asked_by
from services.acting import acting

TITLE = Words("Trung tâm điều hành", "Operations centre")
ENTRY = '<div id="react-entry-point"></div>'  # Dash's own says "Loading...", in one language


class GuardedDash(Dash):
    """`prepare` once every page and callback is known; before that it tells everything, to nobody."""

    _whole: Any = None
    _prepared = False

    async def prepare(self) -> None:
        """What Dash leaves to the first request for "/": pages, assets, inline scripts. A deep link may come first, and
        the content policy needs the hash of every script. From now on what it tells depends on the actor."""
        for hook in cast("Any", self.backend)._before_request_funcs:
            made = hook()
            if inspect.isawaitable(made):
                await made
        shell = _named([self.layout() if callable(self.layout) else self.layout])
        pages = {module: _named([_drawn(page)]) for module, page in dash.page_registry.items()}

        @cache
        def known(permissions: frozenset[Permission]) -> dict[str, Any]:
            told = [part for module, parts in pages.items() for part in parts
                    if dash.page_registry[module]["permission"] in permissions or module.endswith(NOT_FOUND)]
            return {"type": "Div", "namespace": "dash_html_components", "props": {"children": shell + told}}

        self._known, self._prepared = known, True

    def declared(self) -> dict[str, Declared]:
        """Every callback that runs here, by the name the browser calls it by."""
        return {name: _declared(name, entry) for name, entry in self.callback_map.items() if "callback" in entry}

    @property
    def validation_layout(self) -> Any:
        """What the renderer checks callbacks against; every document carries it."""
        return self._known(acting().permissions) if self._prepared else self._whole

    @validation_layout.setter
    def validation_layout(self, whole: Any) -> None:
        self._whole = whole

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """The document, in the reader's language from its first byte."""
        page = cast("Any", super()).interpolate_index(**{**parts, "title": TITLE.text, "app_entry": ENTRY})
        return str(page).replace("<html>", f'<html lang="{speaking()}">', 1)

    def dependencies(self) -> Any:
        """The callbacks this actor may use."""
        told = [one for one in self._callback_list if acting().may(asked_by(one["output"]))]
        return self.backend.make_response(dash._utils.to_json(told), content_type="application/json")


def _declared(name: str, entry: Any) -> Declared:
    outputs = [] if entry["no_output"] else dash._utils.coerce_to_list(entry["output"])
    return Declared(
        output=name, permission=asked_by(name), many=name.startswith(".."), finds_pages=name.startswith("..") and (
            outputs[0].component_id == dash.dash._ID_CONTENT),
        outputs=tuple(_place(one.component_id_str(), one.component_property) for one in outputs),
        inputs=tuple(_place(one["id"], one["property"]) for one in entry["inputs"]),
        state=tuple(_place(one["id"], one["property"]) for one in entry["state"]),
    )


def _place(name: str, prop: str) -> Place:
    return Place(id=name, prop=prop, pattern=json.loads(name) if name.startswith("{") else None)


def _drawn(page: Any) -> Any:
    return page["layout"]() if callable(page["layout"]) else page["layout"]


def _named(layouts: Iterable[Any]) -> list[dict[str, Any]]:
    """Every component that has an id, without anything it shows."""
    found = []
    for layout in layouts:
        for component in (layout, *layout._traverse()):
            name = getattr(component, "id", None) if isinstance(component, Component) else None
            if name is not None:
                found.append({"type": component._type, "namespace": component._namespace, "props": {"id": name}})
    return found
