"""Analyses from a form: by grants only, totals from rows, saved locked, shared without widening what anybody sees."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from shuzhi.ops.analyses.models import Saved
from shuzhi.ops.audit.models import Record
from tests.unit.ops.conftest import CITY

Api = Callable[[str | None], Any]
PURPOSE = "高龄津贴监督"
PAID = {
    "purpose": PURPOSE,
    "table": "standard.高龄津贴发放",
    "rows": [{"column": "发放日期", "step": "month"}],
    "measures": [{"how": "rows"}, {"how": "sum", "of": "金额"}],
}
FOUND = {
    "purpose": PURPOSE,
    "table": "finding.finding",
    "rows": [{"column": "rule"}],
    "measures": [{"how": "rows"}],
}


def run(api: Api, login: str, form: Any) -> Any:
    return api(login).post("analyses/run", form)


def test_it_equals_the_file_and_says_what_it_counted(api: Api, lake: Path) -> None:
    told = run(api, "jiandu", PAID).json()
    with (CITY / "data/民政局/高龄津贴2026.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    counted = Counter(row["发放日期"][:7] for row in rows)
    months = [
        (month, n) for (month, n, _), which in zip(told["rows"], told["sets"], strict=True) if which == 0
    ]
    assert months == sorted(counted.items())
    total = told["rows"][told["sets"].index(3)]
    assert total == [None, len(rows), float(sum(Decimal(row["金额"]) for row in rows))]
    assert told["said"]["zh"].startswith("在“高龄津贴发放明细”中，按发放日期·月分组，统计行数、金额合计")
    typed = api("jiandu").post("sql", {"purpose": PURPOSE, "sql": told["sql"]}).json()
    assert len(typed["rows"]) == len(told["rows"])


def test_the_page_offers_what_the_grants_give(api: Api, lake: Path) -> None:
    tables = {each["table"]: each for each in api("jiandu").get("analyses/tables", purpose=PURPOSE).json()}
    paid = {each["name"]: (each["kind"], each["masked"]) for each in tables[PAID["table"]]["columns"]}
    assert paid["金额"] == ("number", False)
    assert paid["身份证号"] == ("text", True)
    # Masked alike is not the same: no join by numbers that are shown in part.
    assert tables[PAID["table"]]["joins"] == []
    assert {"table": "finding.finding", "on": "finding", "key": "finding"} in tables["finding.signal"][
        "joins"
    ]
    by_force = {**PAID, "join": {"table": "standard.死亡登记", "on": "身份证号", "key": "身份证号"}}
    assert run(api, "jiandu", by_force).status_code == 400


def test_a_join_counts_each_row_once(api: Api, lake: Path) -> None:
    signals = {"purpose": PURPOSE, "table": "finding.signal", "measures": [{"how": "rows"}]}
    joined = {
        **signals,
        "join": {"table": "finding.finding", "on": "finding", "key": "finding"},
        "rows": [{"column": "joined.rule"}],
    }
    whole, told = run(api, "jiandu", signals).json(), run(api, "jiandu", joined).json()
    assert whole["rows"][0][0] > 0
    assert told["rows"][told["sets"].index(3)][1] == whole["rows"][0][0]
    assert told["heads"][0]["zh"].endswith("规则")


def test_nobody_sees_more_than_his_grants(api: Api, lake: Path) -> None:
    every = {row[0] for row in run(api, "jiandu", FOUND).json()["rows"]}
    assert {row[0] for row in run(api, "xibei", FOUND).json()["rows"]} == {"paid_after_death", None}
    assert len(every) > 2
    for form in (PAID, {**FOUND, "table": "meta.run"}, {**FOUND, "purpose": "诉求办理"}):
        assert run(api, "xibei", form).status_code == 400
    # An amount of which he sees the size only is a text to him.
    amounts = {**FOUND, "measures": [{"how": "sum", "of": "amount"}]}
    assert run(api, "jiandu", amounts).status_code == 200
    assert run(api, "xibei", amounts).status_code == 400


def test_without_the_permission_there_is_nothing(api: Api, lake: Path) -> None:
    assert run(api, "pangguan", FOUND).status_code == 403
    for path in (
        "analyses/purposes",
        f"analyses/tables?purpose={PURPOSE}",
        "analyses/saved",
        "analyses/sharing",
    ):
        assert api("pangguan").get(path).status_code == 403
    assert api("pangguan").post("analyses/saved", {"name": "x", "analysis": FOUND}).status_code == 403
    assert api("pangguan").post("analyses/export", {"analysis": FOUND, "form": "csv"}).status_code == 403


def test_what_is_shared_is_asked_as_whoever_opens_it(api: Api, lake: Path) -> None:
    form = {**FOUND, "where": [{"column": "rule", "how": "ne", "values": ["秘密的值"]}]}
    assert api("jiandu").post("analyses/saved", {"name": "各规则", "analysis": form}).status_code == 204
    assert "秘密的值" not in Saved.objects.get().form
    assert api("xibei").get("analyses/saved").json() == []
    said = {"name": "各规则", "analysis": form, "role": "核查员"}
    assert api("jiandu").post("analyses/saved", said).status_code == 204
    (seen,) = api("xibei").get("analyses/saved").json()
    assert (seen["name"], seen["owner"], seen["mine"], seen["role"]) == ("各规则", "安如是", False, "核查员")
    assert len(run(api, "xibei", seen["form"]).json()["rows"]) == 2
    assert api("xibei").delete(f"analyses/saved/{seen['id']}").status_code == 404
    assert api("kezhang").get("analyses/saved").json() == []
    assert api("jiandu").delete(f"analyses/saved/{seen['id']}").status_code == 204
    assert not Saved.objects.exists()
    assert list(Record.objects.filter(action__startswith="analysis").values_list("action", flat=True)) == [
        "analysis.save",
        "analysis.save",
        "analysis.delete",
    ]
    other = {"name": "x", "analysis": FOUND, "department": "民政局"}
    assert api("jiandu").post("analyses/saved", other).status_code == 400


def test_it_leaves_only_where_every_grant_says_so(api: Api, lake: Path) -> None:
    answer = api("jiandu").post("analyses/export", {"analysis": FOUND, "form": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == '"规则","行数"'
    assert Record.objects.get(action="analysis.export").about["rows"] == len(lines) - 1 > 1
    assert api("jiandu").post("analyses/export", {"analysis": PAID, "form": "csv"}).status_code == 403
    assert Record.objects.filter(action="analysis.export").count() == 1


def test_a_workbook_has_the_table_with_merged_heads_and_every_group_on_a_line(api: Api, lake: Path) -> None:
    form = {
        **FOUND,
        "rows": [{"column": "as_of", "step": "year"}, {"column": "region"}],
        "across": [{"column": "scenario"}, {"column": "rule"}],
        "measures": [{"how": "rows"}, {"how": "distinct", "of": "finding"}],
    }
    told = run(api, "jiandu", form).json()
    groups = [row for row, which in zip(told["rows"], told["sets"], strict=True) if which == 0]
    answer = api("jiandu").post("analyses/export", {"analysis": form, "form": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet, flat = book["表格"], book["各组"]
    assert sheet["A1"].value == told["said"]["zh"]
    across = len({tuple(row[2:4]) for row in groups})
    wide = 2 + 2 * across + 2
    merged = {str(each) for each in sheet.merged_cells.ranges}
    # Names of the side as high as the head, totals over both measures, the sentence over everything.
    assert {"A2:A4", "B2:B4", f"A1:{get_column_letter(wide)}1"} <= merged
    assert f"{get_column_letter(wide - 1)}2:{get_column_letter(wide)}3" in merged
    lines = list(sheet.iter_rows(min_row=5, values_only=True))
    assert (lines[-1][0], *lines[-1][-2:]) == ("合计", *told["rows"][told["sets"].index(3)][4:])
    body = [line[2:-2] for line in lines[:-1]]
    assert sorted(cell for line in body for cell in line if cell is not None) == sorted(
        cell for row in groups for cell in row[4:]
    )
    own = [tuple(row[4:]) for row, which in zip(told["rows"], told["sets"], strict=True) if which == 1]
    assert [line[-2:] for line in lines[:-1]] == own
    assert flat.max_row == len(groups) + 1
    english = api("jiandu").post("analyses/export", {"analysis": form, "form": "xlsx", "english": True})
    assert load_workbook(io.BytesIO(b"".join(english.streaming_content))).sheetnames == ["table", "groups"]


def test_a_subtotal_stands_below_its_group_and_is_counted_from_the_rows(api: Api, lake: Path) -> None:
    form = {
        **FOUND,
        "rows": [{"column": "rule"}, {"column": "region"}],
        "measures": [{"how": "rows"}, {"how": "avg", "of": "score"}],
        "subtotals": True,
    }
    told = run(api, "jiandu", form).json()
    by_rule = run(api, "jiandu", {**form, "rows": [{"column": "rule"}], "totals": False}).json()["rows"]
    found = [row for row, which in zip(told["rows"], told["sets"], strict=True) if which == 10]
    # An average of a group is of its rows, not of the averages above it.
    assert [[row[0], *row[2:]] for row in found] == by_rule
    answer = api("jiandu").post("analyses/export", {"analysis": form, "form": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["表格"]
    lines = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [list(line[2:]) for line in lines if line[1] == "小计"] == [row[1:] for row in by_rule]
    assert lines[-1][0] == "合计"
    assert len(lines) == len(told["rows"])
    # Sorted by what is counted, a group's rows do not stand together.
    assert 10 not in run(api, "jiandu", {**form, "sort": {"measure": 0, "down": True}}).json()["sets"]
