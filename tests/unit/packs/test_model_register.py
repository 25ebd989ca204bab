"""Nothing a step judges reaches a rule without an entry in the model register, nor after the day it retires."""

from datetime import date
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.check_models import refuse_retired
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine

STEPS = """
steps:
  - step: {step}
    inputs: {{cases: old_age.发放}}
    output: old_age.判断
    parameters: {{}}
    columns: {{姓名: person_name}}
"""
TABLE = """/*
title: {zh: 中间, en: between}
columns: {姓名: person_name}
rows: {min: 0, max: 10}
*/
select 姓名 from old_age.判断
"""
ENTRY = """title: {{zh: 判断, en: judges}}
output: {output}
purpose: {{zh: 供人看, en: for people to see}}
owner: 民政局
data: [高龄津贴发放，到基准日]
measured: {{zh: 没有测过, en: not measured}}
impact: {{zh: 错了多查一户, en: one more visit}}
appeals: {{zh: 可以申辩, en: may be contested}}
registered: 2026-01-01
reviewed: {reviewed}
retires: 2027-01-01
"""


def told(
    folder: Path, *, step: str = "detect_outbreaks", used: bool = True, entries: tuple[str, ...] = ()
) -> set[str]:
    """What is wrong with the template city when a rule rests on a step, by way of a table."""
    write_city(folder)
    scenario = folder / "scenarios" / "old_age"
    file = scenario / "scenario.yml"
    file.write_text(file.read_text(encoding="utf-8") + STEPS.format(step=step), encoding="utf-8")
    (scenario / "tables" / "中间.sql").write_text(TABLE, encoding="utf-8")
    if used:
        rule = scenario / "rules" / "paid_after_death.sql"
        text = rule.read_text(encoding="utf-8")
        rule.write_text(
            text.replace("where ", "join old_age.中间 z on z.姓名 = p.姓名\nwhere "), encoding="utf-8"
        )
    for number, entry in enumerate(entries):
        path = scenario / "models" / f"登记{number}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(entry, encoding="utf-8")
    _, problems = examine(folder)
    return {
        problem.what.zh
        for problem in problems
        if (not problem.warning and "模型" in str(problem)) or "models" in problem.where
    }


RIGHT = ENTRY.format(output="old_age.判断", reviewed="2026-02-01")


def test_a_step_that_a_rule_rests_on_needs_an_entry(tmp_path: Path) -> None:
    assert told(tmp_path / "a") == {"“old_age.判断”没有模型登记"}
    assert told(tmp_path / "b", entries=(RIGHT,)) == set()


def test_what_no_rule_uses_and_what_judges_nothing_needs_none(tmp_path: Path) -> None:
    assert told(tmp_path / "a", used=False) == set()
    assert told(tmp_path / "b", step="mask_table") == set()


@pytest.mark.parametrize(
    ("entries", "wrong"),
    [
        ((RIGHT, RIGHT), "“old_age.判断”登记了两次"),
        (
            (RIGHT, ENTRY.format(output="old_age.发放", reviewed="2026-02-01")),
            "“old_age.发放”不是本场景步骤的产出",
        ),
        ((RIGHT.replace("measured:", "figures: old_age.没有\nmeasured:"),), "没有表“old_age.没有”"),
    ],
)
def test_a_wrong_entry_is_told(tmp_path: Path, entries: tuple[str, ...], wrong: str) -> None:
    assert wrong in told(tmp_path, entries=entries)


def test_days_out_of_order_are_told(tmp_path: Path) -> None:
    (wrong,) = told(tmp_path, entries=(ENTRY.format(output="old_age.判断", reviewed="2027-02-01"),))
    assert wrong == "模型登记的日期次序不对：2026-01-01, 2027-02-01, 2027-01-01"


def test_nothing_runs_on_a_model_from_the_day_it_retires(tmp_path: Path) -> None:
    told(tmp_path, entries=(RIGHT,))
    city, _ = examine(tmp_path)
    refuse_retired(city, date(2026, 12, 31))
    with pytest.raises(ShuzhiError, match="模型“判断”已到退役日期 2027-01-01"):
        refuse_retired(city, date(2027, 1, 1))
