"""The paper of one school: what presses first, every indicator by group, and what is not asked of its kind."""

from dataclasses import replace

import pytest

from domain.errors import BadInput
from domain.groups import GROUPS
from domain.person import Part
from domain.pressing import FIRST
from domain.snapshot import SourceState, Template
from services import _contents as contents
from services._snapshot_making import LATE
from services._snapshot_making import made as snapshot
from tests.promises.office import Office, code
from tests.stories.test_report_contents import figures, made, office, table

__all__ = ["office"]


def test_one_school_is_one_school(office: Office) -> None:
    office.tick(3, down=[4])
    _, chapters = made(office, "school", parts=(Part(school=code(4)),))
    told = figures(chapters["school"])
    assert (told["connectivity"].text, told["connectivity"].status) == ("mất kết nối", "bad")
    assert {row["what"]: row["value"] for row in table(chapters["school"], "facts")}["Mã trường"] == code(4)
    with pytest.raises(BadInput):
        made(office, "school", parts=(Part(area="760"),))


def test_every_indicator_that_concerns_the_school_stands_once_by_group_and_the_rest_is_named(office: Office) -> None:
    office.tick(3, down=[4])
    found, chapters = made(office, "school", parts=(Part(school=code(4)),))
    known, kind = office.centre.indicators, found.register.schools[0].kind
    asked = [one.label.vi for one in known.values() if one.concerns(kind)]
    outside = [one.label.vi for one in known.values() if not one.concerns(kind)]
    every = chapters["indicators"]
    assert [one.key for one in every.tables] == [key for key in GROUPS if any(one.group == key and one.concerns(kind) for one in known.values())]
    assert sorted(row[0] for one in every.tables for row in one.rows) == sorted(asked)
    assert outside
    assert all(label in every.findings[0] for label in outside)
    assert len(chapters["school"].figures) <= FIRST + 1, "as many as one looks at"
    terms = {one.key for one in contents.definitions(found, Template.SCHOOL)}
    assert {key for key in known if key in terms} == {key for key, one in known.items() if one.concerns(kind)}


def test_a_plain_fact_has_no_state_and_what_is_not_known_says_so(office: Office) -> None:
    office.tick(3)
    found, chapters = made(office, "school", parts=(Part(school=code(4)),))
    rows = {row["what"]: row for one in chapters["indicators"].tables for row in table(chapters["indicators"], one.key)}
    told = {one.label.vi: one for one in found.centre.indicators.values()}
    assert rows["Kết nối Internet"]["status"] == "good"
    silent = [row for row in rows.values() if row["at"] is None]
    assert silent
    assert {row["status"] for row in silent} == {"unknown"}
    heard = [row for label, row in rows.items() if row["at"] is not None and not told[label].judged]
    assert all(row["status"] is None for row in heard)


def test_a_late_source_of_its_figures_stands_on_every_page_and_another_does_not(office: Office) -> None:
    office.tick(3)
    late = SourceState(key="sector", label="Cơ sở dữ liệu ngành", taken_at=None, text="chưa có lần trả lời nào", late=True)
    for template, says in ((Template.SCHOOL, True), (Template.MINISTRY, True), (Template.DAILY, False)):
        parts = (Part(school=code(4)),) if template is Template.SCHOOL else ()
        found = replace(made(office, template.value, parts=parts)[0], sources=(late,))
        assert (LATE.format(what="Cơ sở dữ liệu ngành (chưa có lần trả lời nào)") in snapshot(found, "1").marks) is says, template
