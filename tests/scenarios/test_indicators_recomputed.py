"""Every indicator of the demo city against plain Python over the departments' files as they came.

What no file has (labels, regions of places, what was expected, findings, conclusions) is read from the lake row by row
and counted here by hand. The city is generated with fewer payments, and run once.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.packs.generate import generate
from shuzhi.packs.indicators import indicators
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import run_city
from tests.scenarios.counted import (
    WORKED,
    approved,
    batches,
    boxes,
    budgets,
    clusters,
    companies,
    complained,
    concluded,
    drew,
    electric,
    fires,
    found,
    founded,
    hot_cells,
    inspected,
    issues,
    messages,
    paid,
    planned,
    protected,
    protection,
    quarters,
    reported,
    resources,
    restaurants,
    revenue,
    scores,
    sewers,
    struck_off,
    to_inspect,
    watched,
    weeks,
)
from tests.scenarios.world import AS_OF, Row, World
from tests.yunlan import copy_yunlan

YEAR, UNTIL = "2026-01-01/2026-05-31", date(2026, 5, 31)
LAST_YEAR = (date(2025, 1, 1), date(2025, 5, 31))
THIS_YEAR = (date(2026, 1, 1), UNTIL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copy_yunlan(
        tmp_path_factory.mktemp("cities") / "yunlan",
        {"subsidy": {"payments": 100_000}, "inspection_fire": {"buildings": 400}},
    )
    city = load_city(made)
    generate(city)
    run_city(city, as_of=date(2026, 6, 30), tell=lambda _: None)
    return made


@pytest.fixture(scope="module")
def world(folder: Path) -> World:
    return World(folder)


def added(rows: Sequence[Row], name: str) -> Any:
    told = [row[name] for row in rows if row[name] is not None]
    return sum(told) if told else None


def over(one: Any, other: Any, times: float = 1.0) -> float | None:
    return None if one is None or not other else times * float(one) / float(other)


def known(rows: Sequence[Row], name: str) -> list[Row]:
    return [row for row in rows if row[name] is not None]


def aid(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["组"] != "三资"]


def per_day(since: date, until: date, number: Any) -> float | None:
    return over(number, WORKED.working_days_between(since - timedelta(1), until).value)


Count = Callable[[Sequence[Row]], Any]
DAILY: dict[str, tuple[Callable[[World], list[Row]], Count]] = {
    "subsidy.日均发放金额": (paid, lambda rows: added(aid(rows), "额")),
    "hotline.工作日均诉求量": (messages, len),
}
BY_HAND: dict[str, tuple[Callable[[World], list[Row]], Count]] = {
    "subsidy.发放金额": (paid, lambda rows: added(aid(rows), "额")),
    "subsidy.发放笔数": (paid, lambda rows: len(aid(rows))),
    "subsidy.笔均金额": (paid, lambda rows: over(added(aid(rows), "额"), len(aid(rows)))),
    "subsidy.三资支出": (paid, lambda rows: added([row for row in rows if row["组"] == "三资"], "额")),
    "subsidy.审批件数": (approved, lambda rows: len(known(rows, "日"))),
    "subsidy.审批金额": (approved, lambda rows: added(rows, "额")),
    "subsidy.审批用时": (
        approved,
        lambda rows: over(
            sum(WORKED.working_days_between(row["申请"], row["日"]).value for row in known(rows, "申请")),
            len(known(rows, "申请")),
        ),
    ),
    "subsidy.受益对象数": (drew, len),
    "subsidy.疑点数": (found("subsidy"), len),
    "subsidy.疑点金额": (found("subsidy"), lambda rows: added(rows, "amount")),
    "subsidy.高分疑点占比": (
        found("subsidy"),
        lambda rows: over(sum(row["score"] >= 0.5 for row in rows), len(rows), 100),
    ),
    "subsidy.核查数": (concluded, len),
    "subsidy.成线索率": (
        concluded,
        lambda rows: over(sum(row["conclusion"] != "排除" for row in rows), len(rows), 100),
    ),
    "hotline.诉求量": (messages, len),
    "hotline.来信人数": (messages, lambda rows: len({row["人"] for row in rows})),
    "hotline.议题数": (messages, lambda rows: len({row["议题"] for row in rows})),
    "hotline.答复率": (messages, lambda rows: over(len(known(rows, "天")), len(rows), 100)),
    "hotline.按期答复率": (
        messages,
        lambda rows: over(sum(not row["超"] for row in known(rows, "超")), len(known(rows, "超")), 100),
    ),
    "hotline.超期答复量": (messages, lambda rows: sum(bool(row["超"]) for row in rows)),
    "hotline.平均答复天数": (messages, lambda rows: over(added(rows, "天"), len(known(rows, "天")))),
    "hotline.平均答复工作日": (messages, lambda rows: over(added(rows, "工"), len(known(rows, "工")))),
    "hotline.转人工率": (messages, lambda rows: over(sum(row["转"] for row in rows), len(rows), 100)),
    "hotline.支持数": (messages, lambda rows: added(rows, "赞")),
    "hotline.热点数": (issues, lambda rows: len(known(rows, "名次"))),
    "outbreak.病例数": (reported, lambda rows: added(rows, "例")),
    "outbreak.期望病例数": (watched, lambda rows: added(rows, "期望")),
    "outbreak.病例期望比": (watched, lambda rows: over(added(rows, "病例"), added(rows, "期望"), 100)),
    "outbreak.报警数": (watched, lambda rows: sum(bool(row["报警"]) for row in rows)),
    "outbreak.报警率": (watched, lambda rows: over(sum(bool(row["报警"]) for row in rows), len(rows), 100)),
    "outbreak.聚集疑点数": (found("outbreak"), len),
    "economy.财政收入": (budgets, lambda rows: added([row for row in rows if "收入" in row], "收入")),
    "economy.财政支出": (budgets, lambda rows: added([row for row in rows if "支出" in row], "支出")),
    "economy.预计财政收入": (revenue, lambda rows: added(rows, "收入")),
    "economy.上年收入": (revenue, lambda rows: added(rows, "上年")),
    "economy.预计收入完成率": (planned, lambda rows: over(added(rows, "全年"), added(rows, "预算"), 100)),
    "economy.收入进度": (planned, lambda rows: over(added(rows, "已"), added(rows, "预算"), 100)),
    "economy.估计增速": (quarters, lambda rows: over(added(rows, "估计增量"), added(rows, "去年同期"), 100)),
    "economy.公布增速": (
        quarters,
        lambda rows: over(added(rows, "公布增量"), added(known(rows, "公布增量"), "去年同期"), 100),
    ),
    "economy.本季估计": (weeks, lambda rows: over(added(rows, "增量"), added(rows, "去年同期"), 100)),
    "economy.本季下限": (weeks, lambda rows: over(added(rows, "增量下限"), added(rows, "去年同期"), 100)),
    "economy.本季上限": (weeks, lambda rows: over(added(rows, "增量上限"), added(rows, "去年同期"), 100)),
    "enterprise.存续企业数": (companies, lambda rows: sum(row["状态"] == "存续" for row in rows)),
    "enterprise.新设企业数": (founded, len),
    "enterprise.退出企业数": (struck_off, len),
    "enterprise.企业疑点数": (found("enterprise"), len),
    "grease.应收运店数": (restaurants, len),
    "grease.无合同店数": (restaurants, lambda rows: sum(not row["约"] for row in rows)),
    "grease.签约率": (restaurants, lambda rows: over(sum(row["约"] for row in rows), len(rows), 100)),
    "grease.管网堵塞数": (sewers, len),
    "inspection_fire.检查次数": (inspected, len),
    "inspection_fire.重大隐患检查数": (inspected, lambda rows: added(rows, "重大")),
    "inspection_fire.重大隐患率": (inspected, lambda rows: over(added(rows, "重大"), len(rows), 100)),
    "inspection_fire.火警数": (fires, len),
    "inspection_fire.本月名单数": (to_inspect, len),
    "sanitation.环境投诉数": (complained, len),
    "sanitation.环境投诉聚集数": (clusters, len),
    "sanitation.热点格数": (hot_cells, len),
    "smart_electricity.用电报警数": (electric, len),
    "smart_electricity.用电叫人报警数": (electric, lambda rows: sum(row["叫"] for row in rows)),
    "smart_electricity.用电报警压下率": (
        electric,
        lambda rows: over(sum(not row["叫"] for row in rows), len(rows), 100),
    ),
    "smart_electricity.监测终端数": (boxes, len),
    "smart_fire.消防报警数": (protection, len),
    "smart_fire.消防叫人报警数": (protection, lambda rows: sum(row["叫"] for row in rows)),
    "smart_fire.消防报警压下率": (
        protection,
        lambda rows: over(sum(not row["叫"] for row in rows), len(rows), 100),
    ),
    "smart_fire.联网建筑数": (protected, len),
    "data_resources.数据资源数": (resources, len),
    "data_resources.数据资源行数": (resources, lambda rows: added(rows, "行")),
    "data_resources.已定共享资源数": (resources, lambda rows: len(known(rows, "sharing"))),
    "data_resources.可共享资源数": (
        resources,
        lambda rows: sum(row["sharing"] in ("unconditional", "conditional") for row in rows),
    ),
    "data_resources.可开放资源数": (
        resources,
        lambda rows: sum(row["opening"] in ("open", "conditional") for row in rows),
    ),
    "data_resources.共享定率": (
        resources,
        lambda rows: over(len(known(rows, "sharing")), len(rows), 100),
    ),
    "data_resources.收到批次数": (batches, len),
    "data_resources.隔离行数": (batches, lambda rows: added(rows, "quarantined")),
    "data_resources.填错值数": (scores, lambda rows: added(rows, "invalid")),
    "data_resources.填错率": (scores, lambda rows: over(added(rows, "invalid"), added(rows, "rows"), 100)),
}
GROUPED = {"paid": "项目", "approved": "项目", "drew": "项目", "concluded": "规则", "issues": "人群"}
GROUPED |= {
    "resources": "分级",
    "batches": "来源",
    "scores": "表",
    "messages": "分类",
    "reported": "病种",
    "watched": "病种",
    "budgets": "科目",
    "revenue": "科目",
    "planned": "科目",
    "quarters": "",
    "weeks": "",
    "companies": "行业",
    "founded": "行业",
    "struck_off": "行业",
    "restaurants": "业态",
    "sewers": "原因",
    "inspected": "用途",
    "fires": "用途",
    "to_inspect": "用途",
    "electric": "量",
    "protection": "量",
    "complained": "事项",
    "clusters": "事项",
    "hot_cells": "区划",
    "boxes": "场所",
    "protected": "场所",
    "<lambda>": "规则",
}


def between(rows: Sequence[Row], since: date, until: date) -> list[Row]:
    return [row for row in rows if row.get("日") is not None and since <= row["日"] <= until]


def of_known(rows: Sequence[Row], since: date, until: date, count: Count) -> Any:
    """The number of these days; of days that the data do not reach, none."""
    days = [row["日"] for row in rows if row["日"] is not None]
    return count(between(rows, since, until)) if min(days) <= until and since <= max(days) else None


def same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return bool(abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(other))))


def test_every_indicator_of_the_city_is_counted_by_hand_too(world: World) -> None:
    there = {entry.name for entry in indicators(world.city, date(2026, 6, 30)).values()}
    assert there == BY_HAND.keys() | DAILY.keys()


def test_totals_and_a_year_before_are_those_of_the_files(world: World) -> None:
    wrong = []
    rows = {
        make.__name__: make(world)
        for make, _ in (*BY_HAND.values(), *DAILY.values())
        if "found" not in make.__qualname__
    }
    asked, expected = [], []
    for name, (make, count) in BY_HAND.items():
        mine = rows.get(make.__name__) if make.__name__ in rows else make(world)
        assert mine, name
        if "日" not in mine[0]:
            # How things stand, or no day in the file.
            asked.append({"indicator": name})
            expected.append([count(mine)])
            continue
        asked.append({"indicator": name, "period": YEAR, "compare": ["previous_year"]})
        expected.append([of_known(mine, *THIS_YEAR, count), of_known(mine, *LAST_YEAR, count)])
    for name, (make, count) in DAILY.items():
        mine = between(rows[make.__name__], *THIS_YEAR)
        asked.append({"indicator": name, "period": YEAR})
        expected.append([per_day(*THIS_YEAR, count(mine))])
    for question, answer, numbers in zip(asked, world.answers(asked), expected, strict=True):
        wrong += [
            (question["indicator"], told, number)
            for told, number in zip(answer[0], numbers, strict=False)
            if not same(told, number)
        ]
    assert wrong == []


def test_months_and_groups_are_those_of_the_files(world: World) -> None:
    wrong, asked, checks = [], [], []
    for name, (make, count) in BY_HAND.items():
        mine = make(world)
        timed = "日" in mine[0]
        if make is quarters:
            continue
        if timed:
            asked.append({"indicator": name, "period": YEAR, "grain": "month"})
            months = [
                (date(2026, month, 1), date(2026, month + 1, 1) - timedelta(1)) for month in range(1, 6)
            ]
            checks.append({f"{since:%Y-%m}": of_known(mine, since, until, count) for since, until in months})
        if name == "subsidy.三资支出" or make is weeks:
            continue
        group = GROUPED[make.__name__]
        asked.append({"indicator": name, "by": [{"dimension": group}], **({"period": YEAR} if timed else {})})
        kept = between(mine, *THIS_YEAR) if timed else mine
        kept = aid(kept) if make is paid else kept
        checks.append(
            {key: count([row for row in kept if row["组"] == key]) for key in {row["组"] for row in kept}}
        )
    for question, answer, numbers in zip(asked, world.answers(asked), checks, strict=True):
        told = dict(map(tuple, answer))
        wrong += [
            (question["indicator"], key, told[key], number)
            for key, number in numbers.items()
            if key in told and not same(told[key], number)
        ]
        # A group of which nothing was counted is not told of.
        assert told.keys() <= numbers.keys(), question
        assert not [key for key in numbers.keys() - told.keys() if numbers[key]], question
    assert wrong == []


GRAINS: dict[str, Callable[[date], str]] = {
    "day": date.isoformat,
    "week": lambda day: f"{day:%G-W%V}",
    "month": lambda day: f"{day:%Y-%m}",
    "quarter": lambda day: f"{day:%Y}-Q{(day.month + 2) // 3}",
    "year": lambda day: f"{day:%Y}",
}


def days_of(period: str) -> tuple[date, date]:
    """The periods that demo screens ask for, on the day the city is seen from."""
    if period == "all":
        return date.min, date.max
    if period == "this_year":
        return date(AS_OF.year, 1, 1), AS_OF
    if period == "previous_quarter":
        return date(2026, 1, 1), date(2026, 3, 31)
    return AS_OF - timedelta(int(period.removeprefix("last_").removesuffix("_days")) - 1), AS_OF


def by_hand(name: str, rows: list[Row], asked: Inquiry) -> dict[str | None, Any]:
    """The numbers of one question, by the period or the group they stand beside."""
    make, count = BY_HAND[name]
    timed = bool(rows) and "日" in rows[0]
    mine = between(rows, *days_of(asked.period)) if timed else rows
    mine = aid(mine) if make is paid and "三资" not in name else mine
    if asked.grain is not None:
        key = GRAINS[asked.grain]
        return {
            at: count([row for row in mine if key(row["日"]) == at])
            for at in {key(row["日"]) for row in mine}
        }
    if asked.by:
        return {at: count([row for row in mine if row["组"] == at]) for at in {row["组"] for row in mine}}
    return {None: count(mine)}


def test_every_number_on_the_demo_screens_is_counted_by_hand(world: World) -> None:
    """All but what is split by place, department or two things at once: of those the parts are told elsewhere."""
    views = [*world.city.views, *(view for scenario in world.city.scenarios for view in scenario.views)]
    asked = [
        question
        for view in views
        for panel in view.panels
        for question in panel.asks
        if not question.by
        or (
            question.grain is None
            and [each.dimension for each in question.by] == [GROUPED[BY_HAND[question.indicator][0].__name__]]
        )
    ]
    assert len(views) >= 5
    assert len(asked) > 30
    rows = {name: BY_HAND[name][0](world) for name in {question.indicator for question in asked}}
    wrong = []
    for question, answer in zip(asked, world.answers([q.model_dump() for q in asked]), strict=True):
        mine = by_hand(question.indicator, rows[question.indicator], question)
        split = bool(question.grain or question.by)
        told = {row[0] if split else None: row[1 if split else 0] for row in answer}
        assert told, question
        wrong += [
            (question.indicator, key, told[key], number)
            for key, number in mine.items()
            if key in told and not same(told[key], number)
        ]
        if question.top is None:
            missing = [key for key in mine.keys() - told.keys() if mine[key]]
            assert not missing, (question, missing)
    assert wrong == []
