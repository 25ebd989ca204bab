"""views/*.yml: panels stand on the grid beside each other, and ask what their kind can show of indicators there are."""

from pathlib import Path

import pytest

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine, load_city

INDICATOR = """
title: {zh: 发放笔数, en: Payments}
definition: {zh: 发放的笔数, en: Payments made}
unit: {zh: 笔, en: payments}
owner: 民政局
table: standard.高龄津贴发放
time: 发放日期
value: {count: rows}
dimensions:
  姓名: {title: {zh: 姓名, en: name}}
"""
VIEW = """
title: {zh: 总览, en: Overview}
columns: 4
rows: 2
panels:
  - {kind: kpi, at: [1, 1, 1, 1], asks: [{indicator: old_age.笔数, period: this_year}]}
  - {kind: line, at: [2, 1, 3, 2], asks: [{indicator: old_age.笔数, grain: month}]}
  - {kind: text, at: [1, 2, 1, 1], text: {zh: 说明, en: A note}}
"""


def told(folder: Path, view: str) -> list[str]:
    """What is wrong with the template city, given an indicator and this view of the city's own."""
    write_city(folder)
    home = folder / "scenarios" / "old_age" / "indicators"
    home.mkdir()
    (home / "笔数.yml").write_text(INDICATOR, encoding="utf-8")
    (folder / "views").mkdir()
    (folder / "views" / "总览.yml").write_text(view, encoding="utf-8")
    _, problems = examine(folder)
    return [problem.what.zh for problem in problems if "views" in problem.where]


def test_what_fits_is_right(tmp_path: Path) -> None:
    assert told(tmp_path, VIEW) == []
    (view,) = load_city(tmp_path).views
    assert [panel.kind for panel in view.panels] == ["kpi", "line", "text"]


WRONG = {
    "off the grid": (VIEW.replace("[2, 1, 3, 2]", "[2, 1, 4, 2]"), "面板不在格子里"),
    "on another": (VIEW.replace("[2, 1, 3, 2]", "[1, 1, 4, 1]"), "面板盖住了第 1 个面板"),
    "no such indicator": (VIEW.replace("old_age.笔数, period", "old_age.人数, period"), "没有指标“old_age.人数”"),
    "no such dimension": (
        VIEW.replace("period: this_year", "where: [{dimension: 民族, values: [汉]}]"),
        "“发放笔数”没有维度“民族”",
    ),
    "not split as drawn": (VIEW.replace("grain: month", "period: this_year"), "line 面板的问题分法不对"),
    "asks nothing": (VIEW.replace("[{indicator: old_age.笔数, grain: month}]", "[]"), "line 面板问了 0 个问题"),
    "words where none are": (VIEW.replace("kind: text", "kind: kpi"), "文字只写在 text 面板里"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_is_told(tmp_path: Path, case: str) -> None:
    view, what = WRONG[case]
    said = told(tmp_path, view)
    assert any(each.startswith(what) for each in said), said
