"""Indicators answered for one reader: what he may ask, the number, how it was counted, and the rows behind it.

An indicator is his to ask only where every column it rests on is shown to him as it is: a number counted from masked
values would be wrong. Where his grants leave rows out, the answer says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from shuzhi.analyse.indicators import columns
from shuzhi.analyse.indicators.compile import compiled, extent, rows_behind
from shuzhi.analyse.indicators.contribution import contributions, told
from shuzhi.analyse.indicators.definition import Indicator
from shuzhi.analyse.indicators.form import MOST_ROWS, Answered, Cell, Column, Freshness, Inquiry
from shuzhi.analyse.indicators.periods import DAY, Period, moved, period, start
from shuzhi.analyse.indicators.settle import settled
from shuzhi.analyse.indicators.spine import Known
from shuzhi.analyse.indicators.words import notes, said
from shuzhi.core import sql
from shuzhi.core.errors import Problem, Refused, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.closest import did_you_mean
from shuzhi.packs.column_titles import TITLES
from shuzhi.packs.indicators import Entry, labels
from shuzhi.packs.owners import owner_of
from shuzhi.packs.schema import City
from shuzhi.run.read import Desk
from shuzhi.run.told import Behind, Explained
from shuzhi.secure.permit import PROVENANCE, Permit, Withheld, permit
from shuzhi.secure.policy import Reader
from shuzhi.secure.rewrite import hides_nothing

MOST_BEHIND = 200


@dataclass(frozen=True, kw_only=True)
class Offered:
    """An indicator the reader may ask: with the dimensions he may split it by, for the scenario's purpose."""

    entry: Entry
    indicator: Indicator
    permit: Permit
    desk: Desk


@dataclass(frozen=True, kw_only=True)
class _Settled:
    """An inquiry ready to be compiled."""

    offered: Offered
    inquiry: Inquiry
    known: Known


