"""reports/*.yml: every tag has its number, and no number is written by hand."""

from pathlib import Path

import pytest

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine, load_city
from shuzhi.packs.report_file import during
from tests.unit.packs.test_views_declared import INDICATOR

REPORT = """
title: "{city}{period}通报"
mark: "{city}民政局"
issuer: "{city}民政局"
grain: month
names: ["12345"]
numbers:
  笔数: {indicator: old_age.笔数, compare: [previous]}
parts:
  - heading: 一、情况
  - text: "12345热线：{period}发放{笔数}，环比{笔数.previous_change}。"
  - table: {title: 各人, asks: {indicator: old_age.笔数, by: [{dimension: 姓名}], compare: [previous]}}
"""


def told(folder: Path, report: str) -> list[str]:
    """What is wrong with the template city, given an indicator and this report."""
    write_city(folder)
    home = folder / "scenarios" / "old_age"
    for part, name, text in (("indicators", "笔数", INDICATOR), ("reports", "通报", report)):
        (home / part).mkdir()
        (home / part / f"{name}.yml").write_text(text, encoding="utf-8")
    _, problems = examine(folder)
    return [problem.what.zh for problem in problems if "reports" in problem.where]


def test_what_fits_is_right(tmp_path: Path) -> None:
    assert told(tmp_path, REPORT) == []
    (report,) = [each for scenario in load_city(tmp_path).scenarios for each in scenario.reports]
    asked = report.numbers["笔数"]
    assert during(asked, "2026-05").period == "2026-05"
    so_far = asked.model_copy(update={"period": "this_year"})
    assert during(so_far, "2026-02").period == "2026-01-01/2026-02-28"
    assert during(so_far, "2026-Q2").period == "2026-01-01/2026-06-30"
    assert during(so_far, "2026").period == "2026"


WRONG = {
    "数字“7”是手写的": ("发放{笔数}", "发放7笔"),
    "没有标签“人数”": ("发放{笔数}", "发放{人数}"),
    "没有标签“笔数.previous_year_change”": ("{笔数.previous_change}", "{笔数.previous_year_change}"),
    "标签“笔数”要是一个数": ("compare: [previous]}\nparts", "grain: day, compare: [previous]}\nparts"),
    "没有指标“old_age.钱数”": ("笔数: {indicator: old_age.笔数", "笔数: {indicator: old_age.钱数"),
    "一节只写一样": ("heading: 一、情况", "heading: 一、情况\n    text: 又一段"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_does_not_fit_is_told(tmp_path: Path, what: str) -> None:
    before, after = WRONG[what]
    assert before in REPORT
    assert what in told(tmp_path, REPORT.replace(before, after))
