"""siting/*.yml name columns of the right kind, say how far things are, compare plans that say what, show no homes."""

from pathlib import Path

import pytest

from shuzhi.core.sql import TableName
from shuzhi.packs.init import write_city
from shuzhi.packs.known import known_tables
from shuzhi.packs.loader import examine

POINTS = """/*
title: {zh: 社区, en: Neighbourhoods}
columns: {编号: code, 人口: integer, 区划: region_code, 经度: number, 纬度: number%s}
rows: {min: 0, max: 10}
*/
select '甲' as 编号, 100 as 人口, '990101' as 区划, 83.4 as 经度, 39.2 as 纬度%s
"""
SITES = """/*
title: {zh: 诊所, en: Clinics}
columns: {编号: code, 已有: yes_no, 医生: integer, 经度: number, 纬度: number}
rows: {min: 0, max: 10}
*/
select 'S1' as 编号, true as 已有, 2 as 医生, 83.4 as 经度, 39.2 as 纬度
"""
SITING = """
title: {zh: 诊所, en: Clinics}
question: {zh: 够得着吗, en: Are they in reach?}
owner: 民政局
reference: 十五分钟医疗服务圈
demand:
  title: {zh: 人, en: people}
  table: old_age.社区
  point: 编号
  weight: 人口
  region: 区划
  longitude: 经度
  latitude: 纬度
sites:
  title: {zh: 诊所, en: Clinics}
  table: old_age.站点表
  site: 编号
  existing: 已有
  longitude: 经度
  latitude: 纬度
distance: {unit: minutes, kmh: 4.5}
within: 15
access: {title: {zh: 医生, en: Doctors}, decay: steps, steps: [{until: 5, weight: 1}, {until: 15, weight: 0.5}]}
plans:
  - {title: {zh: 再建一处, en: One more}, add: 1, by: coverage}
"""


def written(folder: Path, siting: str, *, person: bool = False) -> Path:
    """The template city, given two tables and this siting."""
    write_city(folder)
    scenario = folder / "scenarios" / "old_age"
    extra = (", 户主: person_name", ", '某' as 户主") if person else ("", "")
    (scenario / "tables" / "社区.sql").write_text(POINTS % extra, encoding="utf-8")
    (scenario / "tables" / "站点表.sql").write_text(SITES, encoding="utf-8")
    (scenario / "siting").mkdir()
    (scenario / "siting" / "诊所.yml").write_text(siting, encoding="utf-8")
    return folder


def told(folder: Path, siting: str, *, person: bool = False) -> list[str]:
    _, problems = examine(written(folder, siting, person=person))
    return [problem.what.zh for problem in problems if "siting" in problem.where]


def test_what_fits_is_right_and_its_tables_are_known(tmp_path: Path) -> None:
    city, problems = examine(written(tmp_path, SITING))
    assert problems == []
    tables = known_tables(city)
    for part in ("站点", "需求", "方案", "增设"):
        assert tables[TableName("old_age", f"诊所{part}")]


WRONG = {
    "no such department": (SITING.replace("民政局", "卫健委"), "部门“卫健委”没有在 city.yml 声明"),
    "no such table": (SITING.replace("old_age.社区", "old_age.村"), "没有表“old_age.村”"),
    "no such column": (SITING.replace("weight: 人口", "weight: 人数"), "没有列“人数”"),
    "another kind": (SITING.replace("existing: 已有", "existing: 医生"), "列“医生”是 integer"),
    "not declared": (SITING.replace("old_age.社区", "reference.region"), "表“reference.region”不在本场景的 inputs 里"),
    "nowhere": (SITING.replace("\n  longitude: 经度\n  latitude: 纬度", "", 1), "没有写在哪里，算不出距离"),
    "no speed": (SITING.replace(", kmh: 4.5", ""), "按分钟算，没有写多快"),
    "steps out of order": (SITING.replace("until: 5", "until: 20"), "可及性的分档没有写对"),
    "steps that mean nothing": (SITING.replace("decay: steps", "decay: gaussian"), "可及性的分档没有写对"),
    "a plan named as today": (SITING.replace("zh: 再建一处", "zh: 现状"), "方案“现状”重名"),
    "a plan without a goal": (SITING.replace(", by: coverage", ""), "方案“再建一处”没有说清做什么"),
    "built and closed": (SITING.replace("add: 1, by: coverage", "open: [S1], close: [S1]"), "“S1”又建又撤"),
}  # fmt: skip


@pytest.mark.parametrize(("siting", "said"), WRONG.values(), ids=WRONG.keys())
def test_each_mistake_is_told_where_it_stands(tmp_path: Path, siting: str, said: str) -> None:
    assert told(tmp_path, siting) == [said]


def test_nobodys_home_is_a_point(tmp_path: Path) -> None:
    assert told(tmp_path, SITING, person=True) == ["需求点会让人看到个人在哪里"]
