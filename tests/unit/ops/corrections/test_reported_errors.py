"""An error in shared data: reported by whoever is given the row, answered in time, disputed, ruled on above."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuzhi.core import sql
from shuzhi.ops.audit.models import Record
from shuzhi.ops.corrections.models import Correction
from shuzhi.ops.lake import lake as opened_lake
from shuzhi.ops.notices.models import Notice
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Scope
from tests.unit.ops.conftest import Api, Clock

Ask = Callable[[str | None], Api]
TABLE = "高龄津贴发放"


@pytest.fixture
def said(api: Ask, lake: Path, clock: Clock) -> dict[str, Any]:
    """What the supervisor says of a row that breaks a rule, as the page of the rule gives it to him."""
    rule = {"table": f"standard.{TABLE}", "rule": "between:发放日期"}
    (group,) = api("jiandu").get("quality/rule", **rule).json()["exhibits"]
    row = group["rows"][0]
    return {
        "table": group["table"], "batch": row["batch"], "row": row["row"], "column": "发放日期",
        "text": "发放日期应为五月，见银行回单",
    }  # fmt: skip


def reported(api: Ask, said: dict[str, Any]) -> int:
    assert api("jiandu").post("corrections", said).status_code == 204
    return Correction.objects.latest("id").pk


def listed(api: Ask, who: str, which: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api(who).get("corrections", which=which).json()["rows"]
    return rows


def test_the_owner_is_told_answers_in_working_days_and_sees_the_row_as_his_grants_give_it(
    api: Ask, said: dict[str, Any], clock: Clock
) -> None:
    number = reported(api, said)
    assert Notice.objects.filter(user__login="shenyouju", kind="correction").exists()
    (waiting,) = listed(api, "shenyouju", "to_answer")
    # Ten working days after Monday, 6 July.
    assert (waiting["due"], waiting["column"], waiting["may"]) == ("2026-07-20", "发放日期", ["answer"])
    assert len(api("jiandu").get(f"corrections/{number}/row").json()["exhibits"]) == 1
    assert api("shenyouju").get(f"corrections/{number}/row").json()["exhibits"] == []
    told = api("shenyouju").post(f"corrections/{number}/answer", {"mended": True, "text": "已改"})
    assert told.status_code == 204
    (mine,) = listed(api, "jiandu", "asked_by_me")
    assert (mine["state"], mine["late"], mine["may"]) == ("mended", False, [])
    assert (
        api("shenyouju").post(f"corrections/{number}/answer", {"mended": True, "text": "已改"}).status_code
        == 409
    )


def test_who_is_given_no_row_reports_nothing_and_hears_of_nothing(api: Ask, said: dict[str, Any]) -> None:
    assert api("pangguan").post("corrections", said).status_code == 404
    assert api("jiandu").post("corrections", {**said, "row": 999_999}).status_code == 404
    assert api("jiandu").post("corrections", {**said, "batch": "没有"}).status_code == 404
    assert api("jiandu").post("corrections", {**said, "table": "死亡登记"}).status_code == 404
    assert api("jiandu").post("corrections", {**said, "column": "没有"}).status_code == 400
    number = reported(api, said)
    assert api("gongyoushu").get(f"corrections/{number}/row").status_code == 404
    assert (
        api("gongyoushu").post(f"corrections/{number}/answer", {"mended": True, "text": "x"}).status_code
        == 404
    )


def test_one_cell_is_looked_into_once_at_a_time(api: Ask, said: dict[str, Any]) -> None:
    number = reported(api, said)
    assert api("jiandu").post("corrections", said).status_code == 409
    api("shenyouju").post(f"corrections/{number}/answer", {"mended": False, "text": "无误"})
    assert reported(api, said) != number


def test_an_answer_that_comes_after_its_day_is_late(api: Ask, said: dict[str, Any], clock: Clock) -> None:
    number = reported(api, said)
    clock.move(days=15)
    assert listed(api, "shenyouju", "to_answer")[0]["late"]
    api("shenyouju").post(f"corrections/{number}/answer", {"mended": True, "text": "已改"})
    assert Record.objects.get(action="corrections.answer").about["late"] is True


def test_a_refusal_is_disputed_by_whoever_reported_it_and_never_ruled_on_by_its_owner(
    api: Ask, said: dict[str, Any], clock: Clock
) -> None:
    number = reported(api, said)
    api("shenyouju").post(f"corrections/{number}/answer", {"mended": False, "text": "系统记录无误"})
    assert api("shenyouju").post(f"corrections/{number}/dispute", {"text": "不同意"}).status_code == 403
    assert api("jiandu").post(f"corrections/{number}/dispute", {"text": "回单为证"}).status_code == 204
    ruling = {"overturned": True, "text": "以回单为准"}
    assert api("shenyouju").post(f"corrections/{number}/rule", ruling).status_code == 403
    assert api("kezhang").post(f"corrections/{number}/rule", ruling).status_code in {403, 404}
    assert Correction.objects.get(pk=number).state == "disputed"


def test_a_dispute_comes_in_time_or_not_at_all(api: Ask, said: dict[str, Any], clock: Clock) -> None:
    number = reported(api, said)
    api("shenyouju").post(f"corrections/{number}/answer", {"mended": False, "text": "无误"})
    clock.move(days=20)
    assert listed(api, "jiandu", "asked_by_me")[0]["may"] == []
    assert api("jiandu").post(f"corrections/{number}/dispute", {"text": "不同意"}).status_code == 403


def test_a_department_above_rules(
    api: Ask, said: dict[str, Any], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the tiny city the county stands above its bureau; the report is moved there."""
    number = reported(api, said)
    api("shenyouju").post(f"corrections/{number}/answer", {"mended": False, "text": "无误"})
    api("jiandu").post(f"corrections/{number}/dispute", {"text": "回单为证"})
    one = Correction.objects.get(pk=number)
    one.owner.parent, one.owner.path = None, f"/{_above(one)}/{one.owner_id}/"
    one.owner.save()
    assert [row["may"] for row in listed(api, "jiandu", "above")] == [["rule"]]
    assert (
        api("jiandu")
        .post(f"corrections/{number}/rule", {"overturned": True, "text": "以回单为准"})
        .status_code
        == 204
    )
    happened = Record.objects.filter(object=f"correction:{number}").order_by("number")
    assert [each.action.split(".")[1] for each in happened] == ["report", "answer", "dispute", "rule"]


