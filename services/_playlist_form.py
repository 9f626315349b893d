"""A playlist as it is kept and sent: plain values out, checked values in, each refusal with its sentence."""

import json
import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from domain.errors import BadInput
from domain.scene import LEAST_S, MOST_S, MOST_SCENES, Palette, Playlist, Scene, SceneKind, Theme

_CODE = re.compile(r"[\w.-]{1,40}", re.ASCII)
_Word = TypeVar("_Word", bound=StrEnum)


def plain(playlist: Playlist) -> dict[str, Any]:
    """As JSON knows it."""
    return {
        "scenes": [{"kind": one.kind.value, "seconds": one.seconds, "area": one.area, "layer": one.layer}
                   for one in playlist.scenes],
        "only_issues": playlist.only_issues, "visitors": playlist.visitors, "theme": playlist.theme.value,
        "palette": playlist.palette.value, "hold_s": playlist.hold_s,
    }


def body_of(playlist: Playlist) -> str:
    """As the database keeps it."""
    return json.dumps(plain(playlist), ensure_ascii=False, separators=(",", ":"))


def stored(body: str) -> tuple[Playlist, bool]:
    """(playlist, False), or what a wall shows when its row cannot be read: the whole picture without names, True."""
    if not body:
        return Playlist(), False
    try:
        return checked(json.loads(body)), False
    except (ValueError, TypeError, RecursionError, BadInput):
        return Playlist(visitors=True), True


def checked(given: Any, layers: Collection[str] | None = None) -> Playlist:
    """From what somebody sent. `layers`: known indicators, None = not asked. Raises BadInput."""
    values = given if isinstance(given, Mapping) else {}
    scenes = values.get("scenes")
    if not isinstance(scenes, list) or not scenes:
        raise BadInput("Danh sách cần ít nhất một cảnh.", "A playlist has at least one scene.", code="scenes")
    if len(scenes) > MOST_SCENES:
        raise BadInput(f"Danh sách có tối đa {MOST_SCENES} cảnh.", f"A playlist has {MOST_SCENES} scenes at most.",
                       code="scenes")
    return Playlist(
        scenes=tuple(_scene(one, n, layers) for n, one in enumerate(scenes, 1)),
        only_issues=_yes(values, "only_issues", default=True), visitors=_yes(values, "visitors", default=False),
        theme=_word(Theme, values.get("theme", Theme.DARK)), palette=_word(Palette, values.get("palette", "standard")),
        hold_s=_seconds(values.get("hold_s", 120), "Thời gian giữ sự cố nghiêm trọng", "Holding a critical incident"),
    )


def _scene(given: Any, n: int, layers: Collection[str] | None) -> Scene:
    values = given if isinstance(given, Mapping) else {}
    kind = _word(SceneKind, values.get("kind", ""))
    area, layer = (_text(values, name) for name in ("area", "layer"))
    if kind is SceneKind.AREA and not area:
        raise BadInput(f"Cảnh {n} chưa chọn địa bàn.", f"Scene {n} has no area yet.", code="area")
    if area and not _CODE.fullmatch(area):
        raise BadInput(f"Cảnh {n}: mã địa bàn không hợp lệ.", f"Scene {n}: this is no code of an area.", code="area")
    if layer and (not _CODE.fullmatch(layer) or (layers is not None and layer not in layers)):
        raise BadInput(f"Cảnh {n}: không có chỉ số này.", f"Scene {n}: there is no such indicator.", code="layer")
    return Scene(kind=kind, seconds=_seconds(values.get("seconds", 30), f"Cảnh {n}", f"Scene {n}"),
                 area=area if kind is SceneKind.AREA else "", layer=layer)


def _seconds(value: Any, vi: str, en: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not LEAST_S <= value <= MOST_S:
        raise BadInput(f"{vi}: cần một số giây từ {LEAST_S} đến {MOST_S}.",
                       f"{en}: a whole number of seconds from {LEAST_S} to {MOST_S}.", code="seconds")
    return value


def _yes(values: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = values.get(name, default)
    if not isinstance(value, bool):
        raise BadInput("Công tắc chỉ có bật hoặc tắt.", "A switch is on or off.", code=name)
    return value


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name, "")
    if not isinstance(value, str):
        raise BadInput("Danh sách cảnh không đúng dạng.", "The playlist has a wrong form.", code=name)
    return value


def _word(words: type[_Word], value: Any) -> _Word:
    try:
        return words(value)
    except ValueError:
        raise BadInput("Danh sách có cảnh hoặc cách hiển thị không biết.",
                       "The playlist names a scene or a look that is not known.", code="scenes") from None
