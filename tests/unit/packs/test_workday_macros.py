"""Working days in a scenario's SQL: what is wrong is told before anything runs."""

from pathlib import Path

import pytest

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine

RULE = """/*
title: {{zh: 晚报, en: Late}}
clause: 第一条
subject: 身份证号
subject_kind: person
reason: "用了{{用时}}个工作日"
score: {{base: 0.5, signals: [{{when: "{when}", weight: 1.0, because: {{zh: 久, en: long}}}}]}}
rows: {{min: 0, max: 10}}
*/
{query}
"""
COUNTED = (
    "select 身份证号, working_days_between(死亡日期, as_of()) as 用时, _batch, _row from standard.死亡登记"
)
GOOD = f"with d as ({COUNTED}) select 身份证号, 用时, evidence(d) as 证据 from d group by 身份证号, 用时"


def told(
    folder: Path, query: str, *, when: str = "用时 > 1", inputs: str = "standard.死亡登记, reference.workday"
) -> list[str]:
    write_city(folder)
    scenario = folder / "scenarios" / "old_age"
    (scenario / "rules" / "late.sql").write_text(RULE.format(query=query, when=when), encoding="utf-8")
    file = scenario / "scenario.yml"
    text = file.read_text(encoding="utf-8").replace("standard.死亡登记]", f"{inputs}]")
    file.write_text(text, encoding="utf-8")
    return [str(problem) for problem in examine(folder)[1]]


def test_declared_and_counted_before_it_is_grouped_is_right(tmp_path: Path) -> None:
    assert told(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("query", "mistake"),
    [
        (
            "select d.身份证号, working_days_between(d.死亡日期, as_of()) as 用时, evidence(d) as 证据 "
            "from standard.死亡登记 d group by d.身份证号, d.死亡日期",
            "不能写在 join 的条件里，也不能写在 group by 查询的输出里",
        ),
        (
            "select d.身份证号, 1 as 用时, evidence(d) as 证据 from standard.死亡登记 d "
            "join standard.死亡登记 e on working_days_between(d.死亡日期, e.死亡日期) > 1 group by d.身份证号",
            "不能写在 join 的条件里",
        ),
        (GOOD.replace("as_of())", "as_of(), 3)"), "写成 working_days_between(起日, 止日)"),
        (GOOD.replace("working_days_between(死亡日期, as_of())", "deadline(死亡日期)"), "写成 deadline(起日"),
        (GOOD.replace("死亡日期,", "死日,"), "没有列“死日”"),
        (
            "with x as (select 身份证号, 死亡日期 as day, _batch, _row from standard.死亡登记), "
            "d as (select 身份证号, working_days_between(day, as_of()) as 用时, _batch, _row from x) "
            "select 身份证号, 用时, evidence(d) as 证据 from d group by 身份证号, 用时",
            "写成 别名.day",
        ),
    ],
)
def test_where_it_cannot_be_looked_up_is_told(tmp_path: Path, query: str, mistake: str) -> None:
    assert mistake in "\n".join(told(tmp_path, query))


def test_in_a_condition_of_a_grouped_query_it_may_stand(tmp_path: Path) -> None:
    query = (
        "select d.身份证号, 1 as 用时, evidence(d) as 证据 from standard.死亡登记 d "
        "where as_of() > deadline(d.死亡日期, 30) group by d.身份证号"
    )
    assert told(tmp_path, query) == []


def test_the_calendar_is_an_input_like_any_other(tmp_path: Path) -> None:
    problems = told(tmp_path, GOOD, inputs="standard.死亡登记")
    assert "表“reference.workday”不在本场景的 inputs 里" in "\n".join(problems)


def test_a_signal_looks_at_columns_only(tmp_path: Path) -> None:
    problems = told(tmp_path, GOOD, when="working_days_between(as_of(), as_of()) > 1")
    assert "在 SELECT 里算成一列，条件里用列名" in "\n".join(problems)
