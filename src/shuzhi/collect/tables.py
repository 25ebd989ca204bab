"""Where the tables of a sheet are: which rows are the header, which columns belong, where each ends."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shuzhi.collect.sheet import DATE, EMPTY, NUMBER, TEXT, Sheet

LOOKED = 60
"""A header stands among the first so many rows that hold anything."""
MOST_HEADERS = 5
LONG = 60
"""Characters a header does not have."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NUMBER = re.compile(r"[-+(]?[￥¥$]?[\d,.]*\d[\d,.]*(E[-+]?\d+)?[%)]?(元|万元|万|人|户)?", re.IGNORECASE)
_DATE = re.compile(
    r"\d{2,4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?([ T]\d{1,2}:\d{2}(:\d{2})?)?|[〇零一二三四五六七八九]{4}年.*"
)
_LABELLED = re.compile(
    r"^(填\s*[报表写]|制\s*表|审\s*[核批]|复\s*核|负\s*责|经\s*办|联\s*系|单\s*位|盖\s*章|主\s*管|会\s*计|出\s*纳|日\s*期|报送|统计|"
    r"数据来源|密级|附件|金额单位|计量单位)[^:：]{0,12}[:：]"
)

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table. ``header`` rows and body ``rows`` are half-open, from 0; ``blocks``: the sheet's columns under each
    name; several blocks stand side by side under the same names."""

    names: tuple[str, ...]
    blocks: tuple[tuple[int, ...], ...]
    header: tuple[int, int]
    rows: tuple[int, int]

    @property
    def places(self) -> tuple[int, ...]:
        return self.blocks[0]


def plain(text: str) -> str:
    """A header without what differs by habit: width, blanks, line ends, case."""
    return "".join(text.translate(_WIDE).split()).lower()


def looks(text: str) -> int:
    """What a text by itself looks like: NUMBER, DATE or TEXT."""
    narrow = plain(text).upper()
    if _NUMBER.fullmatch(narrow):
        return NUMBER
    return DATE if _DATE.fullmatch(narrow) else TEXT


def is_word(cell: str | None, kind: int) -> bool:
    """Could this cell be the name of a column?"""
    return kind == TEXT and cell is not None and len(cell) <= LONG and looks(cell) == TEXT


def find_tables(sheet: Sheet, known: Collection[str]) -> list[Table]:
    """The tables of a sheet, top to bottom. ``known`` are header names that are expected, spelt by ``plain``."""
    filled = sheet.filled()
    some = np.flatnonzero(filled)
    if not len(some):
        return []
    first = _header(sheet, some[:LOOKED], filled, known)
    starts = [first] if first is not None else []
    if first is not None:
        starts += _further(sheet, some, filled, first, known)
    if not starts:
        return [_nameless(sheet, some, filled)]
    ends = [*(start - _above(filled, start) for start in starts[1:]), int(some[-1]) + 1]
    return [
        table for start, end in zip(starts, ends, strict=True) if (table := _table(sheet, start, end)).names
    ]


def nameless(sheet: Sheet, *, width: int = 0) -> Table:
    """All of the sheet as a table without a header."""
    some = np.flatnonzero(sheet.filled())
    table = _nameless(sheet, some, sheet.filled())
    if width <= len(table.places):
        return table
    places = tuple(range(width))
    return Table(
        names=tuple(f"列{place + 1}" for place in places),
        blocks=(places,),
        header=table.header,
        rows=table.rows,
    )


def table_at(sheet: Sheet, header: int, count: int, end: int | None = None) -> Table:
    """The table whose header begins at a row (from 0) and has so many rows; 0 rows: as many as it seems to have."""
    some = np.flatnonzero(sheet.filled())
    last = int(some[-1]) + 1 if len(some) else 0
    return _table(sheet, header, last if end is None else end, count)


def rows_with(sheet: Sheet, wanted: Collection[str]) -> list[int]:
    """Rows on which every one of the names stands, each repetition once."""
    asked = {plain(name) for name in wanted}
    candidates = np.ones(len(sheet), bool)
    texts = np.zeros(len(sheet), np.int64)
    for kinds in sheet.kinds:
        texts += kinds == TEXT
    candidates &= texts >= len(asked)
    rows = np.flatnonzero(candidates)[: LOOKED * 50].tolist()
    return [row for row in rows if asked <= {plain(cell) for cell in sheet.row(row) if cell is not None}]


def _header(sheet: Sheet, rows: Rows, filled: npt.NDArray[np.int64], known: Collection[str]) -> int | None:
    """The row a table's header begins on: where known names are, else the first row of words across the table."""
    cells = {int(row): (sheet.row(int(row)), sheet.row_kinds(int(row))) for row in rows}
    met = {row: sum(c is not None and plain(c) in known for c in texts) for row, (texts, _) in cells.items()}
    best = max(met.values(), default=0)
    if best >= 2 or (best == 1 and max(filled[rows]) <= 2):
        row = next(row for row, count in met.items() if count * 2 > best)
        return _first_of(sheet, row, rows)
    width = float(np.median(filled[rows]))
    for row in rows.tolist():
        texts, kinds = cells[row]
        words = sum(map(is_word, texts, kinds))
        if filled[row] >= max(min(2.0, width), 0.6 * width) and not _is_labelled(texts):
            return (
                _first_of(sheet, row, rows) if words >= 0.8 * filled[row] and _is_above(cells, row) else None
            )
    return None


