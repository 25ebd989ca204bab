"""Words for time in a question, as the period they name on a day: 上个月, 近三十天, 去年一季度, 春节前一周."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
NUMBER = r"(?:\d+|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_YEAR = r"(?:(\d{4})年|(今年|本年|去年|上年|前年)的?)?"
_MONTH = r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份)?"
_TO = r"(?:到|至|-|—|~)"
_UNITS = {
    "天": "days",
    "日": "days",
    "周": "weeks",
    "星期": "weeks",
    "月": "months",
    "季度": "quarters",
    "年": "years",
}
_SPRING = {
    2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17),
    2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
}  # fmt: skip
"""The first day of the Spring Festival."""


@dataclass(frozen=True)
class Timed:
    """The question without its words for time, the period they name (as in ``periods.period``), if any."""

    rest: str
    period: str | None


def number(said: str) -> int:
    """三十 is 30, 两 is 2."""
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return _DIGITS[said]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def timed(text: str, today: date) -> Timed:
    """The first words for time that are found; a second one is left standing, and so not understood."""
    for pattern, meant in _PATTERNS:
        found = pattern.search(text)
        if found:
            period = meant(found, today)
            if period is not None:
                return Timed(text[: found.start()] + "\0" + text[found.end() :], period)
    return Timed(text, None)


def _year(found: re.Match[str], today: date) -> int | None:
    if found[1]:
        return int(found[1])
    return (
        {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2}[found[2]] + today.year
        if found[2]
        else None
    )


def _month(found: re.Match[str], today: date) -> str | None:
    year, month = _year(found, today), number(found[3])
    if not 1 <= month <= 12:
        return None
    # A month without a year is the last one that has begun.
    return f"{year or today.year - (month > today.month)}-{month:02}"


def _months(found: re.Match[str], today: date) -> str | None:
    first, last = number(found[3]), number(found[4])
    year = _year(found, today) or today.year - (last > today.month)
    return f"{year}-{first:02}/{year}-{last:02}" if 1 <= first <= last <= 12 else None


def _across(found: re.Match[str], _: date) -> str:
    return f"{found[1]}-{int(found[2]):02}/{found[3]}-{int(found[4]):02}"


def _day(found: re.Match[str], today: date) -> str | None:
    year = _year(found, today) or today.year
    try:
        return date(year, number(found[3]), int(found[4])).isoformat()
    except ValueError:
        return None


def _quarter(found: re.Match[str], today: date) -> str:
    quarter = number(found[3])
    return f"{_year(found, today) or today.year - (quarter * 3 - 2 > today.month)}-Q{quarter}"


def _half(found: re.Match[str], today: date) -> str:
    first = found[3] == "上"
    year = _year(found, today) or today.year - (not first and today.month < 7)
    return f"{year}-01/{year}-06" if first else f"{year}-07/{year}-12"


def _last(found: re.Match[str], _: date) -> str | None:
    many, unit = number(found[1]), _UNITS[found[2]]
    if unit == "months" and many == 1:
        return "last_30_days"
    return f"last_{many}_{unit}" if many else None


def _before_spring(found: re.Match[str], today: date) -> str | None:
    year = today.year
    if year not in _SPRING:
        return None
    first = date(year, *_SPRING[year])
    days = 7 if found[1] else number(found[2])
    return f"{first - timedelta(days)}/{first - timedelta(1)}"


def _whole_year(found: re.Match[str], today: date) -> str:
    year = _year(found, today)
    return "this_year" if year == today.year else str(year)


def _fixed(period: str) -> Callable[[re.Match[str], date], str | None]:
    return lambda _found, _today: period


def _ago(days: int) -> Callable[[re.Match[str], date], str | None]:
    return lambda _found, today: (today - timedelta(days)).isoformat()


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], str | None]], ...] = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (rf"(\d{{4}})年(\d{{1,2}})月(?:份)?{_TO}(\d{{4}})年(\d{{1,2}})月(?:份)?", _across),
        (rf"{_YEAR}{_MONTH}(\d{{1,2}})[日号]", _day),
        (rf"{_YEAR}({NUMBER})月?(?:份)?{_TO}({NUMBER})月(?:份)?", _months),
        (rf"春节前(?:(一周|一星期)|({NUMBER})天)", _before_spring),
        (rf"{_YEAR}第?([一二三四1-4])季度", _quarter),
        (rf"{_YEAR}(上|下)半年", _half),
        (rf"{_YEAR}{_MONTH}", _month),
        (rf"(?:近|最近|过去)({NUMBER})个?(天|日|周|星期|月|季度|年)(?:内|来)?", _last),
        (r"(?:近|最近|过去)半年", _fixed("last_6_months")),
        (r"(?:上个?月|上一个月)(?:份)?", _fixed("previous_month")),
        (r"(?:本月|这个?月|当月)(?:份)?", _fixed("this_month")),
        (r"上个?季度|上一季度", _fixed("previous_quarter")),
        (r"本季度?|这个?季度", _fixed("this_quarter")),
        (r"上个?(?:周|星期)|上一周", _fixed("previous_week")),
        (r"(?:本|这个?)(?:周|星期)", _fixed("this_week")),
        (r"今天|今日", _ago(0)),
        (r"昨天|昨日", _ago(1)),
        (r"前天", _ago(2)),
        (r"(?:(\d{4})年|(今年|本年|去年|上年|前年))(?:度|全年|以来|到现在|至今)?(?!同期)", _whole_year),
        (r"历年", _fixed("all")),
    )
)
