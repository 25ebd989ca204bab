"""The permission matrix says what the gateway does, in cells that are never formulas."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from shuzhi.ops.audit.models import Record
from tests.unit.ops.conftest import Api

Calling = Callable[[str | None], Api]


def rows(content: bytes) -> list[tuple[str, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    return [tuple(str(cell.value or "") for cell in row) for row in sheet.iter_rows(min_row=2)]


@pytest.mark.usefixtures("lake")
def test_it_says_who_sees_how_much_of_which_column(api: Calling, lake: Path) -> None:
    answer = api("audit").get("audit/matrix")
    assert answer.status_code == 200
    found = {(row[0], row[3], row[4]): row for row in rows(answer.content) if row[2] == "高龄津贴监督"}
    mine = found["安如是(jiandu)", "standard.高龄津贴发放", "金额"]
    assert (mine[7], mine[9]) == ("原值", "全部")
    assert found["安如是(jiandu)", "standard.高龄津贴发放", "身份证号"][7] == "部分遮盖"
    theirs = next(row for (who, table, column), row in found.items() if "xibei" in who and column == "reason")
    assert "paid_after_death" in theirs[9]
    assert "shiqiao" in " ".join(who for who, _, _ in found)
    assert not [who for who, _, _ in found if "pangguan" in who]
    assert Record.objects.filter(by="audit", action="audit.matrix").exists()


@pytest.mark.usefixtures("lake")
def test_the_page_shows_the_same_cells_and_finds_them(api: Calling) -> None:
    asked = {"person": "jiandu", "purpose": "高龄津贴监督", "table": "standard.高龄津贴发放"}
    found = api("security").get("audit/permissions", **asked).json()
    levels = {row["column"]: row["level"] for row in found["rows"]}
    assert (levels["金额"], levels["身份证号"]) == ("none", "partial")
    assert {row["table"] for row in found["rows"]} == {"standard.高龄津贴发放"}
    one = api("audit").get("audit/permissions", **asked, column="身份证").json()["rows"]
    assert [row["column"] for row in one] == ["身份证号"]
    every = [row["column"] for row in found["rows"]]
    rest = api("audit").get("audit/permissions", **asked, after="2").json()["rows"]
    assert [row["column"] for row in rest] == every[2:]
    assert api("audit").get("audit/permissions", person="pangguan").json()["total"] == 0
    assert "高龄津贴监督" in api("audit").get("audit/purposes").json()


@pytest.mark.usefixtures("lake")
def test_it_is_for_two_of_the_three_administrators(api: Calling) -> None:
    told = {login: api(login).get("audit/matrix").status_code for login in ("system", "security", "jiandu")}
    assert told == {"system": 403, "security": 200, "jiandu": 403}
    for path in ("permissions", "purposes"):
        assert {api(login).get(f"audit/{path}").status_code for login in ("system", "jiandu")} == {403}
