"""An official document as PDF/A-2b in the layout of GB/T 9704-2012, every type embedded.

Types are looked for in the city's folder ``fonts``, on the machine, and in those that are shipped (Noto). A character
none of them has is told, and there is no document.
"""

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import orjson

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.run.official import Heading, Official, Part, Table, Words, day_said, mark_size

LAYOUT = Path(__file__).with_name("official.typ")
_MM = 25.4 / 72
_PAGE, _BELOW = 297, 262
"""Millimetres: an A4 page, and the lower edge of the type area."""


def write(told: Official, target: Path, fonts: Path | None = None) -> None:
    """Write the document. Raises ShuzhiError: no type for a character, or what writes PDF is not installed."""
    if find_spec("typst") is None or find_spec("pylopdf_fonts_zh_cn") is None:
        raise _not_installed()
    import pylopdf_fonts_zh_cn as shipped  # noqa: PLC0415

    folders = [*([fonts] if fonts is not None and fonts.is_dir() else []), shipped.serif_path().parent]
    done = subprocess.run(  # noqa: S603  our own module, its arguments our own paths
        [sys.executable, "-P", "-m", "shuzhi.run.typesetting", LAYOUT, target, *folders],
        input=orjson.dumps(_told(told)),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        target.unlink(missing_ok=True)
        raise _no_document(done.stderr.decode(errors="replace").strip())


def read(file: Path) -> list[str]:
    """Every piece of text of the type area as it stands in the file; page numbers, below it, are left out."""
    return [words for words, _, down, _ in placed(file) if down <= _BELOW]


def placed(file: Path) -> list[tuple[str, float, float, float]]:
    """Every piece of text: its words, millimetres from the left, millimetres from above to its baseline, its points."""
    from pypdf import PdfReader  # noqa: PLC0415

    found: list[tuple[str, float, float, float]] = []

    def visit(text: str, page: Sequence[float], line: Sequence[float], _: object, size: float) -> None:
        across = line[4] * page[0] + line[5] * page[2] + page[4]
        up = line[4] * page[1] + line[5] * page[3] + page[5]
        if text.strip():
            found.append((text.strip(), across * _MM, _PAGE - up * _MM, size))

    for page in PdfReader(file).pages:
        page.extract_text(visitor_text=visit)
    return found


def _told(told: Official) -> dict[str, object]:
    return {
        "mark": told.mark,
        "mark_size": mark_size(told.mark),
        "title": told.title,
        "to": told.to,
        "issuer": told.issuer,
        "day": day_said(told.day),
        "about": told.about,
        "parts": [_part(part) for part in told.parts],
    }


def _part(part: Part) -> dict[str, object]:
    match part:
        case Heading(words=words):
            return {"kind": "heading", "words": words}
        case Words(words=words):
            return {"kind": "words", "words": words}
        case Table(title=title, heads=heads, rows=rows, numeric=numeric):
            widest = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
            # A long name does not squeeze the numbers beside it.
            columns = [min(max(each, 4), 16) for each in widest]
            told = {"title": title, "heads": heads, "rows": rows, "columns": columns, "numeric": numeric}
            return {"kind": "table", **told}


def _no_document(why: str) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("PDF 没有做成", "the PDF was not made"),
                where="pdf",
                why=Text(why, why),
                todo=Text(
                    "缺字时，把有这个字的字体放进城市目录的 fonts 下；或先用 Word 文件",
                    "where a character has no type, put a font that has it into the city's folder `fonts`; "
                    "or take the Word file",
                ),
            )
        ]
    )


def _not_installed() -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text("这台机器上不能做 PDF", "no PDF can be made on this machine"),
                where="pdf",
                todo=Text("由管理员安装 shuzhi[documents]", "have shuzhi[documents] installed"),
            )
        ]
    )
