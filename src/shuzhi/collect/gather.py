"""Sheets into one list of rows: which tables belong together, what is data, what is not, and that nothing is lost."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.collect import layout as layouts
from shuzhi.collect.body import Reasons, carried_down, filled_down, judged, matches
from shuzhi.collect.layout import Change, Layout, letters
from shuzhi.collect.rows import unique_names
from shuzhi.collect.sheet import NUMBER, TEXT, Sheet
from shuzhi.collect.tables import Table, find_tables, nameless, plain, rows_with, table_at
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

COUNTED = r"^\s*[0-9](\.[0-9]+)?[Ee]\+?(1[5-9]|[2-9][0-9])\s*$"
ZEROS = r"^\s*[1-9][0-9]{14}0+\s*$"
LONG_DIGITS = r"^\s*[1-9][0-9]{15,29}\s*$"
ALIKE = 0.8
"""Tables with this share of their names in common are one table in parts."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows of one table. ``rows``: named columns as text; each with its line and whether it is wrong and why."""

    sheet: str
    rows: pa.Table
    lines: npt.NDArray[np.int64]
    reasons: Reasons
    """NULL: good."""
    content: pa.Array
    """Of the bad rows only."""


@dataclass(frozen=True, kw_only=True)
class Aside:
    """Rows that are no data, and why."""

    sheet: str
    lines: npt.NDArray[np.int64]
    reasons: Reasons
    content: pa.Array


@dataclass(kw_only=True)
class Gathered:
    """What a file's sheets came to. Every row that holds anything is in a part, aside, or a header."""

    parts: list[Part] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    found: list[tuple[Sheet, Table]] = field(default_factory=list)

    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for part in self.parts for name in part.rows.column_names))


def gather(sheets: Iterable[Sheet], *, name: str, known: Collection[str], layout: Layout | None) -> Gathered:
    """The rows of a file. ``known``: headers that are expected. Raises ShuzhiError where the recipe does not fit."""
    made = Gathered()
    if layout is None:
        _by_looking(list(sheets), name, {plain(word) for word in known}, made)
    else:
        _by_recipe(sheets, name, layout, made)
    return made


def _by_looking(sheets: Sequence[Sheet], name: str, known: Collection[str], made: Gathered) -> None:
    found = [(sheet, table) for sheet in sheets if not sheet.hidden for table in find_tables(sheet, known)]
    main = max(found, key=lambda pair: _worth(pair, known), default=None)
    for sheet in sheets:
        tables = [table for other, table in found if other is sheet]
        mine = [table for table in tables if main is not None and _alike(table, main[1])]
        if sheet.hidden:
            _leave(sheet, "hidden sheet", made)
        elif not mine:
            _leave(sheet, "other sheet", made)
        else:
            begin = 0
            for table in tables:
                if table in mine:
                    _take(sheet, table, None, name, made, begin=begin)
                else:
                    _leave(sheet, "other table", made, (begin, table.rows[1]))
                begin = table.rows[1]
            _leave(sheet, "note", made, (begin, len(sheet)))
    made.notes += _told(made, sheets, name)


def _worth(pair: tuple[Sheet, Table], known: Collection[str]) -> tuple[int, bool]:
    """The table with most of the expected names; of equals one with several columns, then the first."""
    met = sum(plain(name) in known for name in pair[1].names)
    return met, len(pair[1].names) > 1


def _alike(one: Table, other: Table) -> bool:
    mine, theirs = {plain(name) for name in one.names}, {plain(name) for name in other.names}
    return len(mine & theirs) >= ALIKE * max(len(mine | theirs), 1)


def _by_recipe(sheets: Iterable[Sheet], name: str, layout: Layout, made: Gathered) -> None:
    missed: list[tuple[Sheet, list[Change]]] = []
    seen = []
    for sheet in sheets:
        seen.append(sheet.name)
        if not layouts.wants_sheet(layout, sheet.name):
            _leave(sheet, "other sheet", made)
            continue
        tables, drift = _tables(sheet, layout)
        if drift:
            missed.append((sheet, drift))
        for table in tables:
            _take(sheet, table, layout, name, made)
            _leave(sheet, "note", made, (table.rows[1], len(sheet)))
    if not made.parts and missed:
        raise ShuzhiError([layouts.drifted(name, missed[0][1])])
    for sheet, drift in missed:
        if len(sheet) and any(change.kind in ("moved", "kind", "renamed") for change in drift):
            raise ShuzhiError([layouts.drifted(f"{name}/{sheet.name}", drift)])
        _leave(sheet, "other sheet", made)
    if not made.parts:
        raise ShuzhiError([_nothing_wanted(name, seen)])
    if changed := _kinds_changed(made.found, layout):
        raise ShuzhiError([layouts.drifted(name, changed)])
    made.notes += _told(made, [], name)


