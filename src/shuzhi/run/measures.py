"""Measures: what was registered is kept from the first run that saw it, and judged by each run from then on.

The files may be changed afterwards; what a run saw before the start is what is judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from sqlglot import exp

from shuzhi.analyse.indicators.definition import Indicator
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.evaluate.measure_tables import (
    MEASURE,
    MEASURE_COLUMNS,
    NOT_JUDGED,
    PERIOD,
    PERIOD_COLUMNS,
    PLACEBO,
    PLACEBO_COLUMNS,
    REGISTERED,
    REGISTERED_COLUMNS,
)
from shuzhi.govern.influence import ROWS, Influence
from shuzhi.packs.indicators import Entry, indicators
from shuzhi.packs.measure_file import MeasureFile
from shuzhi.packs.schema import City
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

if TYPE_CHECKING:
    from shuzhi.evaluate.measures import Judged

Row = dict[str, Any]
_BOOK = Scope(
    name="evaluate:measures",
    reads=(str(REGISTERED),),
    writes=tuple(map(str, (MEASURE, PERIOD, PLACEBO, REGISTERED))),
)


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What a measure is judged by. ``seen``: the day of the run that first saw it so; ``file``: what its file says now;
    None where there is none any more."""

    scenario: str
    name: str
    seen: date
    told: MeasureFile
    file: MeasureFile | None

    @property
    def witnessed(self) -> bool:
        """Whether a run saw it before it started."""
        return self.seen < self.told.start


def judge_measures(lake: Lake, city: City, *, as_of: date) -> list[Problem]:
    """Keep what is newly registered, and judge all that is registered, as of the day: the tables of
    ``evaluate.measure_tables``. Returns a warning for each measure changed or taken back after its start."""
    book = Pipeline(lake=lake, scope=_BOOK)
    registered = _registered(book, city, as_of)
    catalogue = indicators(city, as_of) if registered else {}
    judged = [(each, _judged(lake, each, registered, catalogue, city, as_of)) for each in registered]
    rows = [_row(each, found) for each, found in judged]
    book.replace_arrow(MEASURE, _table(rows, MEASURE_COLUMNS))
    for table, columns, of in ((PERIOD, PERIOD_COLUMNS, "periods"), (PLACEBO, PLACEBO_COLUMNS, "placebos")):
        more = [
            {"scenario": each.scenario, "measure": each.name, **row}
            for each, found in judged
            if found is not None
            for row in getattr(found, of)
        ]
        book.replace_arrow(table, _table(more, columns))
    return [_meddled(each) for each in registered if each.file != each.told]


def rests_on(lake: Lake, city: City, *, as_of: date) -> list[Influence]:
    """What the tables of measures are judged from: of each measure the rows of its indicator's table, and the columns
    that make its series."""
    registered = _registered(Pipeline(lake=lake, scope=_BOOK), city, as_of)
    catalogue = indicators(city, as_of) if registered else {}
    found = set()
    for each in registered:
        indicator = _indicator(each, catalogue)
        if indicator is None:
            continue
        split = [indicator.dimension(name) for name in (each.told.dimension, *each.told.only)]
        columns = {dimension.column for dimension in split if dimension is not None}
        found |= {
            Influence(table, indicator.table, name)
            for table in (MEASURE, PERIOD, PLACEBO)
            for name in (ROWS, *indicator.columns, *indicator.told_apart, *columns)
        }
    return sorted(found)


