"""Rows that several stories write: approvals, exceptions on file, and how registers name people and places."""

import numpy as np

from .people import Flags, Ints, Words
from .world import DESTITUTE, Cases, Column, World, first_day, monthly_cents


def approve(
    world: World,
    cases: Cases,
    *,
    project: Words | None = None,
    month: Ints | None = None,
    cents: Ints | None = None,
    fast: Flags | None = None,
    **columns: Words,
) -> None:
    """The approval behind each case; by default of the spell's own project and first month."""
    spells = world.monthly["低保五保"]
    if month is None:
        month = spells.since[cases.spell]
    quick = cases.fact(*[0.15] * 6) if fast is None else fast
    approved = first_day(month) - np.timedelta64(10, "D")
    row: dict[str, Column] = {
        "项目": kind(world, cases) if project is None else project,
        "村": villages(world, cases.who),
        "申请日期": approved - np.where(quick, 4, cases.number(15, 60)).astype("timedelta64[D]"),
        "批准日期": approved,
        "批准金额": np.full(cases.count, 30_000) if cents is None else cents,
        "审批人": world.people.names[world.cadre(cases.who, 0)],
        "审批人身份证号": world.people.ids[world.cadre(cases.who, 0)],
        "经办人身份证号": world.people.ids[world.cadre(cases.who, 1)],
        "复核人": "",
        "备注": "",
        **columns,
    }
    world.listed("资金审批", cases.who, **row)


def disabled(world: World, cases: Cases, *odds: float) -> None:
    """Certificates of severe disability, by these odds."""
    certified = cases.fact(*odds)
    world.listed(
        "残疾登记",
        cases.who[certified],
        残疾等级=np.array(["一级", "二级"], object)[cases.number(0, 2)][certified],
        发证日期=np.full(int(certified.sum()), np.datetime64("2018-06-01")),
    )


def filed_relief(world: World, cases: Cases, *odds: float) -> None:
    """Filings of cadres or their kin lawfully on relief, by these odds."""
    filed = cases.fact(*odds)
    world.listed(
        "享受备案",
        cases.who[filed],
        备案日期=np.full(int(filed.sum()), np.datetime64("2021-01-15")),
        备案单位="民政局",
    )


def total(world: World, cases: Cases) -> Ints:
    """About what each case's whole spell of relief cost, in cents."""
    spells = world.monthly["低保五保"]
    months = spells.until[cases.spell] - spells.since[cases.spell]
    return np.asarray(
        months * monthly_cents("低保五保", spells.level[cases.spell], spells.since[cases.spell])
    )


def kind(world: World, cases: Cases) -> np.ndarray:
    level = world.monthly["低保五保"].level[cases.spell]
    return np.where(level == DESTITUTE, "特困", "低保").astype(object)


def villages(world: World, who: Ints) -> np.ndarray:
    return np.asarray(world.people.village_names[world.people.village_of(who)])


def town_offices(world: World, who: Ints) -> np.ndarray:
    kinds = np.array(["人民政府", "中心学校", "卫生院", "财政所"], object)
    return np.asarray(world.people.town_names[world.people.village_of(who)] + kinds[who % 4])


def companies(world: World, who: Ints) -> np.ndarray:
    """Names of companies named after villages that do not exist."""
    kinds = np.array(["建材有限公司", "运输有限公司", "食品有限公司", "劳务有限公司"], object)
    return np.asarray(villages(world, who) + kinds[who % 4])


def household_numbers(households: Ints) -> np.ndarray:
    return np.asarray("99" + (10**9 + households).astype(str).astype(object))


def mistaken(world: World, cases: Cases, who: Ints, *odds: float) -> np.ndarray:
    """The names a register has: by these odds somebody else's, because the id was typed wrong."""
    names = world.people.names
    return np.where(cases.fact(*odds), names[(who * 17 + 5) % len(names)], names[who])
