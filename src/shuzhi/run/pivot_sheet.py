"""A table with groups across the head as a sheet: heads over heads and sides merged, as on paper (中国式复杂表头).

The second sheet has every group on a line of its own, for whoever counts on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shuzhi.analyse.indicators.form import NOT_FILLED
from shuzhi.core.text import Text
from shuzhi.core.workbook import new_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

GROUP, OF_ROW, OF_COLUMN, OF_ALL = range(4)
_SUB = 10
"""Times so many groups of the side: their subtotals; one more: those rows' totals."""
TOTAL = Text("合计", "Total")
SUBTOTAL = Text("小计", "Subtotal")
ALL = Text("全部", "All")
Cell = str | int | float | None
Row = Sequence[Any]
Say = Callable[[Text], str]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line below the head. A ``side`` shorter than the others': a subtotal of that group; of none: everything."""

    side: Row
    cells: Row


@dataclass(frozen=True, kw_only=True)
class Pivot:
    """An answer to be laid out: ``down`` groups at the side, ``across`` in the head, then what is counted.

    ``sets``: which rows are groups, a row's total, a column's, everything's. ``labels``: names of codes, by column.
    """

    heads: Sequence[str]
    labels: Sequence[Mapping[str, str]]
    rows: Sequence[Row]
    sets: Sequence[int]
    down: int
    across: int
    totals: bool

    @property
    def keys(self) -> int:
        return self.down + self.across

    @property
    def counted(self) -> int:
        return len(self.heads) - self.keys

    def of(self, which: int) -> list[Row]:
        return [row for row, each in zip(self.rows, self.sets, strict=True) if each == which]

    def columns(self) -> list[Row]:
        """The different groups across the head, in their order: what is not filled in comes last."""
        found = {tuple(row[self.down : self.keys]) for row in self.of(GROUP)}
        return sorted(found, key=lambda column: [(cell is None, cell) for cell in column])

    def lines(self, columns: Sequence[Row]) -> list[Line]:
        """The rows with their totals, each outer group followed by its subtotal where there is one."""
        outers = sorted({which // _SUB for which in self.sets if which >= _SUB}, reverse=True)
        found = {which: self._found(which) for which in set(self.sets)}
        whole = OF_ROW if self.down else OF_ALL

        def line(side: Row, which: int, own: int) -> Line:
            asked = [(which, column) for column in columns]
            asked += [(own, ())] if self.totals and self.across else []
            nothing = [None] * self.counted
            told = [found.get(each, {}).get((*side, *column), nothing) for each, column in asked]
            return Line(side=side, cells=[cell for cells in told for cell in cells])

        sides = list(dict.fromkeys(tuple(row[: self.down]) for row in self.of(OF_ROW) or self.of(GROUP)))
        if not self.down:
            sides = [()]
        told = []
        for side, after in zip(sides, [*sides[1:], None], strict=True):
            told.append(line(side, GROUP, whole))
            told += [
                line(side[:outer], _SUB * outer, _SUB * outer + 1)
                for outer in outers
                if after is None or after[:outer] != side[:outer]
            ]
        if self.totals and self.down and OF_ALL in found:
            told.append(line((), OF_COLUMN if self.across else OF_ALL, OF_ALL))
        return told

    def _found(self, which: int) -> dict[tuple[Any, ...], Row]:
        """What is counted in each group of a set of cells."""
        outer, kind = divmod(which, _SUB)
        side = (outer or self.down) if kind in (GROUP, OF_ROW) else 0
        first = self.down if kind in (GROUP, OF_COLUMN) else self.keys
        return {(*row[:side], *row[first : self.keys]): row[self.keys :] for row in self.of(which)}


def write(laid: Pivot, each: Sequence[Row], said: Text, target: Path, *, english: bool) -> None:
    """Write both sheets; ``each``: the rows of the second, under the same heads; ``said``: what was counted."""

    def say(text: Text) -> str:
        return text.en if english else text.zh

    with new_workbook(target) as book:
        sheet = book.add_worksheet(say(Text("表格", "table")))
        _Writer(book, sheet, laid, say).lay_out(say(said))
        flat = book.add_worksheet(say(Text("各组", "groups")))
        flat.write_row(0, 0, laid.heads, book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1}))
        for at, row in enumerate(each, start=1):
            for place, cell in enumerate(row):
                flat.write(at, place, _written(laid, place, cell))
        flat.freeze_panes(1, 0)
        flat.set_column(0, len(laid.heads) - 1, 18)


