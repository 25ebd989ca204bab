"""Answering an analysis: the form against what its reader may use, one SELECT, the door that typed SQL goes through."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

import pyarrow as pa
from django.db import transaction
from sqlglot import exp

from shuzhi.analyse.tabulate.checking import check
from shuzhi.analyse.tabulate.compiling import SET, compiled, sets
from shuzhi.analyse.tabulate.form import JOINED, Analysis, Kind, Known
from shuzhi.analyse.tabulate.telling import titles, told
from shuzhi.core.elements import ELEMENTS
from shuzhi.core.links import Link
from shuzhi.core.ports import FileForm
from shuzhi.core.sql import DIALECT, TableName
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.errors import invalid
from shuzhi.ops.people.access import Access
from shuzhi.ops.readable import desk_of_reader, permit_of, permits
from shuzhi.ops.readable import purposes as readable_for
from shuzhi.ops.regions import region_name
from shuzhi.packs.column_titles import TITLES as COLUMN_TITLES
from shuzhi.packs.links import links
from shuzhi.packs.links import titles as table_titles
from shuzhi.run import pivot_sheet
from shuzhi.run.read import Desk
from shuzhi.secure.gateway import write_rows
from shuzhi.secure.permit import PROVENANCE, Permit
from shuzhi.secure.rewrite import hides_nothing
from shuzhi.secure.statistics import WITHHELD

MAY = "analysis.ask"
MOST_TAKEN = 10_000
"""Groups of one file."""
_TYPES = {each.name: each.type for each in ELEMENTS}


@dataclass(frozen=True, kw_only=True)
class Told:
    """An answer: what each column is, its cells, which set of cells each row belongs to (``compiling.SET``)."""

    heads: list[Text]
    labels: list[Mapping[str, str]]
    rows: list[list[Any]]
    sets: list[int]
    more: bool
    withheld: int
    said: Text
    sql: str
    milliseconds: int


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """A form that was found right, with what it takes to ask it."""

    asked: Analysis
    known: Known
    heads: list[Text]
    said: Text
    query: exp.Query
    elements: Mapping[str, str]

    @property
    def text(self) -> str:
        return self.query.sql(dialect=DIALECT, identify=True, pretty=True)


def run(by: Access, asked: Analysis) -> Told:
    """The answer. Raises Refused, ShuzhiError in words that quote no value of the data."""
    by.require(MAY)
    return _answered(desk_of_reader(by, asked.purpose), asked)


def _answered(at: Desk, asked: Analysis, *, export: bool = False) -> Told:
    began = monotonic()
    ready = _ready(at, asked)
    answer = at.ask(ready.text, export=export)
    if asked.across and answer.more:
        raise invalid(
            Text("表格太大：格子超过一万", "the table is too large: more than ten thousand cells"),
            asked.table,
            Text("列头少用一列，或加条件", "put less across the head, or add a condition"),
        )
    rows = answer.rows
    which = rows[SET].to_pylist() if SET in rows.column_names else [0] * rows.num_rows
    held = sum(rows[WITHHELD].to_pylist()) if WITHHELD in rows.column_names else 0
    cells = rows.drop_columns([name for name in (SET, WITHHELD) if name in rows.column_names])
    groups = len(asked.rows) + len(asked.across)
    return Told(
        heads=ready.heads,
        labels=list(_labels(ready, cells, groups)),
        rows=_cells(cells),
        sets=which,
        more=answer.more or _is_cut(asked, ready.known, which),
        withheld=held,
        said=ready.said,
        sql=ready.text,
        milliseconds=round((monotonic() - began) * 1000),
    )


def take_out(by: Access, asked: Analysis, form: FileForm, *, english: bool) -> BinaryIO:
    """Every group on a line of its own, as a file, where every grant says so; recorded. Raises Refused, ShuzhiError.

    A workbook of groups across the head, or with subtotals, has the table as it stands on the page before that.
    """
    by.require(MAY)
    at = desk_of_reader(by, asked.purpose)
    flat = {"rows": (*asked.rows, *asked.across), "across": (), "totals": False, "limit": MOST_TAKEN}
    ready = _ready(at, asked.model_copy(update=flat))
    answer = at.ask(ready.text, export=True)
    with tempfile.TemporaryDirectory(prefix="shuzhi-") as folder:
        target = Path(folder) / f"made.{form}"
        if form == "xlsx" and (asked.across or asked.outer):
            laid = _answered(at, asked, export=True)
            each = _cells(answer.rows)
            pivot_sheet.write(_pivot(asked, laid, english=english), each, laid.said, target, english=english)
        else:
            write_rows(answer.rows, answer.rows.column_names, target)
        made = target.open("rb")
    with transaction.atomic():
        about = {"form": form, "purpose": asked.purpose, "rows": answer.rows.num_rows, "cut": answer.more}
        record(by=by.login, action="analysis.export", object=f"table:{asked.table}", about=about)
    return made


def _pivot(asked: Analysis, told: Told, *, english: bool) -> pivot_sheet.Pivot:
    return pivot_sheet.Pivot(
        heads=[head.en if english else head.zh for head in told.heads],
        labels=told.labels,
        rows=told.rows,
        sets=told.sets,
        down=len(asked.rows),
        across=len(asked.across),
        totals=asked.totals and pivot_sheet.OF_ALL in told.sets,
    )


def purposes(by: Access) -> list[str]:
    """The purposes for which one may read anything."""
    by.require(MAY)
    return readable_for(desk_of_reader(by, ""))


def tables(by: Access, purpose: str) -> list[dict[str, Any]]:
    """The tables one may use for the purpose: their columns with the kind of each, and what they can be joined with."""
    by.require(MAY)
    held = {each.table: each for each in permits(desk_of_reader(by, purpose))}
    named, known = table_titles(city()), links(city())
    return [
        {
            "table": str(table),
            "title": named.get(table, Text(table.name, table.name)),
            "export": each.export,
            "smallest": each.smallest,
            "columns": [
                {
                    "name": name,
                    "title": _column_title(name),
                    "kind": kind,
                    "masked": each.levels[name] != "none",
                }
                for name, kind in _kinds(each).items()
            ],
            "joins": [
                {"table": str(link.table), "on": link.on, "key": link.key}
                for link in known.get(table, ())
                if link.table in held and _joins(each, held[link.table], link)
            ],
        }
        for table, each in held.items()
    ]


def _ready(at: Desk, asked: Analysis) -> _Ready:
    """Raises ShuzhiError for what does not fit, Refused for what is not granted."""
    own = _permitted(at, asked.table)
    named = table_titles(city())
    kinds, elements = dict(_kinds(own)), dict(own.elements)
    link = None
    if asked.join is not None:
        other = _permitted(at, asked.join.table)
        link = Link(on=asked.join.on, table=other.table, key=asked.join.key)
        if link not in links(city()).get(own.table, ()) or not _joins(own, other, link):
            raise invalid(
                Text("这两张表不能这样连", "these two tables cannot be joined so"),
                f"{own.table}.{link.on} → {other.table}.{link.key}",
                Text("从页面列出的连法里选一个", "choose one of those the page offers"),
            )
        kinds |= {f"{JOINED}{name}": kind for name, kind in _kinds(other).items()}
        elements |= {f"{JOINED}{name}": element for name, element in other.elements.items()}
    known = Known(table=own.table, joined=link, columns=kinds, statistics=own.smallest is not None)
    check(asked, known)
    joined = None if link is None else named.get(link.table, Text(link.table.name, link.table.name))

    def name(column: str) -> Text:
        title = _column_title(column.removeprefix(JOINED))
        if joined is None or not column.startswith(JOINED):
            return title
        return Text(f"{joined.zh}·{title.zh}", f"{joined.en} · {title.en}")

    heads = titles(asked, name)
    return _Ready(
        asked=asked,
        known=known,
        heads=heads,
        said=told(asked, named.get(own.table, Text(own.table.name, own.table.name)), joined, name),
        query=compiled(asked, known, [each.zh for each in heads]),
        elements=elements,
    )


def _permitted(at: Desk, name: str) -> Permit:
    """The permit of the table; one he may not read is as one that is not there."""
    schema, _, table = name.partition(".")
    found = permit_of(at, TableName(schema, table))
    if found is None:
        raise invalid(
            Text("没有这张可用的表", "there is no such table to use"),
            name,
            Text("换一张表，或换一个用途", "choose another table, or another purpose"),
        )
    return found


def _kinds(of: Permit) -> dict[str, Kind]:
    """The kind of each column he is shown; what is masked is text."""
    return {
        name: _kind(_TYPES.get(element, "VARCHAR")) if hides_nothing(element, of.levels[name]) else "text"
        for name, element in of.elements.items()
        if of.levels[name] != "full" and name not in PROVENANCE
    }


def _kind(type_: str) -> Kind:
    if type_.startswith("DECIMAL"):
        return "number"
    kinds: Mapping[str, Kind] = {"BIGINT": "number", "DOUBLE": "number", "DATE": "date", "BOOLEAN": "yes_no"}
    return kinds.get(type_, "text")


def _joins(own: Permit, other: Permit, link: Link) -> bool:
    """Whether equal keys are the same: both as they are, or both by stand-ins that hold in every table."""
    if own.smallest is not None or other.smallest is not None:
        return False
    mine, theirs = own.levels[link.on], other.levels[link.key]
    if mine == theirs == "pseudonym":
        return own.purpose.linking
    return hides_nothing(own.elements[link.on], mine) and hides_nothing(other.elements[link.key], theirs)


def _is_cut(asked: Analysis, known: Known, which: list[int]) -> bool:
    """Whether there may be more groups than are told."""
    kept = 1 if 1 in sets(asked, known) else 0
    return bool(asked.rows or asked.across) and which.count(kept) == asked.limit


def _labels(ready: _Ready, cells: pa.Table, groups: int) -> Iterator[Mapping[str, str]]:
    """What people call a group that is a code."""
    said = [*ready.asked.rows, *ready.asked.across]
    for place in range(cells.num_columns):
        if place < groups and ready.elements.get(said[place].column) == "region_code":
            codes = [code for code in cells.column(place).unique().to_pylist() if code is not None]
            yield {code: name for code in codes if (name := region_name(code))}
        else:
            yield {}


def _cells(table: pa.Table) -> list[list[Any]]:
    held = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    return [list(row) for row in zip(*held, strict=True)]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, int | float) else str(value)


def _column_title(name: str) -> Text:
    return COLUMN_TITLES.get(name, Text(name, name))
