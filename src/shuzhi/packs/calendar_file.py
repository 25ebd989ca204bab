"""The calendar of working days as files say it: the official one that comes with Shuzhi, and a city's calendar.yml."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.core import workdays
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.workdays import Arrangement, Calendar
from shuzhi.packs.files import Model, Words
from shuzhi.packs.places import read_yaml
from shuzhi.packs.scenario_reader import read_document
from shuzhi.packs.validate import validate

FILE = "calendar.yml"
Span = tuple[date, date]


def _span(value: object) -> Span:
    """``2026-02-15/2026-02-23`` (ISO 8601), or one day."""
    if isinstance(value, date):
        return value, value
    try:
        first, last = (date.fromisoformat(day) for day in str(value).split("/"))
    except ValueError:
        raise PydanticCustomError("span", "needs a day or first/last day") from None
    if first > last or not workdays.FIRST <= first <= last <= workdays.LAST:
        raise PydanticCustomError("span", "needs a day or first/last day")
    return first, last


Rest = Annotated[
    Span,
    PlainValidator(_span),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?$"}),
]


class ArrangementFile(Model):
    """放假安排 | What one notice settles. Later ones hold over earlier ones."""

    year: int | None = Field(
        default=None,
        ge=workdays.FIRST.year,
        le=workdays.LAST.year,
        description="通知所定的年份；只改个别日子的通知（如地方节日）不写 "
        "| the year the notice settles; left out where it only changes some days, such as a local festival",
    )
    notice: Words = Field(description="发文字号 | the notice's number")
    issued: date | None = Field(default=None, description="成文日期 | its date")
    source: Words | None = Field(default=None, description="出处 | where it can be read")
    rest: tuple[Rest, ...] = Field(
        description="放假的日子：2027-02-05/2027-02-11 或 2027-01-01 | days off: first/last, or one day"
    )
    work: tuple[date, ...] = Field(default=(), description="上班的周末 | weekend days worked")

    @model_validator(mode="after")
    def _no_day_is_both(self) -> "ArrangementFile":
        if any(first <= day <= last for day in self.work for first, last in self.rest):
            raise PydanticCustomError("both", "a day cannot be off and worked")
        return self

    @model_validator(mode="after")
    def _days_of_its_year(self) -> "ArrangementFile":
        days = [*self.work, *(day for span in self.rest for day in span)]
        if self.year and any(
            not date(self.year - 1, 12, 1) <= day <= date(self.year, 12, 31) for day in days
        ):
            raise PydanticCustomError("other_year", "days of another year")
        return self


class CalendarFile(Model):
    """工作日历 | calendar.yml: arrangements beside those that come with Shuzhi. Optional."""

    arrangements: tuple[ArrangementFile, ...] = Field(
        default=(),
        description="随程序附带的安排之外的放假安排 | arrangements beside those that come with Shuzhi",
    )


@lru_cache(maxsize=1)
def official() -> tuple[Arrangement, ...]:
    """Every arrangement the State Council announced since 2004, as far as this release knows."""
    text = files("shuzhi.packs").joinpath("workdays.yml").read_text(encoding="utf-8")
    file, _, problems = validate(CalendarFile, read_yaml(text, "workdays.yml"), blanks={})
    if problems:
        raise ShuzhiError(problems)
    return tuple(_arrangement(arrangement) for arrangement in file.arrangements)


@lru_cache(maxsize=1)
def official_calendar() -> Calendar:
    """The calendar of a city that adds nothing of its own."""
    return workdays.calendar(official())


def read_calendar(folder: Path, problems: list[Problem]) -> Calendar:
    """The calendar of the city in ``folder``: the official one, and what its calendar.yml adds or changes."""
    own: Sequence[Arrangement] = ()
    if (folder / FILE).exists():
        file, _, found = validate(CalendarFile, read_document(folder / FILE), blanks={})
        problems += found
        own = [_arrangement(arrangement) for arrangement in file.arrangements]
    return workdays.calendar([*official(), *own])


def _arrangement(file: ArrangementFile) -> Arrangement:
    rest = tuple(
        first + timedelta(days=n) for first, last in file.rest for n in range((last - first).days + 1)
    )
    return Arrangement(notice=file.notice, rest=rest, work=file.work, year=file.year)