@dataclass(frozen=True, kw_only=True)
class Counter:
    """Where one reader asks the indicators of a city. ``run`` is the lake's last finished run, and its day; ``held``:
    the tables it could not make, since when."""

    desk: Desk
    city: City
    catalogue: Mapping[str, Entry]
    run: str | None = None
    finished: date | None = None
    held: Mapping[str, date] = field(default_factory=dict)

    def offered(self) -> list[Offered]:
        """Every indicator the reader may ask, in the order of the city's scenarios."""
        found = [self._offered(entry) for entry in self.catalogue.values()]
        return [each for each in found if isinstance(each, Offered)]

    def asked(self, name: str) -> Offered:
        """The indicator of that full name. Raises Refused, saying why; ShuzhiError where there is none."""
        entry = self.catalogue.get(name)
        found = self._offered(entry) if entry is not None else None
        if found is None:
            raise ShuzhiError([_no_indicator(name, [each.entry.name for each in self.offered()])])
        if isinstance(found, Withheld):
            raise Refused([_withheld(name, found.why)])
        return found

    def answer(self, inquiry: Inquiry, *, export: bool = False) -> Answered:
        """The inquiry answered; ``export``: to leave the platform as a file. Raises Refused, ShuzhiError."""
        ready = self._settled(inquiry)
        query = compiled(ready.offered.indicator, ready.inquiry, ready.known)
        outputs = columns.outputs(ready.offered.indicator, ready.inquiry)
        return self._answered(ready, query, outputs, export=export)

    def changes(self, inquiry: Inquiry) -> Answered:
        """What each group adds to the change of the number. Raises Refused, ShuzhiError."""
        ready = self._settled(inquiry)
        query = contributions(ready.offered.indicator, ready.inquiry, ready.known)
        return self._answered(ready, query, told(ready.offered.indicator, ready.inquiry))

    def _answered(
        self, ready: _Settled, query: exp.Select, outputs: Sequence[Column], *, export: bool = False
    ) -> Answered:
        known = ready.known
        rows = ready.offered.desk.table(query, export=export)
        return Answered(
            inquiry=ready.inquiry,
            columns=tuple(self._labelled(ready, outputs)),
            rows=_cells(rows.slice(0, MOST_ROWS)),
            more=rows.num_rows > MOST_ROWS,
            since=known.period.since if known.period else None,
            until=known.period.until if known.period else None,
            said=self._said(ready),
            notes=tuple(self._notes(ready)),
            freshness=self._freshness(known),
            snapshot=self.desk.lake.engine.snapshot(),
        )

    def behind(self, inquiry: Inquiry, *, most: int = MOST_BEHIND) -> Behind:
        """The rows that the number is counted from, every column as the reader's grants have it."""
        ready = self._settled(inquiry)
        shown = _shown(ready.offered)
        query = rows_behind(ready.offered.indicator, ready.inquiry, ready.known, list(shown)).limit(most + 1)
        rows = ready.offered.desk.table(query)
        return Behind(
            names=tuple(shown),
            titles=tuple(shown.values()),
            rows=_cells(rows.slice(0, most)),
            more=rows.num_rows > most,
        )

    def take_out(self, inquiry: Inquiry, target: Path, *, english: bool = False) -> int:
        """Write all rows the number is counted from; how many. Raises Refused, ShuzhiError.

        The file's name ends in its form.
        """
        ready = self._settled(inquiry)
        shown = _shown(ready.offered)
        query = rows_behind(ready.offered.indicator, ready.inquiry, ready.known, list(shown))
        titles = [title.en if english else title.zh for title in shown.values()]
        return ready.offered.desk.take_out(query, titles, target)

    def explain(self, inquiry: Inquiry) -> Explained:
        """How it is counted. Nothing but the table's first and last day is read."""
        ready = self._settled(inquiry)
        table, condition = ready.offered.indicator.table, ready.offered.permit.condition
        query = compiled(ready.offered.indicator, ready.inquiry, ready.known)
        return Explained(
            definition=ready.offered.entry.declared.definition,
            said=self._said(ready),
            sql=query.sql(dialect=sql.DIALECT, pretty=True),
            table=str(table),
            table_title=table_title(self.city, ready.offered.indicator),
            owner=owner_of(table, self.city),
            freshness=self._freshness(ready.known),
            snapshot=self.desk.lake.engine.snapshot(),
            rows=None if condition is None else sql.text(condition),
            export=ready.offered.permit.export,
        )

    def _offered(self, entry: Entry) -> Offered | Withheld:
        reader = self.desk.reader
        asking = Reader(name=reader.name, posts=reader.posts, purpose=entry.scenario.purpose.name)
        found = permit(self.desk.policy, asking, entry.indicator.table, self.desk.today)
        if isinstance(found, Withheld):
            return found
        indicator = _legible(entry.indicator, found)
        if isinstance(indicator, Withheld):
            return indicator
        return Offered(entry=entry, indicator=indicator, permit=found, desk=replace(self.desk, reader=asking))

    def _settled(self, inquiry: Inquiry) -> _Settled:
        offered = self.asked(inquiry.indicator)
        asked = settled(offered.indicator, inquiry)
        if offered.indicator.time is None:
            return _Settled(offered=offered, inquiry=asked, known=Known())
        (row,) = offered.desk.table(extent(offered.indicator)).to_pylist()
        first, last = row["first"], row["last"]
        if last is not None:
            # A week is told by its Monday: what is of it is known to its Sunday.
            grain = offered.indicator.grain
            last = moved(start(last, grain), grain, 1) - DAY
        today = self.city.as_of or self.desk.today
        meant = period(asked.period, today)
        if meant is None:
            meant = Period(first or today, (last or today) + DAY)
        if meant.since <= today < meant.until and not offered.indicator.ahead:
            # What is to come is not compared with what has been, unless it is what is told.
            meant = Period(meant.since, today + DAY)
        known = Known(period=meant, first=first, last=last, calendar=self.city.calendar)
        return _Settled(offered=offered, inquiry=asked, known=known)

    def _freshness(self, known: Known) -> Freshness:
        return Freshness(first=known.first, last=known.last, run=self.run, finished=self.finished)

    def _notes(self, ready: _Settled) -> Iterator[Text]:
        since = self.held.get(str(ready.offered.indicator.table))
        if since is not None:
            title = table_title(self.city, ready.offered.indicator)
            yield Text(
                f"所依据的表自 {since} 起没有做成，数可能不是最新的，也可能不准：{title.zh}",
                f"the table it is counted from was not made since {since}, the number may be old or wrong: {title.en}",
            )
        yield from notes(ready.offered.indicator, ready.inquiry, ready.known)
        condition, own = ready.offered.permit.condition, ready.offered.indicator.where
        rows = None if condition is None else sql.text(condition)
        if rows is not None and (own is None or sql.text(own) != rows):
            yield Text(f"只数您看得到的行：{rows}", f"counted from the rows you may see only: {rows}")

    def _said(self, ready: _Settled) -> Text:
        named = {only.dimension for only in ready.inquiry.where}
        names = {name: labels(ready.offered.entry, name, self.city) or {} for name in named}
        return said(ready.offered.indicator, ready.inquiry, ready.known.period, names)

    def _labelled(self, ready: _Settled, outputs: Sequence[Column]) -> Iterator[Column]:
        for column in outputs:
            named = column.kind == "dimension"
            yield replace(
                column, labels=labels(ready.offered.entry, column.name, self.city) if named else None
            )


