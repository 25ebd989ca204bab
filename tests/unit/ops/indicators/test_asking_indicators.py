"""Indicators over the API: numbers as the files have them, for those whose grants show every value they rest on."""

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.indicators import counting
from shuzhi.secure.gateway import AUDIT
from tests.unit.ops.conftest import CITY

Api = Callable[[str | None], Any]
PAID = "old_age.津贴金额"


@pytest.fixture
def paid() -> dict[str, Decimal]:
    """Yuan per month, as the department's file has them."""
    (path,) = (CITY / "data" / "民政局").glob("高龄津贴*.csv")
    months: dict[str, Decimal] = defaultdict(Decimal)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            months[row["发放日期"][:7]] += Decimal(row["金额"])
    return months


def ask(api: Api, login: str, **asked: object) -> Any:
    return api(login).post("indicators/query", {"indicator": PAID, **asked})


def readings(lake: Path) -> int:
    return (lake / AUDIT).read_bytes().count(b"\n")


def names(api: Api, login: str) -> list[str]:
    return [each["name"] for each in api(login).get("indicators").json()]


def test_a_reader_is_offered_what_his_grants_show_as_it_is(api: Api, lake: Path) -> None:
    assert names(api, "jiandu") == ["old_age.津贴金额", "old_age.疑点数"]
    assert names(api, "pangguan") == []
    # The number of a masked column's values would be wrong.
    refused = api("jiandu").post("indicators/query", {"indicator": "old_age.领取人数"})
    assert refused.status_code == 403
    assert "身份证号" in refused.json()["problems"][0]["why"]["zh"]
    # And nobody can split by what he is shown in part.
    (offered,) = [each for each in api("jiandu").get("indicators").json() if each["name"] == PAID]
    assert offered["dimensions"] == []
    assert ask(api, "jiandu", by=[{"dimension": "姓名"}]).status_code == 400


def test_the_numbers_are_those_of_the_files(api: Api, lake: Path, paid: dict[str, Decimal]) -> None:
    told = ask(api, "jiandu", period="2026", grain="month", compare=["previous", "cumulative"]).json()
    assert [column["name"] for column in told["columns"]] == [
        "time",
        "value",
        "previous",
        "previous_change",
        "cumulative",
    ]
    assert {row[0]: Decimal(str(row[1])) for row in told["rows"]} == paid
    assert told["rows"][-1][4] == float(sum(paid.values()))
    assert told["rows"][0][2] is None
    assert told["unit"] == {"zh": "元", "en": "yuan"}
    assert told["freshness"]["last"] == "2026-06-10"
    assert (told["since"], told["until"]) == ("2026-01-01", "2026-06-30")
    assert told["said"]["zh"] == "高龄津贴金额，2026-01-01—2026-06-30，按月，环比，累计"
    assert ask(api, "jiandu").json()["rows"] == [[float(sum(paid.values()))]]


def test_a_number_from_a_table_the_last_run_could_not_make_says_so(
    api: Api, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "not_made", lambda _: {"finding.finding": date(2026, 6, 30)})
    monkeypatch.setattr(counting, "_WORLD", [])
    (note,) = api("jiandu").post("indicators/query", {"indicator": "old_age.疑点数"}).json()["notes"]
    assert "自 2026-06-30 起没有做成" in note["zh"]
    assert ask(api, "jiandu").json()["notes"] == []


def test_rows_left_out_by_a_grant_are_said(api: Api, lake: Path) -> None:
    asked = {"indicator": "old_age.疑点数", "by": [{"dimension": "规则"}]}
    all_of_them = api("jiandu").post("indicators/query", asked).json()
    assert all_of_them["rows"] == [["paid_after_death", 9], ["paid_twice", 2]]
    assert all_of_them["notes"] == []
    assert all_of_them["columns"][0]["labels"]["paid_after_death"]
    one_rule = api("xibei").post("indicators/query", asked).json()
    assert one_rule["rows"] == [["paid_after_death", 9]]
    assert "paid_after_death" in one_rule["notes"][0]["zh"]


def test_a_number_is_explained_and_walked_to_its_rows(api: Api, lake: Path, paid: dict[str, Decimal]) -> None:
    asked = {"indicator": PAID, "period": "2026-03"}
    told = api("jiandu").post("indicators/explain", asked).json()
    assert told["table"] == "standard.高龄津贴发放"
    assert told["owner"] == "民政局"
    assert "SUM(" in told["sql"]
    behind = api("jiandu").post("indicators/rows", asked).json()
    amounts = [Decimal(str(row[behind["names"].index("金额")])) for row in behind["rows"]]
    assert sum(amounts) == paid["2026-03"]
    people = {row[behind["names"].index("姓名")] for row in behind["rows"]}
    assert all("*" in name for name in people)


def test_an_answer_that_was_kept_is_read_and_recorded_like_any_other(api: Api, lake: Path) -> None:
    first = ask(api, "jiandu", period="2026").json()
    recorded = readings(lake)
    assert ask(api, "jiandu", period="2026").json() == first
    assert readings(lake) > recorded
    assert ask(api, "pangguan", period="2026").status_code == 403


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"indicator": "old_age.津贴金"}, "old_age.津贴金额"),
        ({"indicator": PAID, "period": "soon"}, "2026-Q1"),
        ({"indicator": PAID, "compare": ["previous_year"]}, "时间段"),
        ({"indicator": PAID, "compare": ["share"]}, "分组"),
        ({"indicator": "old_age.疑点数", "grain": "month"}, "all"),
        ({"indicator": "old_age.疑点数", "by": [{"dimension": "区划", "level": "street"}]}, "county"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_with_what_to_do(
    api: Api, lake: Path, asked: dict[str, object], said: str
) -> None:
    answer = api("jiandu").post("indicators/query", asked)
    assert answer.status_code == 400
    assert any(said in problem["todo"]["zh"] for problem in answer.json()["problems"])


def test_a_question_in_words_is_answered_or_said_not_to_be_understood(
    api: Api, lake: Path, paid: dict[str, Decimal]
) -> None:
    def said(login: str, question: str, **more: object) -> Any:
        return api(login).post("indicators/ask", {"question": question, **more}).json()

    first = said("jiandu", "今年三月津贴总额")
    assert first["answer"]["rows"] == [[float(paid["2026-03"])]]
    assert first["answer"]["said"]["zh"] == "高龄津贴金额，2026-03-01—2026-03-31"
    after = said("jiandu", "环比呢", before=first["answer"]["inquiry"])
    assert after["answer"]["rows"][0][:2] == [float(paid["2026-03"]), float(paid["2026-02"])]
    # Findings have no time, so nobody can have meant them.
    assert [each["name"] for each in said("jiandu", "今年多少")["choices"]] == [PAID]
    assert [each["name"] for each in said("jiandu", "多少")["choices"]] == names(api, "jiandu")
    assert "房价" in said("jiandu", "今年房价")["why"]["zh"]
    # Who may not ask of it is not even understood.
    assert said("pangguan", "今年三月津贴总额")["answer"] is None


def test_what_is_asked_back_and_what_is_proposed_is_answered_when_it_is_asked(api: Api, lake: Path) -> None:
    def said(question: str) -> Any:
        return api("jiandu").post("indicators/ask", {"question": question}).json()

    for choice in said("多少")["choices"]:
        assert said(choice["question"])["answer"]["inquiry"]["indicator"] == choice["name"]
    proposed = api("jiandu").get("indicators/examples").json()
    assert proposed
    assert all(said(question)["answer"]["rows"] for question in proposed)
    assert api("pangguan").get("indicators/examples").json() == []
