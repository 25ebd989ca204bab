"""The rows that something speaks against, gathered: a row of ``suspect.problem`` for each value, and what was asked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Literal

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.govern import profile, suspect
from shuzhi.govern.profile import Place
from shuzhi.packs.platform_tables import QUARANTINE
from shuzhi.packs.schema import City, Source
from shuzhi.secure.gateway import Pipeline

Sort = Literal[
    "quarantined", "invalid", "future", "lost", "differs", "repeated", "contradicted", "misspelt", "misshapen"
]
"""What may be wrong with a value, the gravest first."""

PROBLEM = TableName("suspect", "problem")
PROBLEM_COLUMNS = {
    "sort": "VARCHAR", "table": "VARCHAR", "column": "VARCHAR", "_batch": "VARCHAR", "_row": "BIGINT",
    "value": "VARCHAR", "expected": "VARCHAR", "reason": "VARCHAR", "witness": "VARCHAR",
}  # fmt: skip
SAMPLE = TableName("suspect", "sample")

ENOUGH = 50
"""Rows below which a table is no register."""
WORDS = 5000
"""Distinct values above which a column is no vocabulary, and is not compared with itself."""
ASKED = 100_000
"""Rows of a table that are asked which columns are keys of which."""
WIDEST = 60
"""Columns of a table that are asked about each other: their pairs grow with the square."""
SAME = 0.5
"""Share of the rows two tables both have, up to which a column may differ and still be one fact told twice."""
SOON = 0.1
"""Share of dates to come up to which they are mistakes; columns of deadlines have more."""
MEASURES = ("amount", "number", "integer", "coordinates", "date")
"""What is measured tells nothing of another column, and no other column tells it."""
KEYS = ("id_card", "uscc", "bank_account", "vehicle_plate", "region_code")
KEY_HEADER = re.compile(r"(号|号码|编号|编码|代码|id|no|number|key|code)$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A column of a standard table: how many rows have a value, how many different ones, the least and the greatest."""

    column: str
    element: str
    rows: int
    filled: int
    distinct: int
    least: str | None
    greatest: str | None


Facts = Mapping[str, Sequence[Filled]]
"""Source -> its columns."""


def gather(pipeline: Pipeline, city: City, facts: Facts, today: date) -> None:
    """Fill ``suspect.problem``, in one transaction."""
    registers = {
        Place(table=source.standard, column=fact.column): source
        for source in city.sources
        for fact in facts[source.name]
        if _is_register(fact)
    }
    with pipeline.transaction():
        outputs = [exp.alias_(sql.null(type_), name, quoted=True) for name, type_ in PROBLEM_COLUMNS.items()]
        pipeline.replace(PROBLEM, exp.select(*outputs).where(exp.false()))
        if pipeline.exists(QUARANTINE):
            _add(pipeline, "quarantined", "", _UNREAD)
        _add(pipeline, "invalid", "", _INVALID)
        for source in city.sources:
            _add_future(pipeline, source, facts[source.name], today)
            _add_suspects(pipeline, source, facts[source.name])
        for place, source in registers.items():
            _add(pipeline, "repeated", source.name, profile.repeated(place), column=place.column)
        _add_told_by_registers(pipeline, city, facts, registers)


_UNREAD = sql.query(
    'select source as "table", _batch, _row, content as value, reason from quality.quarantine'
)
_INVALID = sql.query('select "table", "column", _batch, _row, value, reason from quality.problem')


def _add(pipeline: Pipeline, sort: Sort, table: str, rows: exp.Query, **told: str) -> None:
    """Add rows as one sort of problem; what the rows do not say, ``told`` says of all of them."""
    fixed = {"sort": sort, **({"table": table} if table else {}), **told}
    has = set(rows.named_selects)
    outputs = [
        exp.alias_(sql.literal(fixed[name]), name, quoted=True)
        if name in fixed
        else sql.column(name)
        if name in has
        else exp.alias_(sql.null(type_), name, quoted=True)
        for name, type_ in PROBLEM_COLUMNS.items()
    ]
    pipeline.append(PROBLEM, exp.select(*outputs).from_(rows.subquery("found")))


def _add_suspects(pipeline: Pipeline, source: Source, facts: Sequence[Filled]) -> None:
    headers = [name for name in pipeline.columns(source.landed) if not name.startswith("_")]
    if not headers or not facts or facts[0].rows < ENOUGH:
        return
    words = [fact.column for fact in facts if 1 < fact.distinct <= WORDS and fact.column in headers]
    if words:
        pipeline.replace(suspect.WRITTEN, suspect.written(source.landed, words))
        pipeline.replace(suspect.COUNTED, suspect.counted())
        _add(pipeline, "misspelt", source.name, suspect.misspelt())
        _add(pipeline, "misshapen", source.name, suspect.misshapen())
    pipeline.replace(SAMPLE, exp.select("*").from_(source.landed.tree).limit(ASKED))
    told = [fact.column for fact in facts if fact.element not in MEASURES and fact.column in headers][:WIDEST]
    if not told:
        return
    pipeline.replace(suspect.WRITTEN, suspect.written(SAMPLE, told))
    pipeline.replace(suspect.COUNTED, suspect.counted())
    columns = pipeline.fetch(suspect.facts()).to_pylist()
    pairs = suspect.candidates(columns)
    if pairs:
        measured = pipeline.fetch(suspect.measuring(SAMPLE, pairs)).to_pylist()
        if known := suspect.dependencies(columns, measured):
            _add(pipeline, "contradicted", source.name, suspect.contradicted(source.landed, known))


