"""A table's rows, told apart: data, and what is set aside with a reason: totals, notes, repeated headers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.collect.sheet import EMPTY, Sheet
from shuzhi.collect.tables import Table, plain

Reasons = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]

TOTALS = (
    r"^[\s　]*[（(]?(本页|本表|本村|本组|本月|本年|全[市县区镇乡村年]|按.{1,6}|[^，。；:：]{0,12})?[\s　]*"
    r"(合[\s　]*计|总[\s　]*计|小[\s　]*计|共[\s　]*计|累[\s　]*计)[)）]?[\s　]*([（(][^）)]*[）)])?[\s　]*([:：].*)?$"
)
NOTE = (
    r"^[\s　]*[（(※*]?(备?[\s　]*注|说[\s　]*明|填[\s　]*表[\s　]*说[\s　]*明|填[\s　]*报|制[\s　]*表|审[\s　]*[核批]|"
    r"复[\s　]*核|单位负责|负责人|"
    r"经[\s　]*办|联[\s　]*系[\s　]*电?|数据来源|统计[口时]|报送|盖[\s　]*章|公[\s　]*示|本表|此表|"
    r"以上|以下|（?盖章|注意|提示|第[\s　]*\d+[\s　]*页|共[\s　]*\d+[\s　]*页|单位[\s　]*[（(]盖章|[-—=_*]{3,}|"
    r"[0-9一二三四五六七八九十]+[、.．]\s*.{10,})"
)
SENTENCE = r"^.*[\x{4E00}-\x{9FFF}].{4,}[\x{4E00}-\x{9FFF}].*$"
SERIAL = {"序号", "编号", "行号", "no", "no.", "xh", "顺序号", "列1"}
WIDE = 6
"""The word 合计 stands in one of the first so many columns."""


def judged(sheet: Sheet, table: Table) -> Reasons:
    """For each row of the sheet why it is no data: a code, "" where it is data, NULL where it is blank.

    Rows outside the table are told too: above it a title, below it a note. Header rows are "header".
    """
    reasons: Reasons = np.full(len(sheet), "", dtype=object)
    filled = sheet.filled()
    begin, end = table.rows
    reasons[: table.header[0]] = "title"
    reasons[table.header[0] : table.header[1]] = "header"
    reasons[end:] = "note"
    body = np.arange(begin, end)
    if len(body):
        reasons[body] = _body(sheet, table, filled)
    reasons[filled == 0] = None
    return reasons


def _body(sheet: Sheet, table: Table, filled: npt.NDArray[np.int64]) -> Reasons:
    begin, end = table.rows
    part: Reasons = np.full(end - begin, "", dtype=object)
    count, width = filled[begin:end], len(table.places)
    lead = first_texts(sheet, table)
    if width >= 3:
        note = (count == 1) & (matches(lead, NOTE) | _across(sheet, table, width))
        part[note | _labelled(sheet, table, count)] = "note"
        part[_trailing(count, width) & (count == 1) & matches(lead, SENTENCE)] = "note"
        part[_template(sheet, table, count)] = "template"
    if width >= 2:
        part[matches(lead, TOTALS) & (count >= 1)] = "totals"
    part[_repeated(sheet, table, table.header, count)] = "header again"
    for row in range(table.header[0]):
        if filled[row]:
            part[_repeated(sheet, table, (row, row + 1), count, most=2)] = "title"
    return part


def first_texts(sheet: Sheet, table: Table) -> pa.Array:
    """What stands first in each row of the body."""
    begin, end = table.rows
    arrays = [sheet.columns[place].slice(begin, end - begin) for place in table.places[:WIDE]]
    return pc.coalesce(*arrays) if arrays else pa.nulls(end - begin, pa.string())


def _across(sheet: Sheet, table: Table, width: int) -> Flags:
    """Rows one cell of which was merged over most of the table."""
    begin, end = table.rows
    wide = np.zeros(end - begin, bool)
    for (top, left), (bottom, right) in sheet.merged:
        if begin <= top < end and top == bottom and (right - left + 1) * 2 > width:
            wide[top - begin] = True
    return wide


def _labelled(sheet: Sheet, table: Table, count: npt.NDArray[np.int64]) -> Flags:
    """Lines such as 制表人：… 审核人：…, cell by cell. They never fill a table's width."""
    found = np.zeros(len(count), bool)
    sparse = np.flatnonzero((count > 0) & (count * 4 <= len(table.places) * 3))
    if len(sparse):
        rows = pa.array(sparse + table.rows[0])
        labelled = sum(
            matches(column.take(rows), NOTE + r".{0,14}[:：]").astype(np.int64) for column in sheet.columns
        )
        found[sparse] = (labelled >= 1) & (labelled * 2 >= count[sparse])
    return found


def _trailing(count: npt.NDArray[np.int64], width: int) -> Flags:
    """Rows after the last one that is at least half full."""
    tail = np.zeros(len(count), bool)
    dense = np.flatnonzero(count * 2 >= width)
    tail[int(dense[-1]) + 1 if len(dense) else len(count) :] = True
    return tail


def _template(sheet: Sheet, table: Table, count: npt.NDArray[np.int64]) -> Flags:
    """Rows of a form in which only the printed serial number stands."""
    begin, end = table.rows
    place, name = table.places[0], plain(table.names[0])
    if name not in SERIAL:
        return np.zeros(end - begin, bool)
    alone: Flags = (count == 1) & (sheet.kinds[place][begin:end] != EMPTY)
    return alone


def _repeated(
    sheet: Sheet, table: Table, rows: tuple[int, int], count: npt.NDArray[np.int64], most: int | None = None
) -> Flags:
    """Rows that say what one of the given rows says, cell for cell."""
    begin, end = table.rows
    found = np.zeros(end - begin, bool)
    for row in range(*rows):
        texts = sheet.row(row)
        said = [place for place, text in enumerate(texts) if text is not None]
        if not said or (most is not None and len(said) > most):
            continue
        alike: Any = count == len(said)
        for place in said:
            if not alike.any():
                break
            same = pc.equal(sheet.columns[place].slice(begin, end - begin), texts[place])
            alike = alike & pc.fill_null(same, False).to_numpy(zero_copy_only=False)  # noqa: FBT003
        found |= alike
    return found


def filled_down(sheet: Sheet, places: Sequence[int], rows: npt.NDArray[np.intp]) -> list[pa.Array]:
    """The columns at those rows; a cell merged over several rows says the same on each."""
    arrays = [sheet.columns[place] for place in places]
    position = {place: index for index, place in enumerate(places)}
    spans: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged:
        if bottom > top and left in position:
            spans.setdefault(left, []).append((top, min(bottom, len(sheet) - 1)))
    for place, merged in spans.items():
        source = np.arange(len(sheet))
        for top, bottom in merged:
            source[top : bottom + 1] = top
        arrays[position[place]] = arrays[position[place]].take(pa.array(source))
    if len(rows) and rows[-1] - rows[0] + 1 == len(rows):
        return [array.slice(int(rows[0]), len(rows)) for array in arrays]
    return [array.take(pa.array(rows)) for array in arrays]


def carried_down(column: pa.Array) -> pa.Array:
    """A column in which a blank means "as above"."""
    return pc.fill_null_forward(column)


def matches(texts: pa.Array, pattern: str) -> Flags:
    """Which texts match; NULL does not."""
    found = pc.match_substring_regex(texts, pattern)
    flags: Flags = pc.fill_null(found, False).to_numpy(zero_copy_only=False)  # noqa: FBT003
    return flags
