"""`shuzhi checkup`: a folder nobody described gives a report for a director, and a list to mend by."""

import re
from pathlib import Path

import openpyxl
import pytest

from shuzhi.cli.commands import app
from shuzhi.core.errors import ShuzhiError

TOWNS = ("溪口镇", "石桥镇", "云湖街道", "东岭乡")
PEOPLE = 60


def write(path: Path, header: str, rows: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows, ""]), encoding="gb18030")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The health bureau's register of sixty; civil affairs' payments: one to nobody in it, one birth and one phone told
    otherwise, one birth on no day, one town misspelt, one birth yet to come, one line cut off, one row twice."""
    home = tmp_path / "来料"
    people = [(f"云残{n:04d}", f"19{50 + n % 40}-01-0{1 + n % 9}", f"1380000{n:04d}") for n in range(PEOPLE)]
    register = [
        f"{number},虚平{chr(0x4E00 + n)},{born},{phone}" for n, (number, born, phone) in enumerate(people)
    ]
    write(home / "卫健局" / "残疾登记.csv", "证件编号,姓名,出生日期,联系电话", register)
    paid = [f"{number},{born},{phone},{TOWNS[n % 4]}" for n, (number, born, phone) in enumerate(people[:-5])]
    paid[3] = paid[3].replace("-01-", "-02-")
    paid[4] = paid[4].replace("1380000", "1390000")
    paid[5] = paid[5].replace("-01-", "-13-")
    paid[6] = paid[6].replace("云湖街道", "云胡街道")
    paid[7] = paid[7].replace(people[7][1], "2099-01-01")
    paid += ["云残9999,1990-05-05,13800009999,溪口镇", paid[0], "云残0000,1950"]
    write(home / "民政局" / "补贴发放2026.csv", "证件编号,出生日期,联系电话,乡镇", paid)
    (home / "说明.txt").write_text("见附件", encoding="utf-8")
    return home


def checkup(folder: Path, to: Path) -> tuple[str, list[list[object]]]:
    app(["checkup", str(folder), "--to", str(to)], standalone_mode=False)
    sheet = openpyxl.load_workbook(to / "问题清单.xlsx").active
    assert sheet is not None
    page = (to / "数据体检报告.html").read_text(encoding="utf-8")
    return page, [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_what_was_planted_is_found_with_its_department_file_and_record(folder: Path, tmp_path: Path) -> None:
    page, rows = checkup(folder, tmp_path / "报告")
    told = {(row[0], row[2], row[3], row[4]) for row in rows}
    assert {
        ("补贴发放", 4, "出生日期", "两张表说法不一"),
        ("补贴发放", 5, "联系电话", "两张表说法不一"),
        ("补贴发放", 6, "出生日期", "不合规的值"),
        ("补贴发放", 7, "乡镇", "疑似写错"),
        ("补贴发放", 8, "出生日期", "将来的日期"),
        ("补贴发放", 56, "证件编号", "登记表里查不到"),
        ("补贴发放", 58, None, "读不成记录的行"),
    } <= told
    assert {row[1] for row in rows} == {"民政局/补贴发放2026.csv"}
    assert "1 行与另一行完全相同" in page
    assert "说明.txt" in page


def test_numbers_of_persons_stand_in_the_list_only(folder: Path, tmp_path: Path) -> None:
    page, rows = checkup(folder, tmp_path / "报告")
    assert any(re.fullmatch(r"13\d{9}", str(row[5])) for row in rows)
    assert not re.search(r"13\d{9}", page)


def test_both_departments_that_collect_the_same_are_told(folder: Path, tmp_path: Path) -> None:
    page, _ = checkup(folder, tmp_path / "报告")
    assert "残疾登记 重复采集：证件编号、出生日期、联系电话" in page


def test_in_english_where_asked(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUZHI_LANG", "en")
    app(["checkup", str(folder), "--to", str(tmp_path)], standalone_mode=False)
    assert "What to do first" in (tmp_path / "check-up.html").read_text(encoding="utf-8")


def test_a_folder_without_tables_is_told_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文", encoding="utf-8")
    with pytest.raises(ShuzhiError) as raised:
        app(["checkup", str(tmp_path)], standalone_mode=False)
    assert ".csv" in str(raised.value.problems[0].why)
