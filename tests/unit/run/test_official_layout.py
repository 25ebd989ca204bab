"""The Word file is laid out as GB/T 9704-2012 says: measured from the file, to the millimetre."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from shuzhi.run import official_word
from shuzhi.run.official import Heading, Official, Table, Words

TOLD = Official(
    mark="溪石市热线办公室",
    title="溪石市热线办理情况通报",
    to="各承办部门",
    parts=[
        Heading(words="一、总体情况"),
        Words(words="共收到来信8件，来信人𠮷𰀀。"),
        Table(title="各类来信", heads=["分类", "件数"], rows=[["教育", "5"], ["住房", "3"]]),
    ],
    issuer="溪石市热线办公室",
    day=date(2026, 6, 8),
    about="快照 7",
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("official") / "通报.docx"
    official_word.write(TOLD, target)
    return target


def test_paper_margins_and_lines(file: Path) -> None:
    section = Document(str(file)).sections[0]
    edges = [section.top_margin, section.left_margin, section.bottom_margin, section.right_margin]
    paper = [section.page_width, section.page_height]
    assert [round(each.mm, 1) for each in (*paper, *edges) if each] == [210, 297, 37, 28, 35, 26]
    pitch = int(section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch"))) / 20 / 72 * 25.4
    assert pitch * 22 == pytest.approx(225, abs=1)
    assert pytest.approx(28, abs=0.5) == 156 / (16 / 72 * 25.4)  # 28 characters of 3号 a line


def test_types_sizes_and_the_red_head(file: Path) -> None:
    document = Document(str(file))
    by_words = {each.text: each for each in document.paragraphs if each.text}
    told = {
        words: (run.font.size.pt, run._element.rPr.rFonts.get(qn("w:eastAsia")), str(run.font.color.rgb))
        for words, paragraph in by_words.items()
        for run in paragraph.runs[:1]
    }
    assert told[TOLD.title] == (22, "方正小标宋简体", "000000")
    assert told["一、总体情况"] == (16, "黑体", "000000")
    assert told["共收到来信8件，来信人𠮷𰀀。"] == (16, "仿宋_GB2312", "000000")
    mark = document.paragraphs[0]
    assert (mark.text, str(mark.runs[0].font.color.rgb)) == (TOLD.mark, "FF0000")
    assert mark.paragraph_format.space_before.mm == pytest.approx(35, abs=1)
    assert (
        document.paragraphs[1]._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom")).get(qn("w:color")) == "FF0000"
    )
    body = by_words["共收到来信8件，来信人𠮷𰀀。"].paragraph_format
    assert (body.first_line_indent.pt, body.line_spacing.pt) == (32, pytest.approx(28.99, abs=0.05))


def test_pages_are_numbered_outside_and_the_day_stands_two_characters_in(file: Path) -> None:
    document = Document(str(file))
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert (odd.alignment, even.alignment) == (2, 0)
    assert odd.text.split() == ["—", "—"]
    assert odd._p.xpath(".//w:instrText")[0].text == "PAGE"
    signed, dated = document.paragraphs[-2:]
    assert dated.text == "2026年6月8日"
    # Right edges: the day's first character two to the right of the name's.
    name, day = 16 * len(TOLD.issuer), 16 * (3 + 6 * 0.5)
    starts = [
        paragraph.paragraph_format.right_indent.pt + wide
        for paragraph, wide in ((signed, name), (dated, day))
    ]
    assert starts[0] - starts[1] == pytest.approx(32)
    assert document.core_properties.comments == "快照 7"


def test_what_was_written_is_read_back(file: Path) -> None:
    lines = official_word.read(file)
    for words in (TOLD.mark, TOLD.title, "各承办部门：", "共收到来信8件，来信人𠮷𰀀。", "住房", "3"):
        assert words in lines
