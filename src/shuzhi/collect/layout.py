"""How a department's files are laid out, as a recipe says it, and whether a file still is laid out so."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Literal, Protocol, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.collect.sheet import DATE, NUMBER, TEXT, Kinds
from shuzhi.collect.tables import plain
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text

Kind = Literal["text", "number", "date", "digits"]
"""``digits``: a number that names something (an id, an account): it must be kept as text, to its last digit."""

ENOUGH = 0.8
"""This share of a column's values must be of its kind; a column of another kind has fewer than half of that."""

SENT = "报送"
"""Files sent on the page are put below this folder: ``报送/<source>/<layout>/<file>``; those of a department other than
the source's own in a folder of its name there, so that two departments' files of one name are two."""
FETCHED = "取件"
"""Where files are put that a feed fetched, below ``data``: ``取件/<source>/``."""
FED = "接入"
"""What feeds bring is put below this folder, as files like any others: ``接入/<source>/<part>``."""

_NUMBER = r"^\s*[-+(（]?[￥¥$]?[0-9０-９][0-9０-９,，.．]*([eE][-+]?[0-9]+)?\s*[%％)）]?\s*(元|万元|万|亿|亿元)?\s*$"
_DIGITS = r"^[\s']*[0-9０-９][0-9０-９ Xx-]{7,}\s*$"
_DATE = (
    r"^\s*([0-9]{2,4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}.*|[0-9]{2,4}\s*年\s*[0-9]{1,2}\s*月"
    # A year and a month alone look like an amount, unless they can be nothing but that.
    r"|(19|20)[0-9]{2}\s*[-/.]\s*(0?[1-9]|1[0-2])|(19|20)[0-9]{2}[01][0-9][0-3][0-9]"
    r"|[〇○零一二三四五六七八九]{4}年.*)\s*$"
)


class LayoutColumn(Protocol):
    @property
    def kind(self) -> Kind: ...
    @property
    def at(self) -> int | None: ...
    @property
    def optional(self) -> bool: ...
    @property
    def means(self) -> str | None: ...


class SetAside(Protocol):
    @property
    def column(self) -> str | None: ...
    @property
    def matches(self) -> str: ...
    @property
    def because(self) -> str: ...


class Layout(Protocol):
    """One way a source's files are laid out. What is None or empty is found in the file itself."""

    @property
    def files(self) -> tuple[str, ...]: ...
    @property
    def encoding(self) -> str | None: ...
    @property
    def delimiter(self) -> str | None: ...
    @property
    def widths(self) -> tuple[int, ...]: ...
    @property
    def records(self) -> str | None: ...
    @property
    def sheets(self) -> tuple[str, ...]: ...
    @property
    def header(self) -> int | None: ...
    @property
    def header_rows(self) -> int: ...
    @property
    def columns(self) -> Mapping[str, LayoutColumn]: ...
    @property
    def set_aside(self) -> Sequence[SetAside]: ...
    @property
    def keep(self) -> tuple[str, ...]: ...
    @property
    def fill_down(self) -> tuple[str, ...]: ...
    @property
    def from_name(self) -> Mapping[str, str]: ...


L = TypeVar("L", bound=Layout)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One way in which a file is no longer as its recipe says."""

    kind: Literal["gone", "renamed", "moved", "kind"]
    column: str
    now: str = ""

    @property
    def text(self) -> Text:
        return {
            "gone": Text(f"列“{self.column}”没有了", f"the column “{self.column}” is gone"),
            "renamed": Text(
                f"列“{self.column}”似改名为“{self.now}”",
                f"the column “{self.column}” seems to be called “{self.now}” now",
            ),
            "moved": Text(
                f"列“{self.column}”移到了 {self.now}", f"the column “{self.column}” moved to {self.now}"
            ),
            "kind": Text(
                f"列“{self.column}”的内容变成了 {self.now}",
                f"the column “{self.column}” now holds {self.now}",
            ),
        }[self.kind]


def sent_by(name: str) -> str | None:
    """The folder of the department that sent it on the page; None of the source's own, and of what came otherwise."""
    parts = PurePosixPath(name).parts
    return parts[3] if len(parts) == 5 and parts[0] == SENT else None


def layout_for(layouts: Sequence[L], name: str) -> L | None:
    """The first layout whose globs name the file."""
    file = PurePosixPath(name)
    for layout in layouts:
        if any(fnmatchcase(name, glob) or fnmatchcase(file.name, glob) for glob in layout.files):
            return layout
    return None


def speaks_of(layouts: Sequence[Layout], name: str) -> bool:
    """Whether a recipe speaks of files that come as this one came: sent on the page, or put into a folder."""
    inside = f"{SENT}/"
    return any(
        all(glob.startswith(inside) for glob in layout.files) == name.startswith(inside) for layout in layouts
    )