def _is_above(cells: Mapping[int, tuple[list[str | None], list[int]]], row: int) -> bool:
    """Is the row unlike those below it? Where all is text, the first row is taken for the header."""
    below = [other for other in cells if other > row][:20]
    if not below:
        return True
    texts, kinds = cells[row]
    same = sum(texts == cells[other][0] for other in below)
    shared = {cell for other in below for cell in cells[other][0] if cell is not None}
    own = [cell for cell, kind in zip(texts, kinds, strict=True) if kind != EMPTY]
    return same > 0 or sum(cell in shared for cell in own) * 2 <= len(own)


def _first_of(sheet: Sheet, row: int, rows: Rows) -> int:
    """A header's lower line may be the one that is known: the upper one names groups of columns."""
    above = [other for other in rows.tolist() if other == row - 1]
    if not above:
        return row
    texts, kinds = sheet.row(row - 1), sheet.row_kinds(row - 1)
    words = [place for place, cell in enumerate(texts) if cell is not None]
    groups = {
        top
        for (top, left), (bottom, right) in sheet.merged
        if top == row - 1 and (bottom > top or right > left)
    }
    wide = any(
        right - left + 1 >= len(sheet.columns) * 0.9
        for (top, left), (_, right) in sheet.merged
        if top == row - 1
    )
    fit = len(words) >= 2 and all(map(is_word, (texts[p] for p in words), (kinds[p] for p in words)))
    lower = sheet.row(row)
    if (
        fit
        and not wide
        and not _is_labelled(texts)
        and (groups or any(lower[place] is None for place in words))
    ):
        return row - 1
    return row


def _further(
    sheet: Sheet, some: Rows, filled: npt.NDArray[np.int64], first: int, known: Collection[str]
) -> list[int]:
    """Headers of other tables further down: a row of words after a gap or a title, unlike the first header."""
    header = {plain(cell) for cell in sheet.row(first) if cell is not None}
    words = np.zeros(len(sheet), np.int64)
    for column in sheet.kinds:
        words += column == TEXT
    full = some[(words[some] == filled[some]) & (filled[some] >= 2)]
    before = np.clip(full - 1, 0, None)
    apart = full[(full > first + 1) & (filled[before] <= 1)]
    found = []
    for row in apart[:1000].tolist():
        texts, kinds = sheet.row(row), sheet.row_kinds(row)
        names = {plain(cell) for cell in texts if cell is not None}
        if not all(map(is_word, [t for t in texts if t], [k for k in kinds if k != EMPTY])) or _is_labelled(
            texts
        ):
            continue
        overlap = len(names & header) / len(names)
        expected = len(names & set(known))
        below = row + 1 < len(sheet) and filled[row + 1] >= 2
        unlike = below and any(kind in (NUMBER, DATE) for kind in sheet.row_kinds(row + 1))
        texts_below = [looks(cell) for cell in sheet.row(row + 1) if cell] if below else []
        if (
            overlap < 0.5
            and below
            and (expected >= 2 or unlike or NUMBER in texts_below or DATE in texts_below)
        ):
            found.append(row)
    return found


def _above(filled: npt.NDArray[np.int64], start: int) -> int:
    """How many rows above a further header are its title."""
    count = 0
    while start - count - 1 > 0 and filled[start - count - 1] <= 1 and count < 3:
        count += 1
        if filled[start - count] == 0:
            break
    return count