def _registered(book: Pipeline, city: City, as_of: date) -> list[Registration]:
    """The book of registrations brought up to date, and what each measure is judged by."""
    files = {
        (scenario.name, each.name): MeasureFile.model_validate(
            each.model_dump(include=set(MeasureFile.model_fields))
        )
        for scenario in city.scenarios
        for each in scenario.measures
    }
    rows: list[Row] = []
    if book.exists(REGISTERED):
        rows = book.fetch(exp.select("*").from_(REGISTERED.tree)).to_pylist()
    else:
        book.replace_arrow(REGISTERED, _table([], REGISTERED_COLUMNS))
    last = {(row["scenario"], row["measure"]): row["told"] for row in sorted(rows, key=_order)}
    new = [
        {
            "scenario": scenario,
            "measure": name,
            "number": len(rows) + place,
            "as_of": as_of,
            "start": file.start,
            "told": file.model_dump_json(),
        }
        for place, ((scenario, name), file) in enumerate(sorted(files.items(), key=lambda one: one[0]))
        if last.get((scenario, name)) != file.model_dump_json()
    ]
    if new:
        book.append_arrow(REGISTERED, _table(new, REGISTERED_COLUMNS))
    held: dict[tuple[str, str], Row] = {}
    for row in sorted([*rows, *new], key=_order):
        of = (row["scenario"], row["measure"])
        # Of a measure that had begun by then, nothing said later counts.
        if of not in held or held[of]["start"] > row["as_of"]:
            held[of] = row
    return [
        Registration(
            scenario=of[0],
            name=of[1],
            seen=row["as_of"],
            told=MeasureFile.model_validate_json(row["told"]),
            file=files.get(of),
        )
        for of, row in sorted(held.items())
        # Taken back before it began: it never was.
        if of in files or row["start"] <= as_of
    ]


def _order(row: Row) -> int:
    return int(row["number"])


def _judged(
    lake: Lake,
    each: Registration,
    all_: Sequence[Registration],
    catalogue: Mapping[str, Entry],
    city: City,
    as_of: date,
) -> "Judged | None":
    """None where its indicator, or the table it counts, is not there."""
    # numpy and scipy, of which a city without measures has no need.
    from shuzhi.run.measure_series import judged  # noqa: PLC0415

    indicator = _indicator(each, catalogue)
    if indicator is None:
        return None
    touched = {place for one in all_ if _same_number(one, each) for place in one.told.where}
    reading = Scope(name="evaluate:measures", reads=(str(indicator.table),), writes=())
    book = Pipeline(lake=lake, scope=reading)
    if not book.exists(indicator.table):
        return None
    return judged(book, each.told, indicator, touched=touched, calendar=city.calendar, as_of=as_of)


def _indicator(each: Registration, catalogue: Mapping[str, Entry]) -> Indicator | None:
    """The number the measure is to change, where it is still there and split as it was."""
    entry = catalogue.get(f"{each.scenario}.{each.told.indicator}")
    return entry.indicator if entry is not None and entry.indicator.dimension(each.told.dimension) else None


def _same_number(one: Registration, other: Registration) -> bool:
    """Whether they are to change the same number, so that the places of one are no comparison for the other."""
    return (one.scenario, one.told.indicator, one.told.only) == (
        other.scenario,
        other.told.indicator,
        other.told.only,
    )


def _row(each: Registration, found: "Judged | None") -> Row:
    return {
        "state": NOT_JUDGED,
        "why": None if found is not None else "no_indicator",
        **(found.row if found is not None else {}),
        "scenario": each.scenario,
        "measure": each.name,
        "seen": each.seen,
        "witnessed": each.witnessed,
        "changed": each.file is not None and each.file != each.told,
        "withdrawn": each.file is None,
        "told": each.told.model_dump_json(),
    }


_TYPES = {
    "code": pa.string(), "text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32(),
    "yes_no": pa.bool_(),
}  # fmt: skip


def _table(rows: Sequence[Row], columns: Mapping[str, str]) -> pa.Table:
    typed = pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()])
    return pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in rows], schema=typed)


def _meddled(each: Registration) -> Problem:
    """A warning: somebody changed what was said before the start, or took it back."""
    title = each.told.title
    return Problem(
        what=Text(
            f"措施“{title.zh}”开始之后，登记被{'撤掉' if each.file is None else '改动'}",
            f"the measure “{title.en}” was {'taken back' if each.file is None else 'changed'} after it had begun",
        ),
        where=f"{each.scenario}/measures/{each.name}",
        why=Text("看过结果再定怎么评，不作数", "what is said once results are seen does not count"),
        todo=Text(
            "仍按开始前登记的评；要另作评估，另登记一个还没开始的措施",
            "it is judged by what was registered before; for another judging register another measure",
        ),
        warning=True,
    )