def wants_sheet(layout: Layout, title: str) -> bool:
    """The last glob that names the sheet decides; ``!`` before it means no."""
    wanted = not layout.sheets or layout.sheets[0].startswith("!")
    for glob in layout.sheets:
        if fnmatchcase(title, glob.removeprefix("!")):
            wanted = not glob.startswith("!")
    return wanted


def said_by_names(layout: Layout, file: str, sheet: str) -> dict[str, str | None]:
    """Columns whose value stands in the name of the file or the sheet, ``file/sheet``."""
    told: dict[str, str | None] = {}
    for column, pattern in layout.from_name.items():
        found = re.search(pattern, f"{file}/{sheet}")
        told[column] = None if found is None else (found.group(1) if found.groups() else found.group(0))
    return told


def letters(place: int) -> str:
    """A column as an office program names it: 0 is A, 26 AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def kind_of(column: pa.Array, kinds: Kinds) -> Kind | None:
    """What most values of a column are; None when it has too few to tell."""
    shares = _shares(column, kinds)
    if shares is None:
        return None
    best = max(shares, key=lambda kind: shares[kind])
    return best if shares[best] >= ENOUGH else "text"


def _shares(column: pa.Array, kinds: Kinds) -> dict[Kind, float] | None:
    filled = int(np.count_nonzero(kinds))
    if filled == 0:
        return None
    sample = (
        slice(None) if len(column) <= 20_000 else np.linspace(0, len(column) - 1, 20_000).astype(np.int64)
    )
    if not isinstance(sample, slice):
        column, kinds = column.take(pa.array(sample)), kinds[sample]
        filled = max(int(np.count_nonzero(kinds)), 1)
    texts = column.filter(pa.array(kinds == TEXT))
    counted = {
        name: pc.sum(pc.match_substring_regex(texts, pattern)).as_py() or 0
        for name, pattern in (("digits", _DIGITS), ("number", _NUMBER), ("date", _DATE))
    }
    both = pc.sum(
        pc.and_(pc.match_substring_regex(texts, _DIGITS), pc.match_substring_regex(texts, _NUMBER))
    ).as_py()
    numbers, dates = np.count_nonzero(kinds == NUMBER), np.count_nonzero(kinds == DATE)
    return {
        "digits": counted["digits"] / filled,
        "date": float(counted["date"] + dates) / filled,
        "number": float(counted["number"] - (both or 0) + numbers) / filled,
    }


def fits(column: pa.Array, kinds: Kinds, kind: Kind) -> bool:
    """Could the column still be of that kind? Text can be anything; others may have some odd values."""
    shares = _shares(column, kinds) if kind != "text" else None
    if shares is None:
        return True
    share = shares[kind] + (
        shares["number"] if kind == "digits" else shares["digits"] if kind == "number" else 0.0
    )
    return share >= ENOUGH / 2


def changes(layout: Layout, names: Sequence[str], places: Sequence[int]) -> list[Change]:
    """What is gone, renamed or moved among the columns of a table that should be laid out so."""
    there = {plain(name): place for name, place in zip(names, places, strict=True)}
    new = {
        place: name
        for name, place in zip(names, places, strict=True)
        if plain(name) not in map(plain, layout.columns)
    }
    found = []
    before = None
    for name, column in layout.columns.items():
        place = there.get(plain(name))
        if place is None:
            after = new.get(column.at - 1) if column.at is not None else _next(new, before)
            if after is not None:
                found.append(Change(kind="renamed", column=name, now=after))
            elif not column.optional:
                found.append(Change(kind="gone", column=name))
            continue
        if column.at is not None and column.at - 1 != place:
            found.append(Change(kind="moved", column=name, now=letters(place)))
        before = place
    return [each for each in found if each.kind != "renamed" or not layout.columns[each.column].optional]


def _next(new: Mapping[int, str], before: int | None) -> str | None:
    return new.get(0 if before is None else before + 1)


def drifted(name: str, found: Sequence[Change]) -> Problem:
    told = [change.text for change in found[:8]]
    return Problem(
        what=Text(
            "文件与采集配方不符，未入库",
            "the file is not laid out as its recipe says; nothing of it was landed",
        ),
        where=name,
        why=Text("；".join(text.zh for text in told), "; ".join(text.en for text in told)),
        todo=Text(
            "二选一：请来源部门按原样重报；或认可新样式：shuzhi intake look <城市> <文件> --write，加进配方",
            "one of two: ask the department to send it as before; or accept the new layout: "
            "shuzhi intake look <city> <file> --write adds it to the recipe",
        ),
    )
