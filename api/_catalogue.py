"""The catalogue as its pages show it: what each number means, in the reader's language, beside the number itself."""

from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from components.readings import bands as bands_in_words
from domain.catalogue import Catalogue, Decision
from domain.groups import GROUPS, OTHER
from domain.indicator import FACT, Bands, Indicator, RollUp
from domain.person import Actor, Permission
from domain.wording import Words, quantity, span
from services._indicator_trend import trend
from services.bands import Wish, decide, decisions, indicator
from services.desk import Desk
from services.indicators import limits, rolled

ROLLED = {
    RollUp.SHARE: Words("số trường bình thường / số trường báo cáo", "normal schools / schools that report"),
    RollUp.MEAN: Words("tổng giá trị / số trường báo cáo (trung bình mỗi trường)",
                       "sum of values / schools that report (mean of a school)"),
    RollUp.SUM: Words("cộng của các trường báo cáo, không suy ra cho trường chưa báo cáo",
                      "sum of the schools that report, nothing assumed of the others"),
    RollUp.RATIO: Words("tổng tử số / tổng mẫu số của các trường báo cáo",
                        "all tops / all bottoms of the schools that report"),
}
NO_BANDS = Words("số liệu thuần: không có ngưỡng, có số liệu là bình thường",
                 "a plain fact: no bands, whatever is known is normal")
AREA_STATE = Words(
    "báo động khi từ 10 % số trường báo cáo ở mức báo động; cần chú ý khi từ 2 % ở mức báo động hoặc từ 10 % ở mức cần "
    "chú ý; vì vậy có thể báo động dù con số chung còn cao",
    "alarm from 10 % of the reporting schools in alarm; attention from 2 % in alarm or 10 % at attention; so an area "
    "may be in alarm though its figure is high")
EVERY_KIND = Words("mọi cấp học", "every kind of school")
OURS = {"school": Words("Sổ trường", "School register"), "operations": Words("Sổ sự cố của trung tâm", "Our incidents"),
        "incidents": Words("Sổ sự cố của trung tâm", "Our incidents"),
        "history": Words("Trung tâm tự tính từ số đo đã lưu", "Worked out by the centre from what it keeps"),
        "centre": Words("Trung tâm", "The centre"), "screens": Words("Màn hình của trung tâm", "Our screens")}
_TICKETS = ("acknowledged", "acknowledge_minutes", "resolved", "resolve_minutes", "judged", "met", "incidents_30d")
HEARD = {"operations.silent": ("connectivity",), "operations.walls_live": ("screens",),
         **{f"operations.{name}": ("operations", "solved") for name in _TICKETS}}  # else from whom the name says
FROM = Words("bình thường từ {good}, còn lại là báo động", "normal from {good}, all else is alarm")
UP_TO = Words("bình thường đến {good}, còn lại là báo động", "normal up to {good}, all else is alarm")
HOURS_ONLY = Words("ngoài giờ học mọi giá trị đều là bình thường", "outside school hours every value is normal")


class NewBands(BaseModel):
    """What an administrator sends: {good, watch} or {delivered: true}; target, days and the reason."""

    model_config = ConfigDict(strict=True, extra="ignore")

    good: float | None = Field(None, allow_inf_nan=False)
    watch: float | None = Field(None, allow_inf_nan=False)
    delivered: bool = False
    target: float | None = Field(None, allow_inf_nan=False)
    target_by: str = Field("", max_length=20)
    since: str = Field("", max_length=20)
    why: str = Field("", max_length=2000)


def every(desk: Desk, actor: Actor, area: str) -> dict[str, Any]:
    """-> {now, groups, may_edit, indicators}; each with its figure over the area. Raises NotFound."""
    picture, now = desk.viewer.picture, desk.centre.clock()
    places = picture.register.within(area) if area else np.arange(len(picture.register.schools))
    return {
        "now": now, "groups": [[key, words.text] for key, words in GROUPS.items()],
        "may_edit": actor.may(Permission.BANDS),
        "indicators": [{**meaning(desk, one), "figure": rolled(picture, one, places, now)}
                       for one in desk.centre.indicators.values()],
    }