def _add_future(pipeline: Pipeline, source: Source, facts: Sequence[Filled], today: date) -> None:
    """Dates that are yet to come, where hardly any is."""
    for fact in facts:
        if fact.element != "date" or fact.greatest is None or fact.greatest <= today.isoformat():
            continue
        value = sql.column(fact.column)
        later = exp.GT(this=value, expression=exp.cast(sql.literal(today.isoformat()), "DATE"))
        text = exp.alias_(sql.fill("cast(x as varchar)", x=value), "value")
        rows = exp.select("_batch", "_row", text).from_(source.standard.tree).where(later)
        if _count(pipeline, rows) <= SOON * fact.filled:
            _add(pipeline, "future", source.name, rows, column=fact.column)


def _count(pipeline: Pipeline, rows: exp.Select) -> int:
    (counted,) = pipeline.fetch(exp.select("count(*) as n").from_(rows.subquery("rows"))).to_pylist()
    number: int = counted["n"]
    return number


def _names_things(fact: Filled) -> bool:
    """Whether the column's values stand for persons, companies, cases: by its element, or by its header."""
    return fact.element in KEYS or KEY_HEADER.search(fact.column) is not None


def _is_register(fact: Filled) -> bool:
    differs = fact.distinct >= profile.REGISTER * fact.filled
    return (
        _names_things(fact)
        and fact.rows >= ENOUGH
        and fact.filled >= profile.REGISTER * fact.rows
        and differs
    )


def _add_told_by_registers(
    pipeline: Pipeline, city: City, facts: Facts, registers: Mapping[Place, Source]
) -> None:
    pairs = list(_references(city, facts, registers))
    if not pairs:
        return
    asked = profile.referring([(place, register) for place, _, register in pairs])
    known = {row["pair"]: row["known"] / max(row["values"], 1) for row in pipeline.fetch(asked).to_pylist()}
    shares = {(place, register): known[number] for number, (place, _, register) in enumerate(pairs)}
    for place, source, register in pairs:
        share = shares[place, register]
        # Of two registers the one that holds more of the other is the register, and the other refers to it.
        if share < profile.REFERS or share < shares.get((register, place), 0):
            continue
        of = f"{registers[register].name}.{register.column}"
        lost = profile.lost(place, register)
        _add(pipeline, "lost", source.name, lost, column=place.column, witness=of)
        if share == shares.get((register, place)) and str(place.table) < str(register.table):
            # Two registers of the same things: what they tell differently is told once.
            continue
        (key,) = (fact for fact in facts[source.name] if fact.column == place.column)
        for column in _shared(facts[source.name], facts[registers[register].name]):
            if column != place.column:
                differing = profile.differing(place, register, column, column)
                if _count(pipeline, differing) <= SAME * share * key.filled:
                    _add(pipeline, "differs", source.name, differing, column=column, witness=of)


def _references(
    city: City, facts: Facts, registers: Mapping[Place, Source]
) -> Iterator[tuple[Place, Source, Place]]:
    """Columns that may refer to a register of another table: of the same element that names things, or header."""
    for source in city.sources:
        for register, home in registers.items():
            (key,) = (fact for fact in facts[home.name] if fact.column == register.column)
            for fact in facts[source.name]:
                alike = fact.element == key.element and (fact.element in KEYS or fact.column == key.column)
                if home is not source and alike and fact.distinct > 1:
                    yield Place(table=source.standard, column=fact.column), source, register


def _shared(one: Sequence[Filled], other: Sequence[Filled]) -> list[str]:
    """Columns of one name and element in both."""
    held = {(fact.column, fact.element) for fact in other if fact.filled}
    return [fact.column for fact in one if (fact.column, fact.element) in held and fact.filled]


def twins(city: City, facts: Facts) -> dict[str, dict[str, list[str]]]:
    """Source -> other departments' source -> columns both hold, where both hold a key and something beside it."""
    found: dict[str, dict[str, list[str]]] = {}
    for one, other in permutations(city.sources, 2):
        shared = _shared(facts[one.name], facts[other.name])
        keys = [fact.column for fact in facts[one.name] if fact.column in shared and _names_things(fact)]
        if one.owner != other.owner and keys and len(shared) > len(keys):
            found.setdefault(one.name, {})[other.name] = shared
    return found


def filled(pipeline: Pipeline, source: Source) -> list[Filled]:
    columns = list(source.columns)
    (counted,) = pipeline.fetch(
        exp.select(sql.parse("count(*)").as_("n")).from_(source.standard.tree)
    ).to_pylist()
    rows = {
        row["column"]: row for row in pipeline.fetch(profile.filling(source.standard, columns)).to_pylist()
    }
    return [
        Filled(
            column=name,
            element=source.columns[name].element,
            rows=counted["n"],
            filled=rows[name]["filled"],
            distinct=rows[name]["distinct"],
            least=rows[name]["least"],
            greatest=rows[name]["greatest"],
        )
        for name in columns
    ]
