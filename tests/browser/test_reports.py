"""A report is looked at, made and taken along; the list of findings leaves from its page where the grant says so."""

from pathlib import Path

from playwright.sync_api import expect

from shuzhi.run import official_word
from tests.browser.conftest import Open
from tests.browser.matters import HEAD, REVIEWER, Matters


def test_a_report_is_looked_at_made_and_taken_along(at: Open, tmp_path: Path) -> None:
    with at(HEAD) as watched:
        page = watched.open("/reports/hotline/分类专报").page
        page.get_by_label("专题").select_option("教育文体")
        page.get_by_role("button", name="预览").click()
        paper = page.get_by_role("article", name="预览（未存档）")
        expect(paper).to_contain_text("“教育文体”类诉求2026年5月专报")
        expect(paper.get_by_role("table", name="各县区来信件数")).to_be_visible()
        watched.picture("report-preview")
        page.get_by_role("button", name="制作并存档").click()
        kept = page.get_by_role("table", name="存档")
        expect(kept).to_contain_text("教育文体")
        for form, start in (("Word", b"PK"), ("PDF", b"%PDF-"), ("Excel", b"PK")):
            with page.expect_download() as coming:
                kept.get_by_role("link", name=form).first.click()
            target = tmp_path / coming.value.suggested_filename
            coming.value.save_as(target)
            assert target.read_bytes().startswith(start)


def test_the_list_of_findings_leaves_where_the_grant_says_so(at: Open, tmp_path: Path) -> None:
    with at(HEAD) as watched:
        page = watched.open("/findings?state=all").page
        watched.expected |= {"status of 403"}  # a browser writes a line about what is rightly refused
        page.get_by_role("button", name="导出 CSV").click()
        expect(page.get_by_role("main")).to_contain_text("授权不包括导出")
        page.get_by_label("用途").select_option("传染病监测")
        with page.expect_download() as coming:
            page.get_by_role("button", name="导出 CSV").click()
        target = tmp_path / coming.value.suggested_filename
        coming.value.save_as(target)
        heads, *rows = target.read_text(encoding="utf-8-sig").splitlines()
        assert "编号" in heads
        assert rows


def test_a_dossier_of_a_finding_leaves_as_word_and_pdf(at: Open, matters: Matters, tmp_path: Path) -> None:
    with at(REVIEWER) as watched:
        page = watched.open(f"/findings/{matters.finding}").page
        for form, start in (("Word", b"PK"), ("PDF", b"%PDF-")):
            with page.expect_download() as coming:
                page.get_by_role("button", name=f"制作 {form}").click()
            target = tmp_path / coming.value.suggested_filename
            coming.value.save_as(target)
            assert target.read_bytes().startswith(start)
            if form == "Word":
                lines = official_word.read(target)
                assert {"三、证据", "文件与行", "四、对象情况", "各来源的说法"} <= set(lines)
        watched.picture("finding-dossier")