def _above(one: Correction) -> int:
    """The supervisor's own department, as if it stood above the owner."""
    return one.asked_for_id


def test_an_error_is_reported_from_the_first_rows_of_a_table(api: Ask, lake: Path, clock: Clock) -> None:
    given = api("jiandu").get(f"catalogue/tables/standard.{TABLE}/rows").json()
    (group,) = given["exhibits"]
    assert given["purpose"] == "高龄津贴监督"
    row = group["rows"][0]
    said = {"table": group["table"], "batch": row["batch"], "row": row["row"], "text": "金额不对"}
    assert api("jiandu").post("corrections", said).status_code == 204
    assert api("pangguan").get(f"catalogue/tables/standard.{TABLE}/rows").json()["exhibits"] == []


def test_an_error_is_reported_from_a_row_made_from_a_departments(api: Ask, lake: Path, clock: Clock) -> None:
    """Who is given a scenario's row that keeps where it comes from says what is wrong with it, and of which file."""
    opened = opened_lake()
    assert opened is not None
    place = Pipeline(lake=opened, scope=Scope(name="test", reads=("letters.*",), writes=()))
    (row,) = place.fetch(sql.query("select _batch, _row from letters.地点 where 编号 = 'A1'")).to_pylist()
    said = {"table": "letters.地点", "batch": row["_batch"], "row": row["_row"], "text": "不在这里"}
    assert api("pangguan").post("corrections", said).status_code == 404
    assert api("jiexian").post("corrections", {**said, "row": 999_999}).status_code == 404
    assert api("jiexian").post("corrections", said).status_code == 204
    one = Correction.objects.latest("id")
    assert (one.table, one.owner.name, one.column) == ("来信答复", "热线办", "")


def test_the_deadline_and_what_says_so_are_told(api: Ask) -> None:
    told = api("jiandu").get("corrections/deadline").json()
    assert told["days"] == 10
    assert "条例" in told["basis"]
