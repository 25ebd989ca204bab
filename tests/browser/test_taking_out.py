"""From a panel to its rows, and from there to a file, where the grant says so."""

from pathlib import Path

from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Open, People
from tests.browser.matters import HEAD

QUESTION = "热线诉求量有多少"


def test_rows_and_numbers_are_taken_out_where_granted(at: Open, people: People, tmp_path: Path) -> None:
    with people.call(HEAD) as head:
        ((number,),) = head.post("/indicators/ask", question=QUESTION)["answer"]["rows"]
    with at(HEAD) as watched:
        page = watched.open(f"/ask?q={QUESTION}").page
        page.get_by_role("button", name="明细").first.click()
        drawer = page.get_by_role("dialog")
        expect(drawer.get_by_role("columnheader", name="批次", exact=True)).to_be_visible()
        for name, form in (("全部明细（Excel）", "xlsx"), ("全部明细（CSV）", "csv")):
            with page.expect_download() as coming:
                drawer.get_by_role("button", name=name).click()
            target = tmp_path / coming.value.suggested_filename
            assert target.name.startswith("热线诉求量明细-")
            assert target.suffix == f".{form}"
            coming.value.save_as(target)
        rows = CalamineWorkbook.from_path(target.with_suffix(".xlsx")).get_sheet_by_index(0).to_python()
        assert len(rows) == number + 1


def test_what_may_not_be_taken_out_says_so(at: Open) -> None:
    with at(HEAD) as watched:
        page = watched.open("/screens/subsidy/监督执纪").page
        page.get_by_role("button", name="明细").first.click()
        drawer = page.get_by_role("dialog")
        expect(drawer).to_contain_text("授权不包括导出")
        expect(drawer.get_by_role("button", name="Excel")).to_have_count(0)
