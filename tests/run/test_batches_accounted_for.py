"""Every batch accounted for: rows = landed + quarantined + set aside; taken back, mended, reported to its sender."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run import intake, mending, repair
from shuzhi.run.fixit import report
from shuzhi.run.loop import lake_of, run_city
from shuzhi.run.pending import Pending, ask, pending
from shuzhi.run.read import desk, post_in
from shuzhi.run.repair import Repair
from shuzhi.secure import audit
from shuzhi.secure.policy import Reader
from tests.lakes import digest
from tests.ugly.people import check

HEADER = ("姓名", "身份证号", "金额", "发放日期")


def identity(order: int) -> str:
    body = f"99010119400101{order:03}"
    return body + check(body)


def run(folder: Path) -> None:
    run_city(load_city(folder), as_of=date(2026, 6, 30), tell=lambda _: None)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A small city with a workbook that has a title, a total, a lost id and an amount that is none."""
    folder = tmp_path / "市"
    write_city(folder)
    told = yaml.safe_load((folder / "city.yml").read_text(encoding="utf-8"))
    grant = {
        "who": {"role": "科长"},
        "tables": ["quality.*", "meta.batch"],
        "purpose": "高龄津贴监督",
        "mask": "none",
        "export": True,
    }
    told["grants"].append(grant)
    (folder / "city.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (
        ["高龄津贴发放表"],
        HEADER,
        ["某甲", identity(1), 200, "2027-01-10"],
        ["某乙", 990101194001010123, 200, "2027-01-10"],
        ["某丙", identity(2), "不是数", "2027-01-10"],
        ["合计", None, 400],
    ):
        book.active.append(row)
    book.save(folder / "data/民政局/高龄津贴2027.xlsx")
    return folder


def batch_of(folder: Path) -> intake.Batch:
    with lake_of(load_city(folder), read_only=True) as lake:
        return next(batch for batch, _ in intake.accounts(lake) if batch.file.endswith("2027.xlsx"))


def test_the_accounts_add_up_and_say_why(city: Path) -> None:
    add_glob(city)
    run(city)
    with lake_of(load_city(city), read_only=True) as lake:
        held = {batch.file: (batch, reasons) for batch, reasons in intake.accounts(lake)}
    batch, reasons = held["民政局/高龄津贴2027.xlsx"]
    assert (batch.records, batch.landed, batch.quarantined, batch.set_aside) == (5, 2, 1, 2)
    assert reasons == {"digits": 1, "title": 1, "totals": 1}


def add_glob(folder: Path) -> None:
    source = next(folder.glob("scenarios/*/sources/高龄津贴发放.yml"))
    told = yaml.safe_load(source.read_text(encoding="utf-8"))
    told["files"].append("民政局/高龄津贴*.xlsx")
    source.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")


def test_a_batch_taken_back_takes_what_came_of_it_along(city: Path) -> None:
    run(city)
    before = digest(city)
    add_glob(city)
    run(city)
    batch = batch_of(city).batch
    with lake_of(load_city(city)) as lake:
        intake.withdraw(lake, load_city(city), batch, by="某某", because="发错了")
    run(city)
    after = digest(city)
    told = {table for table in before if before[table] != after.get(table)}
    assert not {table for table in told if not table.startswith(("meta.", "dictionary.", "landed."))}
    lines = (load_city(city).lake / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert any('"withdraw batch"' in line and "发错了" in line for line in lines)
    assert audit.verify(load_city(city).lake / "audit.jsonl") is None
    with lake_of(load_city(city)) as lake:
        intake.restore(lake, load_city(city), batch, by="某某")
    run(city)
    assert batch_of(city).landed == 2


def test_a_mended_record_lands_in_its_place_once_and_again_in_a_new_lake(city: Path) -> None:
    add_glob(city)
    run(city)
    batch = batch_of(city).batch
    mended = [Repair(row=2, values={"姓名": "某乙", "身份证号": identity(3)}, by="某某", at="2026-06-30")]
    with lake_of(load_city(city)) as lake:
        assert intake.mend(lake, load_city(city), batch, mended, by="某某") == 1
        assert intake.mend(lake, load_city(city), batch, mended, by="某某") == 0
        with pytest.raises(ShuzhiError, match="没有列"):
            intake.mend(
                lake, load_city(city), batch, [Repair(row=2, values={"无": "1"}, by="", at="")], by="某某"
            )
    held = batch_of(city)
    assert (held.records, held.landed, held.quarantined, held.repaired) == (5, 3, 0, 1)
    run(city)
    first = digest(city)
    shutil.rmtree(load_city(city).lake)
    run(city)
    assert {table: first[table] for table in first if table.startswith(("landed.", "standard."))} == {
        table: rows for table, rows in digest(city).items() if table.startswith(("landed.", "standard."))
    }


def test_the_sender_gets_his_workbook_back_with_reasons(city: Path, tmp_path: Path) -> None:
    add_glob(city)
    run(city)
    loaded, batch = load_city(city), batch_of(city).batch
    reader = Reader(name="某某", posts=(post_in(loaded, "科长", None),), purpose="高龄津贴监督")
    with lake_of(loaded, read_only=True) as lake:
        marks = report(desk(lake, loaded, reader, date(2026, 6, 30)), loaded, batch, tmp_path / "改.xlsx")
        count = mending.write_sheet(
            desk(lake, loaded, reader, date(2026, 6, 30)), loaded, batch, tmp_path / "修.xlsx"
        )
    book = openpyxl.load_workbook(tmp_path / "改.xlsx")
    summary, sheet = book.worksheets
    assert marks >= 1
    assert summary.cell(3, 2).value == "民政局/高龄津贴2027.xlsx"
    assert sheet.cell(4, 2).fill.fgColor.rgb == "FFFFC7CE"
    assert "第15位" in str(sheet.cell(4, sheet.max_column).value)
    assert sheet.cell(3, 2).fill.fgColor.rgb != "FFFFC7CE"
    assert count == 1
    mended = openpyxl.load_workbook(tmp_path / "修.xlsx")
    header = [cell.value for cell in mended.active[1]]
    mended.active.cell(2, 6).value = "1"
    mended.active.cell(2, header.index("姓名") + 1).value = "某乙"
    mended.save(tmp_path / "修.xlsx")
    (repair,) = mending.read_sheet(tmp_path / "修.xlsx", by="某某")
    assert (repair.row, repair.values["姓名"]) == (2, "某乙")


def test_what_people_decide_on_the_page_is_done_by_the_next_run_once(city: Path) -> None:
    add_glob(city)
    run(city)
    loaded, held = load_city(city), batch_of(city)
    repair.keep(loaded, held.batch, [Repair(row=2, values={"姓名": "某乙"}, by="某某", at="2026-06-30")])
    assert batch_of(city) == held
    run(city)
    assert (batch_of(city).landed, batch_of(city).repaired) == (held.landed + 1, 1)
    ask(loaded, Pending(batch=held.batch, does="withdraw", by="某某", because="发错了"))
    run(city)
    with lake_of(loaded, read_only=True) as lake:
        assert held.batch not in {batch.batch for batch, _ in intake.accounts(lake)}
        assert [each.because for each in intake.taken_back(lake)] == ["发错了"]
    assert not pending(loaded)
    ask(loaded, Pending(batch=held.batch, does="restore", by="某某", because="没有错"))
    run(city)
    assert (batch_of(city).landed, batch_of(city).repaired) == (held.landed + 1, 1)
