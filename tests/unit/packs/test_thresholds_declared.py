"""A rule's threshold is a number of the scenario that its SQL compares by > or <; anything else is told."""

from pathlib import Path

import pytest

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine

RULE = "scenarios/old_age/rules/paid_after_death.sql"
PARAMETERS = """
最少笔数:
  label: {zh: 最少笔数, en: Fewest payments}
  unit: 笔
  reference: 示例（虚构）
  values: {2020-01-01: 1}
口径:
  label: {zh: 口径, en: Definition}
  unit: 无
  reference: 示例（虚构）
  values: {2020-01-01: 宽}
"""


def told(folder: Path, thresholds: str, having: str) -> list[str]:
    """What is wrong with the template's rule, given these thresholds and this last line."""
    write_city(folder)
    parameters = folder / "scenarios/old_age/parameters/宽限.yml"
    parameters.write_text(parameters.read_text(encoding="utf-8") + PARAMETERS, encoding="utf-8")
    rule = folder / RULE
    text = rule.read_text(encoding="utf-8").replace("score:\n", f"thresholds:\n{thresholds}score:\n", 1)
    rule.write_text(text.rstrip() + f"\n{having}\n", encoding="utf-8")
    _, problems = examine(folder)
    return [problem.what.zh for problem in problems]


RIGHT = "  - {parameter: 最少笔数, column: 笔数, direction: above}\n"


@pytest.mark.parametrize(
    "having", ["having count(*) > parameter(最少笔数)", "having parameter(最少笔数) < count(*)"]
)
def test_a_comparison_that_is_made_is_right(tmp_path: Path, having: str) -> None:
    assert told(tmp_path, RIGHT, having) == []


WRONG = {
    "no such parameter": (
        "  - {parameter: 最少笔, column: 笔数, direction: above}\n",
        "having count(*) > parameter(最少笔数)",
        ["没有参数“最少笔”"],
    ),
    "no such column": (
        "  - {parameter: 最少笔数, column: 笔, direction: above}\n",
        "having count(*) > parameter(最少笔数)",
        ["没有列“笔”"],
    ),
    "the other way": (
        "  - {parameter: 最少笔数, column: 笔数, direction: below}\n",
        "having count(*) > parameter(最少笔数)",
        ["规则没有用 < 与“最少笔数”比较"],
    ),
    "equal counts too": (RIGHT, "having count(*) >= parameter(最少笔数)", ["规则没有用 > 与“最少笔数”比较"]),
    "not compared": (RIGHT, "", ["规则没有用 > 与“最少笔数”比较"]),
    "a value of each date": (
        "  - {parameter: 死亡登记宽限天数, column: 笔数, direction: above}\n",
        "",
        ["规则没有用 > 与“死亡登记宽限天数”比较"],
    ),
    "not a number": (
        "  - {parameter: 口径, column: 笔数, direction: above}\n",
        "having count(*) > parameter(口径)",
        ["门槛“口径”不是数"],
    ),
    "twice": (RIGHT + RIGHT, "having count(*) > parameter(最少笔数)", ["门槛“最少笔数”写了两次"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_the_rule_does_not_do_is_told(tmp_path: Path, name: str) -> None:
    thresholds, having, expected = WRONG[name]
    assert told(tmp_path, thresholds, having) == expected
