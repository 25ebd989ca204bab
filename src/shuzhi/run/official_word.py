"""An official document as a Word file in the layout of GB/T 9704-2012: paper, margins, types, lines, page numbers.

The types are named, not embedded: 方正小标宋, 仿宋, 黑体 and 楷体 are on every Chinese office machine.
"""

from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as Grid
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from shuzhi.run.official import Heading, Official, Table, Words, day_said, mark_size, signed_in

SONG, FANG, HEI = "方正小标宋简体", "仿宋_GB2312", "黑体"
BODY, TITLE, PAGE = 16, 22, 14
"""Points: 3号, 2号, 4号."""
LINE = 225 / 22 / 25.4 * 72
"""Points from line to line: 22 lines in the 225 mm of the type area (7.1)."""
RED = "FF0000"
_CELL = 12


def write(told: Official, target: Path) -> None:
    """Write the document."""

    document = Document()
    _page(document)
    mark = _line(document, told.mark, SONG, mark_size(told.mark), align=ALIGN.CENTER, red=True)
    mark.paragraph_format.space_before = Mm(35)
    _ruled(_line(document, "", FANG, BODY))
    _line(document, "", FANG, BODY)
    _line(document, told.title, SONG, TITLE, align=ALIGN.CENTER, tall=True)
    _line(document, "", FANG, BODY)
    if told.to is not None:
        _line(document, f"{told.to}：", FANG, BODY)
    for part in told.parts:
        match part:
            case Heading(words=words):
                _indented(_line(document, words, HEI, BODY))
            case Words(words=words):
                _indented(_line(document, words, FANG, BODY, align=ALIGN.JUSTIFY))
            case Table():
                _table(document, part)
    _signed(document, told)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = told.title, told.issuer, told.about
    properties.language = "zh-CN"
    document.save(str(target))


def read(file: Path) -> list[str]:
    """Every line of a document's body as it stands in the file, cells of tables among them."""

    lines: list[str] = []
    for block in Document(str(file)).iter_inner_content():
        if isinstance(block, Grid):
            lines += [cell.text for row in block.rows for cell in row.cells]
        else:
            lines.append(block.text)
    return lines


def _page(document: Paper) -> None:
    """A4; 37 mm free above, 28 mm at the binding; the type area is 156 mm × 225 mm (5.2.1); page numbers below it."""

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The number stands 7 mm below the type area (7.5).
    section.footer_distance = Mm(35 - 7) - Pt(PAGE)
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001  python-docx has no word for the grid
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)  # noqa: SLF001
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE * 20)))
    document.settings.odd_and_even_pages_header_footer = True
    # Odd pages right, even pages left, one character from the edge.
    _number(section.footer.paragraphs[0], right=True)
    _number(section.even_page_footer.paragraphs[0], right=False)


def _number(paragraph: Paragraph, *, right: bool) -> None:

    paragraph.alignment = ALIGN.RIGHT if right else ALIGN.LEFT
    edge = "right_indent" if right else "left_indent"
    setattr(paragraph.paragraph_format, edge, Pt(PAGE))
    run = paragraph.add_run("— ")
    _type(run, "宋体", PAGE)
    run = paragraph.add_run()
    _type(run, "宋体", PAGE)
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        made = OxmlElement("w:instrText" if words else "w:fldChar")
        if words:
            made.text = words
        else:
            made.set(qn("w:fldCharType"), kind)
        run._r.append(made)  # noqa: SLF001
    _type(paragraph.add_run(" —"), "宋体", PAGE)


def _line(
    place: Paper | _Cell,
    words: str,
    face: str,
    size: float,
    *,
    align: ALIGN | None = None,
    red: bool = False,
    tall: bool = False,
) -> Paragraph:

    paragraph = place.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.AT_LEAST if red or tall else WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(round(LINE, 2))
    paragraph.alignment = align
    _type(paragraph.add_run(words), face, size, red=red)
    return paragraph


def _type(run: Run, face: str, size: float, *, red: bool = False) -> None:

    run.font.name, run.font.size = face, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001
    run.font.color.rgb = RGBColor.from_string(RED if red else "000000")


def _indented(paragraph: Paragraph) -> None:

    paragraph.paragraph_format.first_line_indent = Pt(2 * BODY)


def _ruled(paragraph: Paragraph) -> None:
    """The red line, as wide as the type area (7.2.7)."""

    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "1"), ("color", RED)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    # The order of a paragraph's properties is fixed: its borders come before its lines and its place.
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _table(document: Paper, part: Table) -> None:

    _line(document, part.title, HEI, BODY, align=ALIGN.CENTER)
    numeric = part.numeric
    table = document.add_table(rows=0, cols=len(part.heads), style="Table Grid")
    for at, row in enumerate([part.heads, *part.rows]):
        for place, (cell, words) in enumerate(zip(table.add_row().cells, row, strict=True)):
            align = ALIGN.RIGHT if numeric[place] else ALIGN.LEFT
            align = ALIGN.CENTER if at == 0 or place == 0 else align
            _line(cell, words, HEI if at == 0 else FANG, _CELL, align=align)
            first = cell.paragraphs[0]._p  # noqa: SLF001
            first.getparent().remove(first)
    _line(document, "", FANG, BODY)


def _signed(document: Paper, told: Official) -> None:
    """Who signs, two characters from the right; below the day, two characters further in (7.3.5.2)."""

    _line(document, "", FANG, BODY)
    name_in, day_in = signed_in(told)
    signed = _line(document, told.issuer, FANG, BODY, align=ALIGN.RIGHT)
    dated = _line(document, day_said(told.day), FANG, BODY, align=ALIGN.RIGHT)
    signed.paragraph_format.right_indent = Pt(BODY * name_in)
    dated.paragraph_format.right_indent = Pt(BODY * day_in)
