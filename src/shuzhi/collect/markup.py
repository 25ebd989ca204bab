"""Pages, XML and JSON documents as sheets: what systems export and call a workbook."""

import json
import re
import xml.parsers.expat
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from shuzhi.collect.sheet import Sheet, Span, of_rows, of_texts
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

LARGEST = 256 << 20
"""Bytes of a document that is read whole."""
DEEPEST = 200
MOST_CELLS = 20_000_000
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_CHILDREN = "\0children"

Value = str | None | Mapping[str, Any] | list[Any]


def html_sheets(text: str, name: str) -> Iterator[Sheet]:
    """Every table of a page that is not in another table."""
    page = _Page(name)
    page.feed(text)
    page.close()
    for place, (rows, merged) in enumerate(page.tables, start=1):
        width = max(map(len, rows), default=0)
        filled = [row + [""] * (width - len(row)) for row in rows]
        if width:
            yield of_rows(f"表{place}", iter(filled), merged=tuple(merged))


class _Page(HTMLParser):
    """Collects tables: rows of texts, and the cells that span several."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[list[list[str]], list[Span]]] = []
        self._name, self._depth, self._cells = name, 0, 0
        self._text: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(([], []))
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1][0].append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            told = dict(attrs)
            self._span = (_span(told.get("rowspan")), _span(told.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()
        elif tag == "table" and self._depth:
            self._end_cell()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None:
            return
        rows, merged = self.tables[-1]
        if not rows:
            rows.append([])
        top, text = len(rows) - 1, "".join(self._text).strip()
        covered = {
            right
            for (first, left), (last, end) in merged[-200:]
            if first < top <= last
            for right in range(left, end + 1)
        }
        row = rows[top]
        while len(row) in covered:
            row.append("")
        left, (down, across) = len(row), self._span
        row += [text] + [""] * (across - 1)
        self._cells += across
        if self._cells > MOST_CELLS:
            raise too_large(self._name)
        if down > 1 or across > 1:
            merged.append(((top, left), (top + down - 1, left + across - 1)))
        self._text = None


def _span(told: str | None) -> int:
    return min(max(int(told), 1), 1000) if told is not None and told.isdecimal() else 1


def xml_sheets(data: bytes, name: str, records: str | None) -> Iterator[Sheet]:
    """A spreadsheet saved as XML (2003), or the elements that repeat as rows. Raises ShuzhiError for entities."""
    root = _tree(data, name)
    tag, attributes, _children, _ = root
    if attributes.get("xmlns", "").startswith(SPREADSHEET) or tag.endswith("Workbook"):
        yield from _spreadsheet(root)
        return
    rows = _at(root, records) if records is not None else _repeated(root)
    yield _records_sheet(tag, [_fields(row) for row in rows])


Element = tuple[str, dict[str, str], list[Any], list[str]]


def _tree(data: bytes, name: str) -> Element:
    # The bytes are UTF-8 by now, whatever the declaration says they were.
    parser = xml.parsers.expat.ParserCreate("utf-8")
    root: Element = ("", {}, [], [])
    stack = [root]

    def refuse(*_: object) -> None:
        raise ShuzhiError([_entities(name)])

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEEPEST:
            raise too_large(name)
        element: Element = (tag, attributes, [], [])
        stack[-1][2].append(element)
        stack.append(element)

    def text(part: str) -> None:
        stack[-1][3].append(part)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = text
    parser.buffer_text = True
    try:
        parser.Parse(data, True)  # noqa: FBT003
    except xml.parsers.expat.ExpatError as error:
        raise broken(name, f"XML: {error}") from None
    return root[2][0]  # type: ignore[no-any-return]


def _spreadsheet(root: Element) -> Iterator[Sheet]:
    for sheet in (child for child in root[2] if _local(child[0]) == "Worksheet"):
        rows: list[list[str]] = []
        merged: list[Span] = []
        for table in (child for child in sheet[2] if _local(child[0]) == "Table"):
            for row in (child for child in table[2] if _local(child[0]) == "Row"):
                at = _number(row[1], "Index")
                rows += [[] for _ in range(min(at - 1 - len(rows), 100_000))] if at else []
                rows.append(_spreadsheet_row(row, len(rows), merged))
        width = max(map(len, rows), default=0)
        if width:
            yield of_rows(
                next((value for key, value in sheet[1].items() if _local(key) == "Name"), "表"),
                iter([row + [""] * (width - len(row)) for row in rows]),
                merged=tuple(merged),
            )


def _spreadsheet_row(row: Element, top: int, merged: list[Span]) -> list[str]:
    covered = {
        place
        for (first, left), (last, right) in merged[-500:]
        if first < top <= last
        for place in range(left, right + 1)
    }
    cells: list[str] = []
    for cell in (child for child in row[2] if _local(child[0]) == "Cell"):
        at = _number(cell[1], "Index")
        cells += [""] * (min(at - 1, 16384) - len(cells)) if at else []
        while len(cells) in covered:
            cells.append("")
        across, down = _number(cell[1], "MergeAcross"), _number(cell[1], "MergeDown")
        if across or down:
            merged.append(((top, len(cells)), (top + down, len(cells) + across)))
        data = next((child for child in cell[2] if _local(child[0]) == "Data"), None)
        text = "" if data is None else _all_text(data)
        if data is not None and any(_local(k) == "Type" and v == "DateTime" for k, v in data[1].items()):
            text = re.sub(r"T00:00:00(\.0+)?$", "", text).replace("T", " ")
        cells += [text] + [""] * min(across, 16384)
    return cells


def _number(attributes: Mapping[str, str], key: str) -> int:
    told = next((value for name, value in attributes.items() if _local(name) == key), "")
    return int(told) if told.isdecimal() and len(told) < 7 else 0


def _local(tag: str) -> str:
    return tag.rpartition(":")[2].rpartition("}")[2]


def _all_text(element: Element) -> str:
    return "".join([*element[3], *(_all_text(child) for child in element[2])])


def _at(root: Element, path: str) -> list[Element]:
    found = [root]
    for step in path.strip("/").split("/"):
        found = [child for element in found for child in element[2] if _local(child[0]) == step]
    return found


def _repeated(root: Element) -> list[Element]:
    """The largest group of brothers of one name that have fields of their own."""
    best: list[Element] = []
    stack = [root]
    while stack:
        element = stack.pop()
        groups: dict[str, list[Element]] = {}
        for child in element[2]:
            if child[2] or child[1]:
                groups.setdefault(child[0], []).append(child)
                stack.append(child)
        best = max([best, *groups.values()], key=len)
    return best


def _fields(element: Element) -> dict[str, str]:
    """A record's attributes and fields; nested ones under their path."""
    told = dict(element[1])
    counted: dict[str, int] = {}
    for child in element[2]:
        key = _local(child[0])
        counted[key] = counted.get(key, 0) + 1
        key = key if counted[key] == 1 else f"{key}_{counted[key]}"
        if child[2]:
            told |= {f"{key}_{inner}": value for inner, value in _fields(child).items()}
        else:
            told[key] = "".join(child[3]).strip()
            told |= {f"{key}_{inner}": value for inner, value in child[1].items()}
    return told


