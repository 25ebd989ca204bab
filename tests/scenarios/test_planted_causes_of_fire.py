"""Buildings with a planted cause of fire come first, within what each county can visit, and are told why."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from shuzhi.core.sql import query
from shuzhi.run.loop import lake_of
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING
from tests.yunlan import run_alone

Rows = Sequence[Mapping[str, Any]]
SAID = {
    "群租投诉": "群租",
    "飞线投诉": "飞线充电",
    "老旧无喷淋": "建成早又没有自动喷淋",
    "欠税": "房产税欠缴未清",
}


@pytest.fixture(scope="module")
def fire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """The demo city with nothing but its buildings, generated and run."""
    city = run_alone(tmp_path_factory.mktemp("fire"), "inspection_fire")
    with lake_of(city, read_only=True) as lake:
        yield Pipeline(lake=lake, scope=EVERYTHING)


def rows(lake: Pipeline, text: str) -> Rows:
    found: Rows = lake.fetch(query(text)).to_pylist()
    return found


def test_the_list_is_as_long_as_each_county_can_visit(fire: Pipeline) -> None:
    listed = rows(
        fire, "select 区划, count(*) as n, min(能查) as can from inspection_fire.本月名单 group by 区划"
    )
    made = rows(
        fire,
        "select b.区划, count(*) as n from standard.消防检查 c join standard.建筑台账 b on b.建筑编号 = c.建筑编号 "
        "where c.检查日期 between date '2025-06-30' and date '2026-06-29' group by b.区划",
    )
    a_month = {row["区划"]: -(-row["n"] // 12) for row in made}
    assert {row["区划"]: row["n"] for row in listed} == a_month
    assert all(row["can"] == row["n"] for row in listed)


def test_some_are_drawn_by_lot_and_say_so(fire: Pipeline) -> None:
    drawn = rows(fire, "select 建筑编号, 抽查 from inspection_fire.本月名单")
    share = sum(row["抽查"] for row in drawn) / len(drawn)
    assert 0.05 <= share <= 0.2


def test_the_listed_have_grave_hazards_far_more_often_than_all(fire: Pipeline) -> None:
    judged = rows(
        fire,
        "select n.结论, m.建筑编号 is not null as listed from standard.消防核查结论 n "
        "left join inspection_fire.本月名单 m on m.建筑编号 = n.对象",
    )
    usual = share(judged)
    assert usual < 0.15
    assert share([row for row in judged if row["listed"]]) > 2.5 * usual


def test_going_by_the_list_beats_going_by_complaints_in_every_quarter(fire: Pipeline) -> None:
    told = rows(fire, "select 方法, 起, 值 from inspection_fire.回测 where 指标 = 'AUC'")
    by = {(row["方法"], row["起"]): row["值"] for row in told}
    quarters = sorted({row["起"] for row in told})
    assert len(quarters) == 4
    ahead = [by["两者平均", day] - by["只看投诉次数", day] for day in quarters]
    assert all(gain > 0 for gain in ahead)


@pytest.mark.parametrize("cause", SAID)
def test_an_owner_is_told_the_planted_cause(fire: Pipeline, cause: str) -> None:
    told = rows(
        fire,
        f"select m.理由 from inspection_fire.本月名单 m join inspection_fire.待检查 t on t.建筑编号 = m.建筑编号 "
        f"where t.{cause} >= 1 and not m.抽查",
    )
    assert len(told) >= 5
    assert sum(SAID[cause] in row["理由"] for row in told) / len(told) >= 0.8


def test_findings_say_where_the_building_stands(fire: Pipeline) -> None:
    told = rows(
        fire,
        "select count(*) as findings, count(f.point) as told, count(distinct f.point) as points, "
        "count(distinct m.经度) as listed from finding.finding f cross join inspection_fire.本月名单 m",
    )[0]
    assert told["findings"] == told["told"]
    assert told["points"] == told["listed"]


def test_nobody_is_told_of_what_is_not_there(fire: Pipeline) -> None:
    told = rows(fire, "select 理由 from inspection_fire.排名")
    assert not [row for row in told if "0次" in row["理由"]]


def test_the_counties_planted_out_of_reach_get_the_stations(fire: Pipeline) -> None:
    told = rows(fire, "select * from inspection_fire.消防站方案")
    of = {(row["方案"], row["区划"]): row for row in told}
    far = sorted(
        region for plan, region in of if plan == "现状" and region and of[plan, region]["覆盖率"] < 0.05
    )
    assert far == ["990123", "990181"]
    assert all(of["现状", region]["覆盖率"] > 0.85 for region in ("990102", "990103", "990121", "990122"))
    new = rows(
        fire, "select 方案, 名称 from inspection_fire.消防站站点 where 新增 and 方案 = '再建两处，覆盖最多'"
    )
    assert sorted(row["名称"] for row in new) == ["望潮路口", "石渡新城"]
    assert of["再建两处，覆盖最多", None]["覆盖率"] > 0.9
    assert of["再建两处，覆盖最多", None]["差距"] == 0
    buildings = rows(fire, "select count(*) as n from standard.建筑台账")[0]["n"]
    assert {row["需求"] for row in told if row["区划"] is None} == {buildings}


def share(judged: Rows) -> float:
    return sum(row["结论"] == "线索" for row in judged) / len(judged)