def _tables(sheet: Sheet, layout: Layout) -> tuple[list[Table], list[Change]]:
    needed = [name for name, column in layout.columns.items() if not column.optional]
    if layout.header == 0:
        table = nameless(sheet, width=len(layout.columns))
        names = (*layout.columns, *table.names[len(layout.columns) :])
        return [Table(names=names, blocks=table.blocks, header=table.header, rows=table.rows)], []
    if layout.header is not None:
        starts = [layout.header - 1] if layout.header <= len(sheet) else []
    else:
        starts = rows_with(sheet, _leaves(needed)) if needed else []
        starts = starts[:1]
        if not starts:
            tables = find_tables(sheet, {plain(name) for name in layout.columns})
            starts = [tables[0].header[0]] if tables else []
        elif layout.header_rows > 1:
            starts = [max(starts[0] - layout.header_rows + 1, 0)]
    if not starts:
        return [], [Change(kind="gone", column=name) for name in needed]
    table = table_at(sheet, starts[0], layout.header_rows)
    drift = layouts.changes(layout, unique_names(table.names, "")[0], table.places)
    return ([], drift) if drift else ([table], [])


def _leaves(names: Sequence[str]) -> list[str]:
    """Names made unique by a number or by what stands above them, as they stand in the sheet."""
    return [
        re.sub(r"_\d+$", "", name.rpartition("_")[2] if re.search(r"_\D", name) else name) for name in names
    ]


def _kinds_changed(found: Sequence[tuple[Sheet, Table]], layout: Layout) -> list[Change]:
    """Columns that hold something else than the recipe says, over all of the file's tables together."""
    cells: dict[str, list[tuple[pa.Array, npt.NDArray[np.uint8]]]] = {}
    for sheet, table in found:
        rows = slice(*table.rows)
        for name, place in zip(table.names, table.places, strict=True):
            cells.setdefault(plain(name), []).append((sheet.columns[place][rows], sheet.kinds[place][rows]))
    changed = []
    for name, column in layout.columns.items():
        parts = cells.get(plain(name), [])
        if not parts or column.kind == "text":
            continue
        texts = pa.concat_arrays([part for part, _ in parts])
        kinds = np.concatenate([part for _, part in parts])
        if not layouts.fits(texts, kinds, column.kind):
            changed.append(Change(kind="kind", column=name, now=layouts.kind_of(texts, kinds) or "text"))
    return changed


def _take(
    sheet: Sheet, table: Table, layout: Layout | None, file: str, made: Gathered, *, begin: int = 0
) -> None:
    """One table's rows into parts and aside, with what stands above it from the row ``begin`` on."""
    names, _ = unique_names(table.names, file)
    made.found.append((sheet, table))
    reasons = judged(sheet, table)
    reasons[:begin] = None
    reasons[table.rows[1] :] = None
    if layout is not None:
        _as_told(sheet, table, names, layout, reasons)
    filled = reasons != None  # noqa: E711  element by element
    is_data = reasons == ""
    away = np.flatnonzero(filled & ~is_data & (reasons != "header"))
    made.aside.append(_aside(sheet, away, reasons[away]))
    rows = np.flatnonzero(is_data)
    for block in table.blocks:
        some = rows if len(table.blocks) == 1 else rows[_any(sheet, block, rows)]
        made.parts.append(_part(sheet, block, names, some, layout, file))