def json_sheets(text: str, name: str, records: str | None) -> Iterator[Sheet]:
    """The records of a JSON document: the list at a path such as data/rows, else the longest list of objects."""
    try:
        document = json.loads(text)
    except RecursionError:
        raise too_large(name) from None
    except ValueError as error:
        raise broken(name, f"JSON: {error}") from None
    rows = _list_at(document, records) if records is not None else _longest(document)
    yield _records_sheet("JSON", [row if isinstance(row, dict) else {"值": row} for row in rows])


def _list_at(document: object, path: str) -> list[Any]:
    for step in filter(None, path.split("/")):
        document = document.get(step, []) if isinstance(document, dict) else []
    return document if isinstance(document, list) else [document]


def _longest(document: object) -> list[Any]:
    best: list[Any] = []
    stack: list[Any] = [document]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            if len(value) > len(best) and any(isinstance(item, dict) for item in value):
                best = value
            stack += value if len(value) < 1000 else value[:1000]
        elif isinstance(value, dict):
            stack += value.values()
    return best or ([document] if isinstance(document, dict) else [])


def _records_sheet(title: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    names = list(dict.fromkeys(str(key) for row in rows for key in row))
    if len(names) > 16384:
        raise too_large(title)
    cells = [[_plain(row.get(name)) for name in names] for row in rows]
    return of_texts(title, [names, *cells]) if names else of_texts(title, [])


def _plain(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


def _entities(name: str) -> Problem:
    return Problem(
        what=Text("XML 里有 DOCTYPE 或实体定义，拒绝读取", "the XML declares a DOCTYPE or entities: refused"),
        where=name,
        why=Text("实体可以把几个字变成几十亿个字", "entities can turn a few characters into billions"),
        todo=Text("请来源部门导出不含 DOCTYPE 的 XML", "ask for an XML without a DOCTYPE"),
    )


def broken(name: str, reason: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("文件内容不完整或不合格式", "the document is incomplete or malformed"),
                where=name,
                why=Text(reason[:200], reason[:200]),
                todo=Text("请来源部门重新导出", "ask the department for a new export"),
            )
        ]
    )


def too_large(name: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text(
                    "文件过大、过宽或嵌套过深，拒绝读取", "too large, too wide or nested too deep: refused"
                ),
                where=name,
                todo=Text("请来源部门分批导出，或导出为 CSV", "ask for it in parts, or as CSV"),
            )
        ]
    )
