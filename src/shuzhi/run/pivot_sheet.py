"""A table with groups across the head as a sheet: heads over heads and sides merged, as on paper (中国式复杂表头).

The second sheet has every group on a line of its own, for whoever counts on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shuzhi.core.text import Text
from shuzhi.core.workbook import new_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

GROUP, OF_ROW, OF_COLUMN, OF_ALL = range(4)
TOTAL = Text("合计", "Total")
NOT_FILLED = Text("未填", "not filled in")
ALL = Text("全部", "All")
Cell = str | int | float | None
Row = Sequence[Any]


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

    def lines(self) -> list[Row]:
        """What stands at the side, each with its total where there is one."""
        if not self.down:
            return self.of(OF_ALL) if self.totals else [()]
        return self.of(OF_ROW) or list(dict.fromkeys(tuple(row[: self.down]) for row in self.of(GROUP)))

    def called(self, place: int, cell: Cell, not_filled: str) -> str:
        return not_filled if cell is None else self.labels[place].get(str(cell), str(cell))


def write(laid: Pivot, each: Sequence[Row], said: Text, target: Path, *, english: bool) -> None:
    """Write both sheets; ``each``: the rows of the second, under the same heads; ``said``: what was counted."""

    def say(text: Text) -> str:
        return text.en if english else text.zh

    with new_workbook(target) as book:
        sheet = book.add_worksheet(say(Text("表格", "table")))
        _Writer(book, sheet, laid, say(TOTAL), say(NOT_FILLED), say(ALL)).lay_out(say(said))
        flat = book.add_worksheet(say(Text("各组", "groups")))
        flat.write_row(0, 0, laid.heads, book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1}))
        for at, row in enumerate(each, start=1):
            for place, cell in enumerate(row):
                flat.write(at, place, _written(laid, place, cell))
        flat.freeze_panes(1, 0)
        flat.set_column(0, len(laid.heads) - 1, 18)


class _Writer:
    """One sheet being laid out."""

    def __init__(
        self, book: "Workbook", sheet: "Worksheet", laid: Pivot, total: str, not_filled: str, everything: str
    ) -> None:
        self._sheet, self._laid = sheet, laid
        self._total, self._not_filled, self._all = total, not_filled, everything
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
        laid = self._laid
        columns = _columns(laid)
        totals = laid.counted if laid.totals else 0
        last = self._wide + len(columns) * laid.counted + totals - 1
        self._box(0, 0, 1, last + 1, said, self._plain)
        self._sheet.set_row(0, 32)
        high = self._heads(columns)
        line = self._body(columns, 1 + high)
        everything = laid.of(OF_ALL)
        if laid.totals and laid.down and everything:
            of_column = {tuple(row[laid.down : laid.keys]): row[laid.keys :] for row in laid.of(OF_COLUMN)}
            self._box(line, 0, 1, self._wide, self._total, self._head)
            below = [cell for column in columns for cell in of_column.get(column, [None] * laid.counted)]
            self._numbers(line, [*below, *everything[0][laid.keys :]], self._summed)
        self._sheet.freeze_panes(1 + high, self._wide)
        self._sheet.set_column(0, self._wide - 1, 16)
        self._sheet.set_column(self._wide, last, 12)

    def _heads(self, columns: Sequence[Row]) -> int:
        """Of each level the same group once, over all that is below it; below all, what is counted. How high."""
        laid = self._laid
        several = laid.counted > 1
        high = laid.across + several
        for place in range(self._wide):
            self._box(1, place, high, 1, laid.heads[place] if laid.down else "", self._head)
        for level in range(laid.across):
            for start, end in _runs([column[: level + 1] for column in columns]):
                text = laid.called(laid.down + level, columns[start][level], self._not_filled)
                at = self._wide + start * laid.counted
                self._box(1 + level, at, 1, (end - start) * laid.counted, text, self._head)
        behind = self._wide + len(columns) * laid.counted
        if laid.totals:
            self._box(1, behind, laid.across, laid.counted, self._total, self._head)
        if several:
            for group in range(len(columns) + laid.totals):
                at = self._wide + group * laid.counted
                self._sheet.write_row(1 + laid.across, at, laid.heads[laid.keys :], self._head)
        return high

    def _body(self, columns: Sequence[Row], first: int) -> int:
        """The lines of the side with their numbers, from line ``first`` on; the line after them."""
        laid = self._laid
        lines = laid.lines()
        sides = [tuple(row[: laid.down]) for row in lines]
        if not laid.down:
            self._box(first, 0, 1, 1, self._all, self._side)
        for level in range(laid.down):
            # The last column names the row: it stands in every one.
            level_is_last = level == laid.down - 1
            runs = (
                [(at, at + 1) for at in range(len(sides))]
                if level_is_last
                else _runs([side[: level + 1] for side in sides])
            )
            for start, end in runs:
                text = laid.called(level, sides[start][level], self._not_filled)
                self._box(first + start, level, end - start, 1, text, self._side)
        found = {tuple(row[: laid.keys]): row[laid.keys :] for row in laid.of(GROUP)}
        for at, (side, row) in enumerate(zip(sides, lines, strict=True)):
            cells = [
                cell for column in columns for cell in found.get((*side, *column), [None] * laid.counted)
            ]
            self._numbers(first + at, cells, self._number)
            if laid.totals:
                self._numbers(first + at, row[laid.keys :], self._summed, behind=len(cells))
        return first + len(lines)

    def _numbers(self, line: int, cells: Sequence[Any], look: "Format", behind: int = 0) -> None:
        for at, cell in enumerate(cells, start=self._wide + behind):
            self._sheet.write(line, at, cell, look)

    def _box(self, line: int, place: int, lines: int, places: int, text: str, look: "Format") -> None:
        if lines > 1 or places > 1:
            self._sheet.merge_range(line, place, line + lines - 1, place + places - 1, "", look)
        self._sheet.write_string(line, place, text, look)


def _columns(laid: Pivot) -> list[tuple[Any, ...]]:
    """The different groups across the head, in their order: what is not filled in comes last."""
    found = {tuple(row[laid.down : laid.keys]) for row in laid.of(GROUP)}

    return sorted(found, key=lambda column: [(cell is None, cell) for cell in column])


def _runs(values: Sequence[Row]) -> list[tuple[int, int]]:
    """Where the same value stands several times in a row: first place, and the place after the last."""
    starts = [at for at, value in enumerate(values) if at == 0 or value != values[at - 1]]
    return list(zip(starts, [*starts[1:], len(values)], strict=True))


def _written(laid: Pivot, place: int, cell: Cell) -> Cell:
    return cell if place >= laid.keys or cell is None else laid.labels[place].get(str(cell), cell)