def _any(sheet: Sheet, places: Sequence[int], rows: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    some = np.zeros(len(rows), bool)
    for place in places:
        some |= sheet.kinds[place][rows] != 0
    return some


def _as_told(sheet: Sheet, table: Table, names: Sequence[str], layout: Layout, reasons: Reasons) -> None:
    """What the recipe says beside what was seen: rows it keeps, rows it sets aside."""
    for reason in layout.keep:
        reasons[reasons == reason] = ""
    for rule in layout.set_aside:
        places = [p for n, p in zip(names, table.places, strict=True) if rule.column in (None, n)]
        for place in places:
            hit = pc.fill_null(pc.match_substring_regex(sheet.columns[place], rule.matches), False)  # noqa: FBT003
            reasons[(reasons == "") & hit.to_numpy(zero_copy_only=False)] = rule.because


def _part(
    sheet: Sheet,
    places: Sequence[int],
    names: Sequence[str],
    rows: npt.NDArray[np.intp],
    layout: Layout | None,
    file: str,
) -> Part:
    columns = dict(zip(names, filled_down(sheet, places, rows), strict=True))
    reasons: Reasons = np.full(len(rows), None, dtype=object) if sheet.bad is None else sheet.bad[rows]
    for name, place in zip(names, places, strict=True):
        told = layout.columns.get(name) if layout is not None else None
        if told is None or told.kind != "number":
            lost = digits_lost(columns[name], sheet.kinds[place][rows])
            reasons[lost & (reasons == None)] = f"digits:{name}"  # noqa: E711  element by element
    if layout is not None:
        for name in layout.fill_down:
            if name in columns:
                columns[name] = carried_down(columns[name])
        for name, value in layouts.said_by_names(layout, file, sheet.name).items():
            columns[name] = pa.array([value] * len(rows), pa.string())
    return Part(
        sheet=sheet.name,
        rows=pa.table(columns),
        lines=sheet.lines[rows],
        reasons=reasons,
        content=sheet.content(rows[reasons != None]),  # noqa: E711  element by element
    )


def digits_lost(column: pa.Array, kinds: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Numbers whose digits after the 15th an office program threw away.

    One kept as a number with more than 15 digits; a text in exponents; where a fifth or more of a column's long
    numbers end in zeros from the 16th digit on, those that do.
    """
    lost = np.zeros(len(kinds), bool)
    # Regular expressions only where a cheaper question says yes: most columns hold nothing of the kind.
    if pc.any(pc.or_(pc.match_substring(column, "e+"), pc.match_substring(column, "E"))).as_py():
        lost |= matches(column, COUNTED) & ((kinds == NUMBER) | (kinds == TEXT))
    longer = pc.fill_null(pc.binary_length(column), 0).to_numpy(zero_copy_only=False) > 15
    long = np.flatnonzero(longer)
    long = long[kinds[long] == TEXT]
    if len(long):
        texts = column.take(pa.array(long))
        zeros = matches(texts, ZEROS)
        if zeros.sum() >= 2 and zeros.sum() * 5 >= matches(texts, LONG_DIGITS).sum():
            lost[long[zeros]] = True
    return lost


def _leave(sheet: Sheet, reason: str, made: Gathered, rows: tuple[int, int] | None = None) -> None:
    """Rows of a sheet, or of a table on it, that are not this source's."""
    filled = np.flatnonzero(sheet.filled())
    if rows is not None:
        filled = filled[(filled >= rows[0]) & (filled < rows[1])]
    made.aside.append(_aside(sheet, filled, np.full(len(filled), reason, dtype=object)))


def _aside(sheet: Sheet, rows: npt.NDArray[np.intp], reasons: Reasons) -> Aside:
    return Aside(sheet=sheet.name, lines=sheet.lines[rows], reasons=reasons, content=sheet.content(rows))


def _told(made: Gathered, sheets: Sequence[Sheet], name: str) -> list[Problem]:
    """What a person should know of how the file was read."""
    notes = []
    for sheet, _ in {sheet.name: (sheet, table) for sheet, table in made.found}.values():
        marks = sheet.marks
        if marks.hidden_rows or marks.hidden_columns:
            shown = "、".join(letters(place) for place in sorted(marks.hidden_columns)[:10])
            notes.append(
                _note(
                    Text(
                        f"有隐藏的 {len(marks.hidden_rows)} 行、{len(marks.hidden_columns)} 列（{shown}），已照常收取",
                        f"{len(marks.hidden_rows)} rows and {len(marks.hidden_columns)} columns ({shown}) are hidden; "
                        "they were taken like the others",
                    ),
                    f"{name}/{sheet.name}",
                    Text(
                        "请来源部门确认隐藏的内容是否应报送",
                        "ask the department whether they were meant to be sent",
                    ),
                )
            )
        if marks.never_computed:
            notes.append(
                _note(
                    Text(
                        f"{marks.never_computed} 个公式从未算出结果，按空值收取",
                        f"{marks.never_computed} formulas were never computed: taken as empty",
                    ),
                    f"{name}/{sheet.name}",
                    Text(
                        "请在办公软件里打开、保存后重报",
                        "open it in an office program, save it and send it again",
                    ),
                )
            )
    hidden = [sheet.name for sheet in sheets if sheet.hidden and len(sheet)]
    if hidden:
        notes.append(
            _note(
                Text(
                    f"隐藏的工作表没有收取：{'、'.join(hidden)}",
                    f"hidden sheets were not taken: {', '.join(hidden)}",
                ),
                name,
                Text("若应收取，请取消隐藏后重报", "if they belong to it, unhide them and send it again"),
            )
        )
    return notes


def _note(what: Text, where: str, todo: Text) -> Problem:
    return Problem(what=what, where=where, todo=todo, warning=True)


def _nothing_wanted(name: str, sheets: Sequence[str]) -> Problem:
    return Problem(
        what=Text("没有配方所说的工作表或表格", "no sheet or table that the recipe speaks of"),
        where=name,
        why=Text(f"现有：{'、'.join(sheets)}", f"it has: {', '.join(sheets)}"),
        todo=Text(
            "改正采集配方的 sheets，或请来源部门重报",
            "mend `sheets` of the recipe, or ask for the file again",
        ),
    )