def _is_labelled(texts: Sequence[str | None]) -> bool:
    """Is it a line such as 填报单位：… 填报日期：…, which is no header?"""
    cells = [cell.strip() for cell in texts if cell is not None]
    return bool(cells) and sum(bool(_LABELLED.match(cell)) for cell in cells) * 2 >= len(cells)


def _table(sheet: Sheet, start: int, end: int, count: int = 0) -> Table:
    rows = count or _lines_of(sheet, start, end)
    names = _names(sheet, start, start + rows)
    used = [place for place, name in enumerate(names) if name]
    if not used:
        return Table(names=(), blocks=((),), header=(start, start + rows), rows=(start + rows, end))
    body = slice(start + rows, end)
    # A column without a name is one of the table's if it holds anything.
    extra = [
        place for place, name in enumerate(names) if not name and (sheet.kinds[place][body] != EMPTY).any()
    ]
    places = sorted({*used, *extra})
    blocks = _side_by_side([names[place] for place in places], places)
    told = tuple(names[place] for place in blocks[0])
    return Table(names=told, blocks=blocks, header=(start, start + rows), rows=(start + rows, end))


def _nameless(sheet: Sheet, some: Rows, filled: npt.NDArray[np.int64]) -> Table:
    width = int(np.median(filled[some])) if len(some) else 0
    start = next((int(row) for row in some if filled[row] >= max(1, width * 0.6)), 0)
    places = tuple(place for place, kinds in enumerate(sheet.kinds) if (kinds != EMPTY).any())
    names = tuple(f"列{place + 1}" for place in places)
    end = int(some[-1]) + 1 if len(some) else 0
    return Table(names=names, blocks=(places,), header=(start, start), rows=(start, end))


def _lines_of(sheet: Sheet, start: int, end: int) -> int:
    """How many rows the header has: as far as its cells are merged down, or as blanks in it are filled below."""
    deepest = start
    for (top, _), (bottom, _) in sheet.merged:
        if top == start and bottom - start < MOST_HEADERS:
            deepest = max(deepest, bottom)
    across = [(left, right) for (top, left), (_, right) in sheet.merged if top == start and right > left]
    row = start
    while row + 1 < end and row - start < MOST_HEADERS - 1:
        texts, kinds = sheet.row(row + 1), sheet.row_kinds(row + 1)
        words = [place for place, cell in enumerate(texts) if cell is not None]
        above = sheet.row(row)
        are_words = bool(words) and all(is_word(texts[place], kinds[place]) for place in words)
        under = sum(
            any(left <= place <= right for left, right in across) or above[place] is None for place in words
        )
        grouped = bool(across) or (None in above[words[0] : words[-1] + 1] if words else False)
        if not (are_words and (row + 1 <= deepest or (grouped and under * 3 >= len(words) * 2))):
            break
        row += 1
        across = [(left, right) for (top, left), (_, right) in sheet.merged if top == row and right > left]
    return row - start + 1


def _names(sheet: Sheet, start: int, end: int) -> list[str]:
    """Each column's name: the lowest line of the header that says one; where two are alike, with what stands above."""
    width = len(sheet.columns)
    paths: list[list[str]] = [[] for _ in range(width)]
    for row in range(start, end):
        texts = sheet.row(row)
        for (top, left), (_, right) in sheet.merged:
            if top == row and texts[left] is not None:
                texts[left : right + 1] = [texts[left]] * (min(right, width - 1) - left + 1)
        if row + 1 < end:
            # Where the file keeps no merged cells, a group's name goes on until the next one.
            below = sheet.row(row + 1)
            for place in range(1, width):
                if texts[place] is None and below[place] is not None and below[place - 1] is not None:
                    texts[place] = texts[place - 1]
        for place, text in enumerate(texts):
            name = text.strip() if text else ""
            if name and (not paths[place] or paths[place][-1] != name):
                paths[place].append(name)
    leaves = [path[-1] if path else "" for path in paths]
    return [
        "_".join(path) if len(path) > 1 and leaves.count(leaf) > 1 else leaf
        for path, leaf in zip(paths, leaves, strict=True)
    ]


def _side_by_side(names: Sequence[str], places: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The blocks of a table that repeats its names to the right, to save paper."""
    spelt = [plain(name) for name in names]
    for times in range(2, 7):
        width, rest = divmod(len(spelt), times)
        if rest == 0 and width >= 2 and all(spelt[:width]) and spelt == spelt[:width] * times:
            return tuple(tuple(places[at : at + width]) for at in range(0, len(places), width))
    return (tuple(places),)
