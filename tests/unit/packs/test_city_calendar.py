"""A city may know days off that this release does not: next year's, once announced, or its own festival."""

from datetime import date
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.workdays import Calendar
from shuzhi.packs.calendar_file import read_calendar
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city

NEXT_YEAR = """
arrangements:
  - year: 2027
    notice: 国办发明电〔2026〕9号
    issued: 2026-11-25
    rest: [2027-01-01/2027-01-03, 2027-02-05/2027-02-11]
    work: [2027-02-14]
"""


def read(folder: Path, text: str | None) -> tuple[Calendar, list[str]]:
    if text is not None:
        (folder / "calendar.yml").write_text(text, encoding="utf-8")
    problems = []
    found = read_calendar(folder, problems)
    return found, [str(problem).replace(folder.as_posix(), "") for problem in problems]


def test_without_a_file_of_its_own_a_city_has_the_official_calendar(tmp_path: Path) -> None:
    found, problems = read(tmp_path, None)
    assert (max(found.announced), problems) == (2026, [])


def test_a_year_announced_since_is_added_without_a_new_release(tmp_path: Path) -> None:
    found, problems = read(tmp_path, NEXT_YEAR)
    counted = found.add_working_days(date(2027, 2, 4), 1)
    assert (counted.value, counted.warnings, problems) == (date(2027, 2, 12), (), [])
    assert found.is_working_day(date(2027, 2, 14)).value


def test_a_loaded_city_brings_its_calendar(tmp_path: Path) -> None:
    write_city(tmp_path / "city")
    (tmp_path / "city" / "calendar.yml").write_text(NEXT_YEAR, encoding="utf-8")
    assert 2027 in load_city(tmp_path / "city").calendar.announced


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        (
            "2027-02-05/2027-02-11",
            "2027-02-11/2027-02-05",
            "/calendar.yml:6: “arrangements.0.rest.1”：此处应为一天",
        ),
        ("[2027-02-14]", "[2027-02-10]", "同一天既放假又上班"),
        ("[2027-02-14]", "[2028-02-12]", "有的日子不在 year 这一年"),
        ("2027-01-01/2027-01-03", "元旦", "写成 2027-02-05/2027-02-11 或 2027-01-01"),
        ("notice: 国办发明电〔2026〕9号", "note: x", "是否应为“notice”"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    _, problems = read(tmp_path, NEXT_YEAR.replace(wrong, right))
    assert told in "\n".join(problems)


def test_a_mistake_in_the_calendar_stops_the_city(tmp_path: Path) -> None:
    write_city(tmp_path / "city")
    (tmp_path / "city" / "calendar.yml").write_text("arrangements: [{year: 1}]", encoding="utf-8")
    with pytest.raises(ShuzhiError, match=r"calendar\.yml:1"):
        load_city(tmp_path / "city")
