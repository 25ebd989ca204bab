"""The calendar that comes with Shuzhi is the official one, on every date from 2004 to 2026."""

from collections.abc import Callable
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from shuzhi.core.workdays import Calendar, calendar
from shuzhi.packs.calendar_file import official
from tools import workdays

DATES = [date(2004, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2004, 1, 1)).days)]
CHINA = holidays.country_holidays("CN", years=range(2003, 2028))

# 国办发明电〔2005〕35号：“将12月31日（星期六）……公休日调至……，12月31日（星期六）上班”. chinesecalendar has it as a
# day off (its issue 125, open since February 2025).
MISTAKEN_IN_CHINESECALENDAR = [date(2005, 12, 31)]


@pytest.fixture(scope="module")
def ours() -> Calendar:
    return calendar(official())


def disagreements(ours: Calendar, theirs: Callable[[date], bool]) -> list[date]:
    return [day for day in DATES if ours.is_working_day(day).value != theirs(day)]


def test_two_libraries_that_read_the_notices_on_their_own_say_the_same(ours: Calendar) -> None:
    assert len(DATES) == 8401
    assert disagreements(ours, CHINA.is_working_day) == []
    assert disagreements(ours, chinese_calendar.is_workday) == MISTAKEN_IN_CHINESECALENDAR


def test_every_year_from_2004_to_2026_is_announced_once_and_says_where() -> None:
    assert [arrangement.year for arrangement in official() if arrangement.year] == list(range(2004, 2027))
    assert all(arrangement.notice for arrangement in official())


def test_the_file_is_what_the_notices_say() -> None:
    written = workdays.WRITTEN.read_text(encoding="utf-8")
    assert written == workdays.calendar_text(), "run: python -m tools.workdays"


@pytest.mark.parametrize(
    ("clause", "why"),
    [
        ("二、春节：2月15日至23日放假调休，共8天。2月14日（周六）、2月28日（周六）上班。", "counts 8 days"),
        ("二、春节：2月15日至23日放假调休，共9天。2月14日（周日）、2月28日（周六）上班。", "weekday"),
        ("二、春节：2月15日至23日放假调休，共9天。2月13日、2月28日上班。", "no weekend day"),
        ("四、劳动节：5月1日放假。5月3日（星期日）公休日调至5月4日，5月9日（星期六）上班。", "days moved"),
    ],
)
def test_a_notice_that_does_not_agree_with_itself_is_refused(clause: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        workdays.read_notice(clause, 2026)


def test_a_notice_about_the_new_year_reaches_back_into_december() -> None:
    told = workdays.read_notice(
        "一、元旦：1月1日—3日放假，共3天。将12月31日（星期六）公休日调至1月2日，12月31日（星期六）上班。",
        2006,
    )
    assert told.work == {date(2005, 12, 31)}
    assert told.rest == {date(2006, 1, 1), date(2006, 1, 2), date(2006, 1, 3)}


def test_a_later_notice_may_lengthen_days_off() -> None:
    spring = workdays.read_notice("二、春节：1月24日至30日放假调休，共7天。2月1日（星期六）上班。", 2020)
    longer = workdays.read_notice("一、延长2020年春节假期至2月2日。", 2020, rest_before=spring.rest)
    assert longer.rest == {date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)}
