"""A clerk sends an ugly workbook, puts right by clicking how it is read; a steward approves; a run lands it."""

from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from shuzhi.packs.loader import load_city
from shuzhi.run import intake
from shuzhi.run.land import land
from shuzhi.run.loop import lake_of
from tests.browser.conftest import Open
from tests.browser.matters import SENDER, STEWARD
from tests.serving import Served
from tests.ugly.corpus import CORPUS

SOURCE = "资金审批"
"""Its source file asks for approval."""


def test_an_ugly_workbook_goes_the_whole_way(
    at: Open, pristine: Path, served: Served, tmp_path: Path
) -> None:
    kind = next(kind for kind in CORPUS if kind.name == "everything_xlsx")
    path, book = kind.make(tmp_path, 5)
    with at(SENDER) as watched:
        page = watched.open("/intake").page
        page.get_by_label("报送到").first.select_option(SOURCE)
        page.locator("input[type=file]").set_input_files(path)
        grid = page.get_by_role("region", name="文件内容与读法")
        expect(grid.locator("tr[data-state=header]").first).to_be_visible()
        expect(grid.locator("tr[data-state=aside]").first).to_be_visible()
        watched.picture("sending-look")
        page.get_by_label("乡镇 是哪一列").select_option("村")
        expect(page.get_by_label("乡镇 是哪一列")).to_have_value("村")
        page.get_by_label("金额 是哪一列").select_option("批准金额")
        expect(page.get_by_label("金额 是哪一列")).to_have_value("批准金额")
        watched.picture("sending-fixed")
        number = page.url.rsplit("/", 1)[-1]
        page.get_by_role("button", name="确认报送").click()
        expect(page.locator(".page-lead")).to_contain_text("等提供部门审批")
    with at(STEWARD) as watched:
        page = watched.open(f"/intake/{number}").page
        page.get_by_role("button", name="通过", exact=True).click()
        expect(page.locator(".page-lead")).to_contain_text("下一次运行时入库")
        watched.picture("sending-approved")
    city = load_city(pristine.parent / "served")
    with lake_of(city) as lake:
        land(lake, city, lambda _: None, as_of=date(2026, 6, 30))
        held = next(
            batch for batch, _ in intake.accounts(lake) if batch.file == f"报送/{SOURCE}/1/{path.name}"
        )
    assert (held.landed, held.quarantined, held.set_aside) == (len(book.truth), book.quarantined, book.aside)
    with at(SENDER) as watched:
        page = watched.open(f"/intake/{number}").page
        expect(page.locator(".page-lead")).to_contain_text("已入库")
        page.get_by_role("link", name="看这一批的账").click()
        expect(page.get_by_role("heading", name=f"报送/{SOURCE}/1/{path.name}")).to_be_visible()
        watched.picture("sending-batch")


def test_a_form_is_held_against_what_the_city_has(at: Open, tmp_path: Path) -> None:
    path = tmp_path / "走访登记表.csv"
    path.write_text("身份证号,死亡日期,是否独居\n", encoding="utf-8")
    with at(SENDER) as watched:
        page = watched.open("/intake").page
        page.get_by_role("link", name="采集表查重").click()
        expect(page.get_by_role("heading", name="采集表查重", level=1)).to_be_visible()
        page.locator("input[type=file]").set_input_files(path)
        told = page.get_by_role("region", name="采集表查重")
        expect(told.get_by_role("row", name="死亡日期")).to_contain_text("已有，可申请")
        expect(told.get_by_role("row", name="身份证号")).to_contain_text("保留")
        expect(told.get_by_role("row", name="是否独居")).to_contain_text("没有，可以采集")
        watched.picture("form-held")
        page.get_by_label("或者把字段名粘贴到这里").fill("是否独居\n死亡日期")
        page.get_by_role("button", name="查重", exact=True).click()
        expect(page.get_by_role("heading", name="2 个字段，其中 1 个本市已有")).to_be_visible()
