"""Archives (zip, 7z): what is in them as files, and what could harm the machine refused."""

import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

MOST_MEMBERS = 10_000
MOST_BYTES = 8 << 30
"""Of everything in an archive, unpacked."""
MOST_TIMES = 200
"""An archive that unpacks to more than so many times its size, and to more than ``SMALL``, is a bomb."""
SMALL = 64 << 20
PIECE = 1 << 20
SEVEN = b"7z\xbc\xaf\x27\x1c"
MOST_CELLS = 40_000_000
"""Of one sheet, empty ones between its first and its last included."""
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+[0-9]+:([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"']([0-9]+)[\"']")
_WIDE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{3,})[0-9]")
_CELL = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]+)([0-9]+)")
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, KeyError, RuntimeError
)  # fmt: skip
"""What reading an archive that is none, or no longer whole, can raise. RuntimeError: locked, or packed unknown ways."""
PACKAGES = ("[Content_Types].xml", "mimetype", "content.xml", "xl/workbook.xml", "xl/workbook.bin")


@dataclass(frozen=True, kw_only=True)
class Member:
    """One file of an archive: its name there, and where it was put."""

    name: str
    path: Path


def is_archive(path: Path) -> bool:
    """A zip or 7z of files; a workbook is a zip too, but one file to its department."""
    with path.open("rb") as file:
        head = file.read(6)
    if head == SEVEN:
        return True
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            return not any(name in PACKAGES for name in packed.namelist()[:2000])
    except DAMAGED:
        return path.suffix.lower() == ".zip"


def unpack(path: Path, folder: Path, name: str) -> Iterator[Member]:
    """Every file of an archive, put into ``folder`` under a number. Raises ShuzhiError for what is no plain file."""
    with path.open("rb") as file:
        seven = file.read(6) == SEVEN
    try:
        yield from _of_seven(path, folder, name) if seven else _of_zip(path, folder, name)
    except DAMAGED as error:
        raise _broken(name, str(error)) from None


