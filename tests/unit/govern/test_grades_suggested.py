"""Grades suggested by header, neighbours and volume: with reasons, and nothing where the grade is right."""

import pytest

from shuzhi.core.elements import Grade
from shuzhi.govern.grading import suggest

PEOPLE = ("id_card", "person_name", "code")


@pytest.mark.parametrize(
    ("column", "element", "grade", "neighbours", "rows", "wanted"),
    [
        ("残疾等级", "code", "一般1级", PEOPLE, 800, "一般4级"),
        ("诊断结果", "text", "一般3级", PEOPLE, 800, "一般4级"),
        # Of weeks and counties, not of people.
        ("病名", "code", "一般1级", ("region_code", "date"), 800, None),
        ("户号", "code", "一般1级", PEOPLE, 800, "一般2级"),
        ("发放金额", "amount", "一般2级", PEOPLE, 800, None),
        ("姓名", "person_name", "一般3级", PEOPLE, 12_000_000, "重要"),
        ("姓名", "person_name", "一般3级", PEOPLE, 9_000_000, None),
        ("备注", "text", "一般3级", ("region_code",), 800, None),
        ("备注", "text", "一般3级", PEOPLE, 800, None),
    ],
)
def test_by_header_neighbours_and_volume(
    column: str, element: str, grade: Grade, neighbours: tuple[str, ...], rows: int, wanted: Grade | None
) -> None:
    found = suggest(column, element, grade, neighbours, rows)
    assert (found and found.grade) == wanted
    assert found is None or len(found.reasons) == 2
