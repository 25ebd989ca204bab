"""desk.yml may name tables the scenario may read, columns they have, and steps a desk can ask; no others."""

import re
from pathlib import Path

import pytest

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine

STEPS = """
steps:
  - step: classify_text
    inputs: {messages: standard.高龄津贴发放, labelled: standard.死亡登记}
    output: old_age.分类
    parameters: {id: 姓名, body: 姓名, labelled_text: 姓名, label: 姓名}
"""
RIGHT = """
messages: {table: standard.高龄津贴发放, title: 姓名, body: 身份证号}
category: old_age.分类
"""
REPLIES = """
replies: {table: standard.高龄津贴发放, id: 姓名, title: 姓名, body: 姓名, reply: 姓名,
  received: 发放日期, replied: 发放日期, within: 期限}
"""


def told(folder: Path, desk: str) -> list[tuple[str, str]]:
    """What is wrong with the template city, given a step and this desk.yml: file, and what."""
    write_city(folder)
    scenario = folder / "scenarios" / "old_age"
    file = scenario / "scenario.yml"
    file.write_text(file.read_text(encoding="utf-8") + STEPS, encoding="utf-8")
    (scenario / "desk.yml").write_text(desk, encoding="utf-8")
    _, problems = examine(folder)
    return [
        (re.sub(r":\d+$", "", problem.where.rpartition("/")[2]), problem.what.zh)
        for problem in problems
        if "desk" in problem.where
    ]


def test_what_the_scenario_has_is_right(tmp_path: Path) -> None:
    assert told(tmp_path, RIGHT) == []


WRONG = {
    "an undeclared table": (
        RIGHT.replace("standard.高龄津贴发放", "reference.region"),
        "表“reference.region”不在本场景的 inputs 里",
    ),
    "no such table": (
        RIGHT.replace("standard.高龄津贴发放", "standard.来信"),
        "没有表“standard.来信”",
    ),
    "no such column": (RIGHT.replace("title: 姓名", "title: 标题"), "没有列“标题”"),
    "not a step's output": (
        RIGHT.replace("old_age.分类", "old_age.发放"),
        "“old_age.发放”不是 classify_text 步骤的产出",
    ),
    "another step's output": (
        RIGHT.replace("category", "place"),
        "“old_age.分类”不是 find_issues 步骤的产出",
    ),
    "no such parameter": (RIGHT + REPLIES, "没有参数“期限”"),
    "an unknown key": (RIGHT + "colour: red\n", "不认识的键“colour”"),
    "nothing to learn from": ("category: old_age.分类\n", "缺少“messages”"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_it_has_not_is_told(tmp_path: Path, name: str) -> None:
    desk, what = WRONG[name]
    assert told(tmp_path, desk) == [("desk.yml", what)]