def table_title(city: City, indicator: Indicator) -> Text:
    """What people call the table an indicator is counted from."""
    table = indicator.table
    for scenario in city.scenarios:
        for made in scenario.tables:
            if made.name == table:
                return made.title
        for source in scenario.sources:
            if source.standard == table:
                return source.title
    return Text(str(table), str(table))


def _shown(offered: Offered) -> dict[str, Text]:
    """The columns the reader is shown of the indicator's table, and what people call them."""
    split = {each.column: each.title for each in offered.indicator.dimensions}
    return {
        name: split.get(name) or TITLES.get(name) or Text(name, name)
        for name, level in offered.permit.levels.items()
        if level != "full"
    }


def _legible(indicator: Indicator, found: Permit) -> Indicator | Withheld:
    """The indicator with the dimensions the reader is shown as they are; Withheld where it would be counted wrong."""
    if found.smallest is not None:
        why = Text(
            f"这张表只给您不少于 {found.smallest} 行的统计，不能这样数",
            f"of this table you are given statistics of {found.smallest} rows or more only",
        )
        return Withheld(table=found.table, why=why)
    plain = {
        name
        for name, element in found.elements.items()
        if name in PROVENANCE or hides_nothing(element, found.levels[name])
    }
    apart = plain | {name for name, level in found.levels.items() if level == "pseudonym"}
    hidden = sorted((indicator.columns - plain) | (indicator.told_apart - apart))
    if hidden:
        names = "、".join(hidden)
        why = Text(
            f"列“{names}”对您打了码，据此数出来的不对",
            f"the columns {names} are masked for you: a number counted from them would be wrong",
        )
        return Withheld(table=found.table, why=why)
    kept = tuple(each for each in indicator.dimensions if each.column in plain)
    return replace(indicator, dimensions=kept)


def _cells(rows: pa.Table) -> list[list[Cell]]:
    held = [[_cell(value) for value in column.to_pylist()] for column in rows.columns]
    return [list(line) for line in zip(*held, strict=True)]


def _cell(value: object) -> Cell:
    if isinstance(value, Decimal):
        return float(value) if value.as_tuple().exponent else int(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _no_indicator(name: str, there: Sequence[str]) -> Problem:
    return Problem(
        what=Text(f"没有指标“{name}”", f"there is no indicator “{name}”"),
        where="indicator",
        todo=did_you_mean(
            name, there, otherwise=Text("看看您有哪些指标", "see which indicators there are for you")
        ),
    )


def _withheld(name: str, why: Text) -> Problem:
    return Problem(
        what=Text(f"指标“{name}”不能给您看", f"the indicator “{name}” is not for you to see"),
        where=name,
        why=why,
        todo=Text(
            "请数据归口部门授权这张表的这些列（city.yml 的 grants）",
            "ask the owner to grant these columns (`grants` in city.yml)",
        ),
    )
