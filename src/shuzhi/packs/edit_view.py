"""A view as somebody arranged it on the page, written into its file: what he left alone stays to the byte.

A panel that was only moved has its ``at`` put in; a new or renamed one is written in block style; comments above a
panel go with it. What comes out is read again and must say what was meant.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.edit import Edit, try_out
from shuzhi.packs.schema import City, View
from shuzhi.packs.view_file import PanelFile, ViewFile


@dataclass(frozen=True, kw_only=True)
class Arranged:
    """A panel of the view to be. ``was``: its place among the panels of the file; None: it is new."""

    was: int | None
    panel: PanelFile


def edit_view(city: City, view: View, panels: Sequence[Arranged]) -> Edit:
    """What the panels would make of the view's file. The grid grows and shrinks with them. Nothing is written.

    Raises ShuzhiError if the view would not load, or if the way its file is written cannot be edited here.
    """
    before = view.path.read_bytes().decode("utf-8")
    bottom = _bottom(each.panel for each in panels)
    rows = max(bottom, view.rows + min(0, bottom - _bottom(view.panels)))
    after = _written(before, view, panels, rows)
    edited = Edit(city=city.folder, path=view.path, before=before, after=after)
    made = try_out(edited)
    meant = _meaning(view) | {"rows": rows, "panels": tuple(panel.panel for panel in panels)}
    if not any(_meaning(each) == meant for each in _views(made) if each.path == view.path):
        raise ShuzhiError([_by_hand(view)])
    return edited


def _bottom(panels: Iterable[PanelFile]) -> int:
    return max((panel.at[1] + panel.at[3] - 1 for panel in panels), default=0)


def _views(city: City) -> Iterator[View]:
    yield from city.views
    for scenario in city.scenarios:
        yield from scenario.views


def _meaning(view: View) -> dict[str, object]:
    return {name: getattr(view, name) for name in ViewFile.model_fields}


def _written(text: str, view: View, panels: Sequence[Arranged], rows: int) -> str:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    keys = {name.value: held for name, held in node.value} if isinstance(node, yaml.MappingNode) else {}
    listed = keys.get("panels")
    if not isinstance(listed, yaml.SequenceNode) or listed.flow_style or not listed.value:
        raise ShuzhiError([_by_hand(view)])
    chunks = _chunks(text, listed)
    indent = listed.value[0].start_mark.column - 2
    body = "".join(
        _panel(text, view, each, chunks, listed.value, indent)
        if each.was is not None
        else _block(each.panel, indent)
        for each in panels
    )
    text = text[: chunks[0].start] + body + text[chunks[-1].stop :]
    return text if rows == view.rows else _with_rows(text, keys.get("rows"), chunks[0].start, rows)


def _chunks(text: str, listed: yaml.SequenceNode) -> list[slice]:
    """Where each panel stands: its lines and the comments above them."""
    ends = [_line_end(text, item.value[-1][1].end_mark.index, item.start_mark.index) for item in listed.value]
    first = text.rfind("\n", 0, listed.value[0].start_mark.index) + 1
    return [slice(start, end) for start, end in zip([first, *ends], ends, strict=False)]


def _line_end(text: str, end: int, start: int) -> int:
    """The begin of the line after the last one that says something before ``end``."""
    last = len(text[start:end].rstrip()) + start
    at = text.find("\n", last)
    return len(text) if at < 0 else at + 1


def _panel(
    text: str, view: View, each: Arranged, chunks: Sequence[slice], items: Sequence[yaml.Node], indent: int
) -> str:
    was = each.was or 0
    chunk, item, old = chunks[was], items[was], view.panels[was]
    if each.panel.model_copy(update={"at": old.at}) != old:
        above = text[chunk.start : text.rfind("\n", 0, item.start_mark.index) + 1]
        return above + _block(each.panel, indent)
    lines = text[chunk]
    if each.panel.at != old.at and isinstance(item, yaml.MappingNode):
        (at,) = (held for name, held in item.value if name.value == "at")
        begin, end = at.start_mark.index - chunk.start, at.end_mark.index - chunk.start
        lines = f"{lines[:begin]}{list(each.panel.at)}{lines[end:]}"
    return lines if lines.endswith("\n") else f"{lines}\n"


def _block(panel: PanelFile, indent: int) -> str:
    told = panel.model_dump(mode="json", exclude_defaults=True)
    # Any order would do for YAML; people look for these first.
    first = {name: told.pop(name) for name in ("kind", "at", "title") if name in told}
    written = yaml.safe_dump(
        [first | told], allow_unicode=True, sort_keys=False, default_flow_style=None, width=110
    )
    return "".join(f"{' ' * indent}{line}\n" for line in written.splitlines())


def _with_rows(text: str, rows: yaml.Node | None, panels: int, number: int) -> str:
    if rows is not None:
        return text[: rows.start_mark.index] + str(number) + text[rows.end_mark.index :]
    key = text.rfind("\npanels:", 0, panels) + 1
    return f"{text[:key]}rows: {number}\n{text[key:]}"


def _by_hand(view: View) -> Problem:
    return Problem(
        what=Text(
            "这个视图的写法无法在页面上修改", "the way this view is written cannot be edited on a page"
        ),
        where=str(view.path),
        why=Text("panels 不是逐行的列表，或用了锚点", "`panels` is no block list, or uses anchors"),
        todo=Text("请直接编辑文件", "edit the file by hand"),
    )
