"""Data quality as its pages ask for it: counts for everybody with a post, rows only as purpose and grant give them."""

from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from shuzhi.govern.rules import EXAMPLES
from shuzhi.ops.people.models import User
from tests.unit.ops.conftest import Api

Ask = Callable[[str | None], Api]
PAYMENTS = "standard.高龄津贴发放"
RULE = "between:发放日期"
TWICE = "unique:身份证号+发放日期"


def rule(api: Api, name: str = RULE, **query: object) -> dict[str, Any]:
    told: dict[str, Any] = api.get("quality/rule", table=PAYMENTS, rule=name, **query).json()
    return told


def problems(api: Api, **query: object) -> list[tuple[str, str]]:
    return [(row["table"], row["rule"]) for row in api.get("quality/problems", **query).json()["rows"]]


def test_the_city_departments_and_tables_have_scores_that_follow_from_the_rules(api: Ask, lake: Path) -> None:
    told = api("pangguan").get("quality").json()
    departments = {each["name"]: each for each in told["departments"]}
    assert departments["民政局"]["score"] < departments["公安局"]["score"] == 1
    assert told["departments"][0]["score"] == min(each["score"] for each in told["departments"])
    (accuracy,) = [
        each["score"] for each in departments["民政局"]["dimensions"] if each["dimension"] == "accuracy"
    ]
    told_of = [rule(api("pangguan"), name) for name in (RULE, TWICE, "history")]
    assert accuracy == pytest.approx(mean(1 - each["failing"] / each["checked"] for each in told_of))
    assert told["trend"][-1]["score"] == told["city"]["score"]
    assert "1 −" in told["formula"]["zh"]


def test_what_is_broken_is_listed_with_its_department_and_can_be_narrowed(api: Ask, lake: Path) -> None:
    asking = api("pangguan")
    assert (PAYMENTS, RULE) in problems(asking)
    assert problems(asking, owner="民政局", dimension="accuracy") == [(PAYMENTS, RULE), (PAYMENTS, TWICE)]
    assert problems(asking, owner="公安局") == []
    assert api("pangguan").get("quality").json()["problems"] == len(problems(asking))


def test_rows_are_given_as_the_grants_give_them(api: Ask, lake: Path) -> None:
    """The supervisor sees names in part; who is granted no rows learns how many there are, and nobody's name."""
    seen = rule(api("jiandu"))
    (group,) = seen["exhibits"]
    assert (seen["purpose"], seen["withheld"]) == ("高龄津贴监督", False)
    assert len(group["rows"]) == EXAMPLES < seen["failing"]
    names = [column["name"] for column in group["columns"]]
    assert [column["name"] for column in group["columns"] if column["deciding"]] == ["发放日期"]
    assert {row["values"][names.index("发放日期")] for row in group["rows"]} == {"2026-06-10"}
    assert not any(row["values"][names.index("姓名")] == "安如初" for row in group["rows"])
    without = rule(api("pangguan"))
    assert (without["failing"], without["exhibits"], without["withheld"]) == (seen["failing"], [], True)


def test_a_purpose_one_does_not_have_gives_no_row(api: Ask, lake: Path) -> None:
    asked = rule(api("jiandu"), purpose="诉求办理")
    assert (asked["exhibits"], asked["withheld"]) == ([], True)


def test_a_row_is_walked_to_its_line(api: Ask, lake: Path) -> None:
    (group,) = rule(api("jiandu"), lines=True)["exhibits"]
    places = [row["place"] for row in group["rows"]]
    assert places[0].startswith("民政局/高龄津贴2026.csv")
    assert places[0].endswith("第 7 行")


def test_a_rule_that_is_kept_has_no_rows_and_one_that_is_not_there_is_missing(api: Ask, lake: Path) -> None:
    kept = rule(api("jiandu"), "filled:金额")
    assert (kept["failing"], kept["withheld"], kept["share"]) == (0, False, 1)
    assert api("jiandu").get("quality/rule", table=PAYMENTS, rule="unique:没有").status_code == 404


def test_nobody_without_a_post_asks(api: Ask, people: dict[str, User], lake: Path) -> None:
    assert api(None).get("quality").status_code == 401