def check_package(path: Path, name: str) -> None:
    """Refuse a workbook that is a zip bomb, before any library opens it."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
            _may_unpack(path, sum(each.file_size for each in members), len(members), name)
            for each in members:
                if each.filename.startswith("xl/worksheets/") and each.filename.endswith(".xml"):
                    _check_area(packed, each, name)
                if each.filename.endswith(".xml"):
                    with packed.open(each) as part:
                        if b"<!DOCTYPE" in part.read(2048):
                            raise _refused(
                                name, Text("XML 里有 DOCTYPE（实体炸弹）", "an XML with a DOCTYPE (entities)")
                            )
    except DAMAGED as error:
        raise _broken(name, str(error)) from None


def _check_area(packed: zipfile.ZipFile, sheet: zipfile.ZipInfo, name: str) -> None:
    """Refuse a sheet with a cell so far away that holding all cells before it would fill the memory.

    Of a sheet with more than ``SMALL`` bytes only what it says of its own size is read.
    """
    with packed.open(sheet) as part:
        xml = part.read(SMALL if sheet.file_size <= SMALL else 1 << 16)
    told = _DIMENSION.search(xml)
    ends = [told.groups()] if told else []
    if sheet.file_size <= SMALL:
        ends.append(_last_cell(xml))
    for column, row in ends:
        if _place(column) * int(row) > MOST_CELLS:
            raise _refused(
                name,
                Text(
                    f"表里有一格远在 {column.decode()}{int(row)}，多半是误留的：请删去空行空列后另存",
                    f"a cell far away, at {column.decode()}{int(row)}: delete the empty rows and columns, and save",
                ),
            )


def _last_cell(xml: bytes) -> tuple[bytes, bytes]:
    """The last column and row, by what rows say of themselves; by every cell where these would not settle it: a cell
    need not stand in the row that it says."""
    rows = max((int(row) for row in _ROW.findall(xml)), default=0)
    digits = len(str(rows))
    wide = _WIDE.findall(xml) or [b"ZZ"]
    widest = max(wide, key=_place)
    elsewhere = re.search(rb"\br\s*=\s*[\"'][A-Za-z]+[0-9]{%d}" % (digits + 1), xml)
    if elsewhere is None and _place(widest) * 10**digits <= MOST_CELLS:
        return widest, str(rows).encode()
    cells = _CELL.findall(xml)
    columns = {column for column, _ in cells}
    return max(columns, key=_place, default=b"A"), str(max([rows, *{int(row) for _, row in cells}])).encode()


def _place(column: bytes) -> int:
    place = 0
    for letter in column.upper():
        place = place * 26 + letter - 64
    return place


def _of_zip(path: Path, folder: Path, name: str) -> Iterator[Member]:
    with zipfile.ZipFile(path) as packed:
        members = [each for each in packed.infolist() if not each.is_dir()]
        _may_unpack(path, sum(each.file_size for each in members), len(members), name)
        left = [MOST_BYTES]
        for number, each in enumerate(members):
            shown = _safe(_zip_name(each), name)
            if shown is None:
                continue
            if stat.S_ISLNK(each.external_attr >> 16):
                raise _refused(name, Text(f"“{shown}”是符号链接", f"“{shown}” is a symbolic link"))
            if each.flag_bits & 1:
                raise _refused(name, Text(f"“{shown}”设有密码", f"“{shown}” has a password"))
            target = folder / f"{number}{PurePosixPath(shown).suffix}"
            with packed.open(each) as source:
                _copy(source, target, left, name, limit=each.file_size)
            yield Member(name=shown, path=target)


def _of_seven(path: Path, folder: Path, name: str) -> Iterator[Member]:
    import py7zr  # noqa: PLC0415  loads compiled codecs: only where there is a 7z

    try:
        with py7zr.SevenZipFile(path) as packed:
            if packed.needs_password():
                raise _refused(name, Text("设有密码", "it has a password"))
            members = [each for each in packed.list() if not each.is_directory]
            for each in members:
                if each.is_symlink or not each.is_file:
                    raise _refused(
                        name, Text(f"“{each.filename}”不是普通文件", f"“{each.filename}” is no plain file")
                    )
                _safe(each.filename, name)
            _may_unpack(path, sum(each.uncompressed or 0 for each in members), len(members), name)
            inside = folder / "7z"
            inside.mkdir()
            packed.extractall(path=inside)
    except (py7zr.exceptions.ArchiveError, EOFError) as error:
        raise _broken(name, str(error)) from None
    for each in members:
        shown = _safe(each.filename, name)
        if shown is not None:
            yield Member(name=shown, path=inside / each.filename)


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Chinese programs write names in GBK without saying so; the standard then reads them as CP437."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _safe(shown: str, name: str) -> str | None:
    """The member's name; None for what systems add. Raises for a path that leads out of the folder."""
    path = PurePosixPath(shown.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in shown or "\0" in shown:
        raise _refused(name, Text(f"路径“{shown}”指向文件夹之外", f"the path “{shown}” leads outside"))
    if path.parts and (
        path.parts[0] == "__MACOSX" or path.name.startswith((".", "~$")) or path.name == "Thumbs.db"
    ):
        return None
    if path.suffix.lower() in (".zip", ".7z", ".rar"):
        raise _refused(name, Text(f"压缩包里还有压缩包“{shown}”", f"an archive in the archive: “{shown}”"))
    return path.as_posix()


def _copy(source: IO[bytes], target: Path, left: list[int], name: str, *, limit: int) -> None:
    """What a member says of its size is not believed: reading stops where it lies."""
    copied = 0
    with target.open("wb") as out:
        while piece := source.read(PIECE):
            copied += len(piece)
            left[0] -= len(piece)
            if copied > limit or left[0] < 0:
                raise _refused(name, Text("解压后比标明的大", "it unpacks to more than it says"))
            out.write(piece)


def _may_unpack(path: Path, size: int, members: int, name: str) -> None:
    if members > MOST_MEMBERS:
        raise _refused(name, Text(f"有 {members:,} 个文件", f"it has {members:,} files"))
    if size > MOST_BYTES or (size > SMALL and size > MOST_TIMES * max(path.stat().st_size, 1)):
        raise _refused(
            name,
            Text(
                f"解压后有 {size / 1e6:,.0f} MB（压缩炸弹）",
                f"it unpacks to {size / 1e6:,.0f} MB (a zip bomb)",
            ),
        )


def _refused(name: str, why: Text) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("这个压缩文件拒绝打开", "this archive is refused"),
                where=name,
                why=why,
                todo=Text(
                    "请来源部门直接发送其中的表格文件",
                    "ask the department to send the tables in it as they are",
                ),
            )
        ]
    )


def _broken(name: str, reason: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("压缩文件已损坏或种类不支持", "the archive is damaged or of an unknown kind"),
                where=name,
                why=Text(reason[:200], reason[:200]),
                todo=Text("请来源部门重新压缩为 zip", "ask for it again, as a zip"),
            )
        ]
    )
