"""Of a period: how well lines held over all of it, school by school. A moment has no such chapter."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from domain.section import Cell, Column, Figure, Kind, Section, Table
from domain.wording import number, sort_key
from services._contents_base import area_names, body_tree, known, plain
from services._contents_incidents import period
from services._contents_tables import Extra
from services._contents_words import moved, reporting, schools, sentence, share
from services._snapshot_ground import Ground

KEY = "connectivity"
LOWEST = 20
ENOUGH = 0.95  # of the known time: below it a school is named
Floats = NDArray[np.float64]


def section(ground: Ground) -> tuple[Section, ...]:
    """The chapter of the period; none of a moment, or when nothing was rolled up."""
    if ground.begins is None:
        return ()
    means = ground.means(KEY)
    if not np.isfinite(means).any():
        return (Section(key="period", title="Cả kỳ", findings=(f"Chưa có số liệu theo giờ {period(ground)}.",)),)
    return (Section(key="period", title="Cả kỳ", figures=(_figure(ground, means),),
                    findings=_findings(ground, means), tables=(_lowest(ground, means),)),)


def extra(ground: Ground) -> tuple[Extra, ...]:
    """The column of the period in the list of every school."""
    if ground.begins is None:
        return ()
    column = Column(key="period", label="Có mạng cả kỳ", kind=Kind.SHARE, unit="%", decimals=1)
    return (Extra(column=column, cell=partial(_cell, ground.means(KEY))),)


def _cell(means: Floats, place: int) -> Cell:
    return known(float(means[place]))


def _mean(means: Floats) -> float | None:
    told = means[np.isfinite(means)]
    return float(told.mean()) if len(told) else None


def _was(ground: Ground) -> float | None:
    return _mean(ground.before.means(KEY)) if ground.before is not None else None


def _figure(ground: Ground, means: Floats) -> Figure:
    told = int(np.isfinite(means).sum())
    return plain("connectivity-period", "Thời gian có mạng cả kỳ", _mean(means), "%", decimals=1, was=_was(ground),
                 known_of=(told, len(means)), note="trung bình các trường")


def _findings(ground: Ground, means: Floats) -> tuple[str, ...]:
    told = means[np.isfinite(means)]
    mean, low = _mean(means), int((told < ENOUGH).sum())
    step = moved(mean, _was(ground), "%", 1, ground.compared or "kỳ so sánh")
    first = sentence(f"{period(ground)}, các trường có kết nối trung bình {share(mean)} thời gian đo được "
                     f"({reporting(len(told), len(means))})", step)
    second = (f"{schools(low)} có kết nối dưới {share(ENOUGH, 0)} thời gian đo được." if low
              else f"Mọi trường có số đo đều có kết nối từ {share(ENOUGH, 0)} thời gian đo được.")
    missing = len(means) - len(told)
    return (first, second, *((f"{schools(missing)} không có số đo nào trong kỳ.",) if missing else ()))


def _lowest(ground: Ground, means: Floats) -> Table:
    names, all_of = area_names(ground, body_tree(ground)), ground.register.schools
    some = [int(i) for i in np.flatnonzero(np.isfinite(means)) if means[i] < ENOUGH]
    some.sort(key=lambda i: (float(means[i]), sort_key(all_of[i].name), all_of[i].code))
    rows = tuple((all_of[i].code, all_of[i].name, names[i] or None, known(float(means[i]))) for i in some[:LOWEST])
    more = f" ({LOWEST} trường thấp nhất trong {number(len(some), lang='vi')})" if len(some) > LOWEST else ""
    return Table(
        key="lowest", title=f"Trường có kết nối dưới {share(ENOUGH, 0)} thời gian của kỳ{more}", rows=rows,
        empty="Không có trường nào trong số các trường có số đo.",
        columns=(Column(key="code", label="Mã trường"), Column(key="school", label="Trường", wide=True),
                 Column(key="area", label="Địa bàn"),
                 Column(key="share", label="Có mạng cả kỳ", kind=Kind.SHARE, unit="%", decimals=1)))