def story(desk: Desk, actor: Actor, key: str) -> dict[str, Any]:
    """One indicator: its meaning and every decision about it. `version`: under the same one its figure is the same.
    Raises NotFound, StoreDown."""
    one, now = indicator(desk.centre, key), desk.centre.clock()
    picture = desk.viewer.picture
    layer = picture.layers.get(key)
    sign = (*picture.register.edition, layer.version if layer else 0, picture.believed(now), key in picture.unproved)
    return {**meaning(desk, one), "may_edit": actor.may(Permission.BANDS), "now": now,
            "version": " ".join(str(part) for part in sign),
            "decisions": [_decision(found, one) for found in decisions(desk.centre, key)]}


def days(desk: Desk, key: str, area: str) -> list[dict[str, Any]]:
    """Its last days: {at, value, reporting, schools, good, watch, bad}; null = nobody looked. Raises NotFound."""
    told = trend(desk, indicator(desk.centre, key), area)
    return [{"at": day.at, **({"value": None, "reporting": None} if day.found is None else {
        "value": day.found.value, "reporting": day.found.reporting, "schools": day.found.schools,
        **{status.value: count for status, count in day.found.counts.items()}})} for day in told]


def decided(desk: Desk, actor: Actor, key: str, asked: NewBands) -> dict[str, Any]:
    """Write it down; answers as `story`. Raises NotAllowed, NotFound, BadInput."""
    decide(desk.centre, actor, key, Wish(**asked.model_dump()))
    return story(desk, actor, key)


def meaning(desk: Desk, one: Indicator) -> dict[str, Any]:
    """All that a reader may ask about the number."""
    known = desk.centre.indicators
    holding = known.holding.get(one.key) if isinstance(known, Catalogue) else None
    delivered = known.delivered[one.key].bands if isinstance(known, Catalogue) else one.bands
    return {
        "key": one.key, "label": one.label.text, "question": one.question.text, "formula": one.formula.text,
        "unit": one.unit_text, "share": one.unit == "%", "decimals": one.decimals, "group": one.group,
        "group_label": GROUPS.get(one.group, OTHER).text, "roll_up": one.roll_up.value,
        "rolled": ROLLED[one.roll_up].text, "bands": limits(one), "bands_text": told(one, one.bands),
        "delivered": None if delivered == FACT else {"good": delivered.good, "watch": delivered.watch},
        "changed": holding.since if holding is not None and one.bands != delivered else "",
        "target": holding.target if holding else None, "target_by": holding.target_by if holding else "",
        "owner": one.owner.text, "basis": one.basis, "source_class": one.source_class.words.text,
        "concerns": ", ".join(kind.words.text for kind in one.kinds) if one.kinds else EVERY_KIND.text,
        "area_state": AREA_STATE.text if one.judged else "",
        "sources": _sources(desk, one), "stale_s": one.stale_after.total_seconds(),
        "stale": span(one.stale_after.total_seconds()),
        "hours": HOURS_ONLY.text if one.school_hours_only else "",
        "press": [{"value": said.value, "says": said.says.text, "document": said.document.text,
                   "doubt": said.doubt.text if said.doubt else ""} for said in one.press],
    }


def told(one: Indicator, found: Bands) -> str:
    """Bands in words; where no whole number lies between the two, only the good one."""
    if found == FACT:
        return NO_BANDS.text
    if one.unit != "%" and not one.decimals and abs(found.good - found.watch) < 1 and found.good % 1 == 0:
        words = FROM if found.good >= found.watch else UP_TO
        return words.text.format(good=quantity(found.good, one.unit_text, 0))
    return bands_in_words(one)


def _sources(desk: Desk, one: Indicator) -> list[str]:
    """Whom its metrics are heard from, by name."""
    pulse = desk.viewer.picture.pulse
    names = {**OURS, **{state.key: Words(state.name_vi, state.name_en or state.name_vi) for state in (
        pulse.sources if pulse else ())}}
    keys = sorted({key for need in one.needs for key in HEARD.get(need, (need.partition(".")[0],))})
    return [names[key].text or key if key in names else key for key in keys]


def _decision(found: Decision, one: Indicator) -> dict[str, Any]:
    return {"id": found.id, "since": found.since, "good": found.bands.good if found.bands else None,
            "watch": found.bands.watch if found.bands else None, "target": found.target,
            "target_by": found.target_by, "why": found.why, "at": found.at, "delivered": found.bands is None
            and one.judged}
