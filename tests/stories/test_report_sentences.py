"""Sentences of a report read like Vietnamese, name few places, and never say a number that is not there."""

import pytest

from services._contents_words import Place, gathered, joined, moved, ordered, sentence, some

QUAN = [Place("Quận 10", 3), Place("Quận 2", 3), Place("Quận 1", 5)]


def test_places_are_told_most_first_and_quan_2_before_quan_10() -> None:
    assert [one.name for one in ordered(QUAN)] == ["Quận 1", "Quận 2", "Quận 10"]
    assert [one.name for one in ordered([Place("Đa Kao", 1), Place("Dĩ An", 1), Place("Bình Thạnh", 1), Place("Bình Tân", 1), Place("Củ Chi", 0)])] == [
        "Bình Tân", "Bình Thạnh", "Dĩ An", "Đa Kao"]


@pytest.mark.parametrize(("places", "says"), [
    ([], ""),
    ([Place("Quận 1", 1)], "ở Quận 1"),
    ([Place("Quận 1", 4), Place("Quận 3", 0)], "đều ở Quận 1"),
    ([Place("Quận 1", 4), Place("Quận 3", 2)], "ở Quận 1 (4\u00a0trường) và Quận 3 (2\u00a0trường)"),
    ([*QUAN, Place("Quận 3", 1)], "tập trung ở Quận 1 (5\u00a0trường), Quận 2 (3\u00a0trường) và Quận 10 (3\u00a0trường)"),
    ([Place(f"Quận {n}", 1) for n in range(1, 13)], "rải rác ở 12 địa bàn, nhiều nhất là Quận 1 (1\u00a0trường), Quận 2 (1\u00a0trường) và Quận 3 (1\u00a0trường)"),
])
def test_where_things_gather_is_said_only_when_they_do(places: list[Place], says: str) -> None:
    assert gathered(places) == says


@pytest.mark.parametrize(("now", "before", "unit", "says"), [
    (0.913, 0.905, "%", "tăng 0,8\u00a0điểm phần trăm so với hôm qua"),
    (0.905, 0.913, "%", "giảm 0,8\u00a0điểm phần trăm so với hôm qua"),
    (0.9131, 0.9132, "%", "không đổi so với hôm qua"),
    (12, 9, "sự cố", "tăng 3\u00a0sự cố so với hôm qua"),
    (12, None, "sự cố", ""), (None, 9, "%", ""),
])
def test_a_step_is_told_in_points_and_absence_is_no_step(now: float | None, before: float | None, unit: str, says: str) -> None:
    assert moved(now, before, unit, 0, "hôm qua") == says
    assert moved(now, before, unit, 0, "so với hôm qua (21/11/2026 14:00)") == says


def test_lists_and_sentences_are_written_as_people_write_them() -> None:
    assert joined(["A"]) == "A"
    assert joined(["A", "B", "C"]) == "A, B và C"
    assert sentence("điểm đầu", "", "điểm sau") == "Điểm đầu, điểm sau."
    assert sentence("", "") == ""
    assert some(0, "sự cố") == "không có sự cố nào"
    assert some(1200, "sự cố") == "1.200\u00a0sự cố"