class _Writer:
    """One sheet being laid out."""

    def __init__(self, book: "Workbook", sheet: "Worksheet", laid: Pivot, say: Say) -> None:
        self._sheet, self._laid, self._say = sheet, laid, say
        frame = {"border": 1, "valign": "vcenter"}
        self._plain = book.add_format({"text_wrap": True})
        self._head = book.add_format(
            frame | {"bold": True, "bg_color": "#E8EEF7", "align": "center", "text_wrap": True}
        )
        self._side = book.add_format(frame | {"text_wrap": True})
        self._number = book.add_format(frame | {"num_format": "#,##0.####"})
        self._summed = book.add_format(frame | {"num_format": "#,##0.####", "bold": True})
        self._wide = max(laid.down, 1)

    def lay_out(self, said: str) -> None:
        laid, columns = self._laid, self._laid.columns()
        last = self._wide + (len(columns) + self._own) * laid.counted - 1
        self._box(0, 0, 1, last + 1, said, self._plain)
        self._sheet.set_row(0, 32)
        high = self._heads(columns)
        self._body(laid.lines(columns), 1 + high)
        self._sheet.freeze_panes(1 + high, self._wide)
        self._sheet.set_column(0, self._wide - 1, 16)
        self._sheet.set_column(self._wide, last, 12)

    @property
    def _own(self) -> int:
        """Whether rows have a total of their own behind them."""
        return int(self._laid.totals and self._laid.across > 0)

    def _heads(self, columns: Sequence[Row]) -> int:
        """Of each level the same group once, over all that is below it; below all, what is counted. How high."""
        laid = self._laid
        measures = laid.counted > 1 or not laid.across
        high = laid.across + measures
        for place in range(self._wide):
            self._box(1, place, high, 1, laid.heads[place] if laid.down else "", self._head)
        for level in range(laid.across):
            for start, end in _runs([column[: level + 1] for column in columns]):
                at = self._wide + start * laid.counted
                text = self._called(laid.down + level, columns[start][level])
                self._box(1 + level, at, 1, (end - start) * laid.counted, text, self._head)
        if self._own:
            behind = self._wide + len(columns) * laid.counted
            self._box(1, behind, laid.across, laid.counted, self._say(TOTAL), self._head)
        if measures:
            for group in range(len(columns) + self._own):
                at = self._wide + group * laid.counted
                self._sheet.write_row(1 + laid.across, at, laid.heads[laid.keys :], self._head)
        return high

    def _body(self, lines: Sequence[Line], first: int) -> None:
        """The lines with their numbers, from ``first`` on; at the side a group once, beside all it is the same in."""
        down = self._laid.down
        for level in range(down):
            # The last column names the row: it stands in every one. A subtotal belongs to no group further in.
            same: list[Row | int] = [
                line.side[: level + 1] if level < min(len(line.side), down - 1) else at
                for at, line in enumerate(lines)
            ]
            for start, end in _runs(same):
                side = lines[start].side
                if level < len(side):
                    self._box(
                        first + start, level, end - start, 1, self._called(level, side[level]), self._side
                    )
        for at, line in enumerate(lines, start=first):
            summed = len(line.side) < down
            if summed or not down:
                text = SUBTOTAL if line.side else TOTAL if down else ALL
                self._box(at, len(line.side), 1, self._wide - len(line.side), self._say(text), self._head)
            for place, cell in enumerate(line.cells, start=self._wide):
                self._sheet.write(at, place, cell, self._summed if summed else self._number)

    def _called(self, place: int, cell: Cell) -> str:
        return self._say(NOT_FILLED) if cell is None else self._laid.labels[place].get(str(cell), str(cell))

    def _box(self, line: int, place: int, lines: int, places: int, text: str, look: "Format") -> None:
        if lines > 1 or places > 1:
            self._sheet.merge_range(line, place, line + lines - 1, place + places - 1, "", look)
        self._sheet.write_string(line, place, text, look)


def _runs(values: Sequence[object]) -> list[tuple[int, int]]:
    """Where the same value stands several times in a row: first place, and the place after the last."""
    starts = [at for at, value in enumerate(values) if at == 0 or value != values[at - 1]]
    return list(zip(starts, [*starts[1:], len(values)], strict=True))


def _written(laid: Pivot, place: int, cell: Cell) -> Cell:
    return cell if place >= laid.keys or cell is None else laid.labels[place].get(str(cell), cell)
