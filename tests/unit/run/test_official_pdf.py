"""The PDF is laid out as GB/T 9704-2012 says, within a millimetre, measured from the file; its types are in it."""

import itertools
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from shuzhi.core.errors import ShuzhiError
from shuzhi.run import official_pdf
from shuzhi.run.official import Heading, Official, Table, Words

LONG = "现将办理情况通报如下，请各单位对超期答复的来信逐件查明原因限期办结。"
TOLD = Official(
    mark="溪石市热线办公室",
    title="溪石市热线办理情况通报",
    to="各承办部门",
    parts=[
        Heading(words="一、总体情况"),
        Words(words="共收到来信8件，*来信人* #panic() [甲]。" + LONG * 40),
        Table(title="各类来信", heads=["分类", "件数"], rows=[["教育", str(each)] for each in range(40)]),
    ],
    issuer="溪石市热线办公室",
    day=date(2026, 6, 8),
    about="快照 7",
)
MM = pytest.approx
WITHIN = 1.0


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("official") / "通报.pdf"
    official_pdf.write(TOLD, target)
    return target


@pytest.fixture(scope="module")
def placed(file: Path) -> list[tuple[str, float, float, float]]:
    return official_pdf.placed(file)


def test_it_is_a_pdf_for_archives_with_its_types_in_it(file: Path) -> None:
    reader = PdfReader(file)
    assert reader.xmp_metadata is not None
    assert b"<pdfaid:part>2</pdfaid:part>" in reader.xmp_metadata.stream.get_data()
    assert [round(float(each) / 72 * 25.4) for each in reader.pages[0].mediabox[2:]] == [210, 297]
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            (inner,) = font.get_object()["/DescendantFonts"]
            assert (
                "/FontFile3" in inner.get_object()["/FontDescriptor"]
                or "/FontFile2" in inner.get_object()["/FontDescriptor"]
            )


def test_the_head_the_title_and_the_lines_are_where_they_belong(
    placed: list[tuple[str, float, float, float]],
) -> None:
    mark = next(each for each in placed if each[0] == TOLD.mark)
    # 35 mm under the type area's upper edge; letters of 36 points rise 0.88 of that above their line.
    assert mark[2] - 0.88 * 36 / 72 * 25.4 == MM(37 + 35, abs=WITHIN)
    assert mark[3] == 36
    assert next(each[3] for each in placed if each[0] == TOLD.title) == 22
    second = [down for words, across, down, size in placed if size == 16 and across == MM(28, abs=0.1)][-30:]
    steps = {round(down - before, 1) for before, down in itertools.pairwise(second) if 0 < down - before < 11}
    assert steps == {round(225 / 22, 1)}
    assert min(each[2] for each in placed) - 0.88 * 16 / 72 * 25.4 == MM(
        37 + (225 / 22 - 16 / 72 * 25.4) / 2, abs=WITHIN
    )
    body = [each for each in placed if each[2] < 264]
    assert min(across for _, across, _, _ in body) == MM(28, abs=WITHIN)
    assert max(down for _, _, down, _ in body) <= 262


def test_a_full_page_has_22_lines_of_28_characters(file: Path) -> None:
    lines = PdfReader(file).pages[1].extract_text().splitlines()
    assert lines[-1].replace(" ", "") == "—2—"
    text = [line for line in lines[:-1] if len(line) > 20]
    assert len(text) == 22
    # Punctuation at an edge is set closer, so that a line can have one character more.
    assert {len(line) for line in text} <= {27, 28, 29}


def test_pages_are_numbered_outside_7_mm_below(placed: list[tuple[str, float, float, float]]) -> None:
    numbers = [each for each in placed if each[2] > 264]
    assert [each[0].replace(" ", "") for each in numbers] == [f"—{at}—" for at in range(1, len(numbers) + 1)]
    for at, (_, across, down, size) in enumerate(numbers, start=1):
        assert size == 14
        # The dashes are 0.37 of the size above the line of the type.
        assert down - 0.37 * 14 / 72 * 25.4 == MM(262 + 7, abs=WITHIN)
        # Even pages: one character of 14 points from the left edge of the type area.
        assert (across == MM(28 + 14 / 72 * 25.4, abs=WITHIN)) == (at % 2 == 0)


def test_the_day_stands_two_characters_right_of_the_name(
    placed: list[tuple[str, float, float, float]],
) -> None:
    body = [each for each in placed if each[2] < 264]
    name, day = body[-2:]
    assert (name[0], day[0]) == (TOLD.issuer, "2026年6月8日")
    assert day[1] - name[1] == MM(2 * 16 / 72 * 25.4, abs=WITHIN)


def test_words_are_set_and_never_read_as_markup(file: Path) -> None:
    said = "".join(official_pdf.read(file)).replace("\n", "")
    assert "*来信人*#panic()[甲]。" in said.replace(" ", "")
    assert said.count("教育") == 40


def test_a_character_without_a_type_is_told_and_there_is_no_file(tmp_path: Path) -> None:
    nobody = Official(**{**vars(TOLD), "parts": [Words(words="来信人𰀀")]})
    with pytest.raises(ShuzhiError, match="𰀀"):
        official_pdf.write(nobody, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()
