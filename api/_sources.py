"""A source's settings as JSON, and what may be asked. A secret is never among what is told."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.person import Actor
from domain.source_needs import need
from services.desk import Desk
from services.source_saving import Wish, now, save
from services.source_settings import LEAST_S, MOST_S, Origin, written
from services.source_trial import attempt


class NewSettings(BaseModel):
    """{values: {url, token, …}, every, map, on}; an empty secret stays what it is, `clear` forgets address and secrets,
    `every` null = as delivered."""

    model_config = ConfigDict(strict=True, extra="ignore")

    values: dict[str, str] = Field(default_factory=dict, max_length=10, repr=False)
    clear: bool = False
    every: float | None = Field(None, allow_inf_nan=False)
    map: str = Field("", max_length=5000)
    on: bool = True

    def wish(self) -> Wish:
        """What the centre is asked for."""
        return Wish(values=self.values, clear=self.clear, every_s=self.every, names=self.map, running=self.on)


def told(desk: Desk, key: str) -> dict[str, Any]:
    """How a source is set, without its secrets. Raises NotFound, StoreDown."""
    source, stored, one = now(desk.centre, key)
    shown = one.origin in (Origin.PAGE, Origin.ENVIRONMENT)
    fields = [{
        "name": name, "label": need(name).label.text, "hint": need(name).hint.text, "secret": need(name).secret,
        "long": need(name).long, "known": bool(one.config.get(name)), "locked": name in one.locked,
        "value": one.config.get(name, "") if shown and not need(name).secret else "",
        "variable": f"SOURCE_{key}_{name}".upper(),
    } for name in source.needs]
    return {
        "key": key, "label": source.label.text, "owner": source.owner.text, "stream": source.every is None,
        "origin": one.origin.value, "origin_text": one.origin.words.text, "whole": one.whole, "on": one.running,
        "every": one.every_s, "delivered": source.every.total_seconds() if source.every else None,
        "least": LEAST_S, "most": MOST_S, "map": written(one.names), "locked": sorted(one.locked), "fields": fields,
        "metrics": list(source.metrics), "changed_at": stored.at or None,
        "hosts": sorted(desk.centre.origins.hosts),
    }


def saved(desk: Desk, actor: Actor, key: str, asked: NewSettings) -> dict[str, Any]:
    """Keep it; answers as `told`. Raises NotAllowed, NotFound, BadInput, IllegalMove, StoreDown."""
    save(desk.centre, actor, key, asked.wish())
    return told(desk, key)


def tried(desk: Desk, actor: Actor, key: str, asked: NewSettings) -> dict[str, Any]:
    """Ask once. Raises NotAllowed, NotFound, BadInput, IllegalMove, SourceError."""
    return attempt(desk.centre, desk.viewer.picture.register, actor, key, asked.wish())
