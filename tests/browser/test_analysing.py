"""分析: a table chosen, filtered, grouped, counted, drawn; heads over heads; kept, opened by a link, taken along."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Open, People
from tests.browser.matters import HEAD

TABLE = "subsidy.发放明细"
PURPOSE = "惠民资金监督"


def test_an_analysis_is_put_together_kept_opened_again_and_deleted(at: Open, people: People) -> None:
    form = {
        "purpose": PURPOSE,
        "table": TABLE,
        "where": [{"column": "金额", "how": "ge", "values": ["100"]}],
        "rows": [{"column": "项目"}],
        "across": [{"column": "日期", "step": "year"}],
        "measures": [{"how": "rows"}, {"how": "sum", "of": "金额"}],
    }
    with people.call(HEAD) as head:
        answer = head.post("/analyses/run", **form)
    total = answer["rows"][answer["sets"].index(3)][3]
    with at(HEAD) as watched:
        page = watched.open("/analysis").page
        page.get_by_label("用途").select_option(PURPOSE)
        page.get_by_role("combobox", name="表", exact=True).select_option(TABLE)
        page.get_by_role("button", name="加条件").click()
        condition = page.get_by_role("group", name="条件 1")
        condition.get_by_label("列", exact=True).select_option("金额")
        condition.get_by_label("比较").select_option("ge")
        condition.get_by_label("值", exact=True).fill("100")
        page.get_by_role("button", name="加行分组").click()
        page.get_by_role("group", name="行分组 分组 1").get_by_label("列", exact=True).select_option("项目")
        page.get_by_role("button", name="加列分组").click()
        across = page.get_by_role("group", name="列分组（表头） 分组 1")
        across.get_by_label("列", exact=True).select_option("日期")
        across.get_by_label("日期按").select_option("year")
        page.get_by_role("button", name="加统计").click()
        page.get_by_role("group", name="统计 2").get_by_label("列", exact=True).select_option("金额")
        page.get_by_role("button", name="计算").click()
        table = page.get_by_role("table", name="结果", exact=True)
        expect(page.locator(".analysis-said")).to_have_text(answer["said"]["zh"])
        expect(table.locator("tfoot td").last).to_have_text(f"{total:,}")
        # A year stands once over its two measures.
        expect(table.locator("th[colspan='2']").first).to_have_text(re.compile("^20"))
        expect(page.locator(".chart[data-drawn]")).to_be_visible()
        watched.picture("analysis")
        link = page.url.removeprefix(watched.address)
        page.get_by_label("名称", exact=True).fill("各项目逐年")
        page.get_by_label("给谁看").select_option("role:审核员")
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.get_by_role("list", name="保存的分析")).to_contain_text("角色：审核员")
        # The address alone gives the same answer to whoever opens it.
        watched.open("/waiting")
        watched.open(link)
        expect(page.locator(".analysis-said")).to_have_text(answer["said"]["zh"])
        watched.open("/analysis")
        page.get_by_role("button", name="打开 各项目逐年").click()
        expect(table.locator("tfoot td").last).to_have_text(f"{total:,}")
        page.get_by_role("button", name="删除 各项目逐年").click()
        page.locator(".ant-popconfirm").get_by_role("button").last.click()
        expect(page.get_by_text("还没有保存过")).to_be_visible()


def test_columns_are_dragged_where_they_are_to_be(at: Open) -> None:
    with at(HEAD) as watched:
        page = watched.open("/analysis").page
        page.get_by_label("用途").select_option(PURPOSE)
        page.get_by_role("combobox", name="表", exact=True).select_option(TABLE)
        fields = page.get_by_role("list", name="可用的列")

        def drag(column: str, to: str) -> None:
            chip = fields.locator("[draggable]").filter(has_text=re.compile(f"^{column} "))
            chip.drag_to(page.get_by_role("group", name=to, exact=True))

        drag("项目", "行分组")
        drag("日期", "行分组")
        drag("金额", "统计")
        rows, across = (
            page.get_by_role("group", name=name, exact=True) for name in ("行分组", "列分组（表头）")
        )
        expect(rows.get_by_label("日期按")).to_have_value("month")
        rows.get_by_label("日期按").select_option("year")
        # From one side to the other, as it was.
        rows.locator("[draggable]").last.drag_to(across)
        expect(across.get_by_label("日期按")).to_have_value("year")
        expect(rows.get_by_label("列", exact=True)).to_have_count(1)
        page.get_by_role("button", name="计算").click()
        expect(
            page.get_by_role("table", name="结果", exact=True).locator("th[colspan='2']").first
        ).to_have_text(re.compile("^20"))
        watched.picture("analysis-dragged")


def test_it_leaves_where_the_grant_says_so(at: Open, tmp_path: Path) -> None:
    with at(HEAD) as watched:
        page = watched.open("/analysis").page
        page.get_by_label("用途").select_option("热线来信办理")
        page.get_by_role("combobox", name="表", exact=True).select_option("hotline.办件")
        page.get_by_role("button", name="计算").click()
        with page.expect_download() as coming:
            page.get_by_role("button", name="导出 CSV").click()
        target = tmp_path / coming.value.suggested_filename
        coming.value.save_as(target)
        assert target.read_text(encoding="utf-8-sig").splitlines()[0] == '"行数"'
