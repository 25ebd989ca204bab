"""Files sent on the page: what somebody clicked becomes a layout, written down when he confirms it.

Each layout of sent files has a folder of its own, ``data/报送/<source>/<number>/``, so that the folder says how a file
in it is read, whatever its sender called it.
"""

import glob
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from shuzhi.collect.layout import SENT
from shuzhi.core.crypto import write_whole
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.recipe_file import Kind, LayoutFile
from shuzhi.packs.recipes import FOLDER, read_recipes
from shuzhi.packs.schema import City, Recipe, Source
from shuzhi.run.recipes import HEAD

ENDINGS = frozenset(
    (
        ".xls",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".ods",
        ".et",
        ".csv",
        ".tsv",
        ".txt",
        ".htm",
        ".html",
        ".xml",
        ".json",
    )
)
"""What is taken on the page. Archives and files that describe themselves go into the source's folder."""
_ANY = "？"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ColumnFix(Strict):
    """What somebody says of one column: what it looks like, which of the source's it is."""

    kind: Kind | None = None
    means: str | None = Field(default=None, max_length=100)


class RowsFix(Strict):
    """Rows whose cell in the column is this text are no data."""

    column: str = Field(max_length=100)
    text: str = Field(max_length=100)


class Fixes(Strict):
    """What somebody clicked. What is left alone is found in the file."""

    header: int | None = Field(default=None, ge=1, le=200)
    header_rows: int = Field(default=0, ge=0, le=5)
    leave_sheets: list[str] = Field(default=[], max_length=100)
    keep: list[Literal["title", "note", "totals", "header again", "template"]] = Field(
        default=[], max_length=5
    )
    set_aside: list[RowsFix] = Field(default=[], max_length=50)
    columns: dict[str, ColumnFix] = Field(default={}, max_length=500)

    @property
    def some(self) -> bool:
        return self != Fixes()


def safe_name(name: str) -> str:
    """The sender's name for the file as a name in a folder: no path, no control characters, not hidden, not long."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    kept = "".join("_" if char in '<>:"|?*[]!~$' or not char.isprintable() else char for char in last)
    stem, dot, ending = kept.strip(" .").rpartition(".")
    return f"{(stem or '文件').strip(' .')[:60]}{dot}{ending[:10].lower()}"


def own_layouts(city: City, source: Source) -> dict[int, LayoutFile]:
    """The layouts of files sent on the page, by the number of their folder, newest first; read from the file anew."""
    recipe = recipe_of(city, source)
    found: dict[int, LayoutFile] = {}
    for layout in recipe.layouts if recipe else ():
        told = re.fullmatch(rf"{SENT}/.+/(\d+)/\*", layout.files[0])
        if told:
            found[int(told.group(1))] = layout
    return dict(sorted(found.items(), reverse=True))


def recipe_of(city: City, source: Source) -> Recipe | None:
    """The source's recipe as its file says now. Raises ShuzhiError when it has mistakes."""
    problems: list[Problem] = []
    found = read_recipes(city.folder, city.scenarios, problems).get(source.name)
    if found is not None and (mine := [each for each in problems if str(found.path) in each.where]):
        raise ShuzhiError(mine)
    return found


def folder_of(source: Source, number: int, sender: str) -> str:
    """Where that department's files of the layout are put, below the city's data."""
    home = f"{SENT}/{source.name}/{number}"
    return home if sender == source.owner else f"{home}/{folder_name(sender)}"


def folder_name(department: str) -> str:
    """A department's name as one in a folder."""
    return re.sub(r'[/\\<>:"|?*\[\]\x00-\x1f]', "_", department).strip(" .") or "_"


def asked_layout(fixes: Fixes, looked: Mapping[str, Any] | None) -> LayoutFile:
    """A layout to try: what somebody clicked over what was seen (``looked``), which a new header makes void."""
    seen = [] if looked is None or fixes.header is not None else looked["columns"]
    columns = {each["header"]: {"kind": each["kind"], "at": each["at"]} for each in seen if each["at"]}
    for header, fix in fixes.columns.items():
        column = columns.setdefault(header, {"kind": "text", "at": None, "optional": True})
        column |= {"kind": fix.kind} if fix.kind else {}
        column |= {"means": fix.means} if fix.means else {}
    return LayoutFile.model_validate(
        {
            "header": fixes.header,
            "header_rows": fixes.header_rows,
            "sheets": [f"!{glob.escape(name)}" for name in fixes.leave_sheets],
            "keep": fixes.keep,
            "set_aside": [
                {
                    "column": each.column,
                    "matches": rf"^\s*{re.escape(each.text)}\s*$",
                    "because": f"不算数据：{each.text}",
                }
                for each in fixes.set_aside
            ],
            "columns": columns or {_ANY: {"kind": "text", "optional": True}},
        },
        strict=False,
    )


def final_layout(source: Source, number: int, fixes: Fixes, looked: Mapping[str, Any]) -> LayoutFile:
    """The layout the next file is held to: every column that was seen, with its place and kind."""
    tried = asked_layout(fixes, looked)
    columns: dict[str, dict[str, Any]] = {}
    for each in looked["columns"]:
        if each["at"]:
            fix = fixes.columns.get(each["header"], ColumnFix())
            columns[each["header"]] = {
                "kind": fix.kind or each["kind"],
                "at": each["at"],
                "means": fix.means or None,
            }
    left = [sheet["name"] for sheet in looked["sheets"] if sheet["name"] and not sheet["taken"]]
    return tried.model_copy(
        update={
            "files": (f"{folder_of(source, number, source.owner)}/*",),
            "sheets": tuple(f"!{glob.escape(name)}" for name in dict.fromkeys([*fixes.leave_sheets, *left])),
            "columns": LayoutFile.model_validate(
                {"columns": columns or {_ANY: {"kind": "text"}}}, strict=False
            ).columns,
        }
    )


def write_down(city: City, source: Source, layout: LayoutFile, *, by: str, file: str) -> None:
    """Put the layout first in the source's recipe; whatever stands there stays, to the letter."""
    path = city.folder / FOLDER / f"{source.name}.yml"
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else HEAD.format(source=source.name)
    told = yaml.safe_dump(
        [layout.model_dump(mode="json", exclude_defaults=True)],
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )
    lines = [f"  # 网页报送：{by}，依据 {file}", *(f"  {line}" for line in told.splitlines())]
    top, _, rest = before.partition("layouts:\n")
    text = "\n".join([f"{top}layouts:", *lines, rest])
    held, made = yaml.safe_load(before)["layouts"] or [], yaml.safe_load(text)["layouts"]
    if made[1:] != held:
        raise ShuzhiError([_not_ours(path)])
    write_whole(path, text.encode())


def _not_ours(path: Path) -> Problem:
    return Problem(
        what=Text(
            "采集配方写法特别，没有改动它", "the recipe is written in a way of its own; it was left alone"
        ),
        where=str(path),
        todo=Text("请管理员把 layouts 写成两格缩进的列表", "let `layouts` be a list indented by two blanks"),
    )
