"""Planted stories about what recipients own and earn: vehicles, houses, companies, jobs."""

import numpy as np

from .people import Ints, company_codes
from .registers import companies, disabled, household_numbers, mistaken, total, villages
from .world import Cases, Counts, World, first_day

NOW = np.datetime64("2026-06-30")


def vehicle_over_limit(world: World, counts: Counts) -> None:
    """Guilty: a dear car in the home.

    Others: sold and not transferred, for a disability, a living, moved out, an error.
    """
    cases = world.cases("低保五保", counts, stories=(0.3, 0.15, 0.2, 0.2, 0.15), size=2)
    spells = world.monthly["低保五保"]
    owner = world.relative(cases.who, 1)
    since = first_day(spells.since[cases.spell])
    dear = cases.fact(0.72, 0.25, 0.2, 0.15, 0.35, 0.3)
    price = np.where(dear, cases.number(13_000_000, 36_000_000), cases.number(6_100_000, 12_000_000))
    during = cases.fact(0.75, 0.1, 0.3, 0.3, 0.3, 0.3)
    bought = since + np.where(during, cases.number(60, 240), -cases.number(200, 1500)).astype(
        "timedelta64[D]"
    )
    inspected = cases.fact(0.95, 0.08, 0.93, 0.93, 0.9, 0.9)
    use = np.where(cases.fact(0.03, 0.04, 0.06, 0.85, 0.06, 0.05), "营运货运", "非营运").astype(object)
    use = np.where(cases.fact(0.02, 0.02, 0.85, 0.02, 0.02, 0.02), "残疾人专用", use)
    world.add(
        "车辆",
        车牌=np.asarray("澜Z" + (10_000 + owner % 90_000).astype(str).astype(object)),
        姓名=mistaken(world, cases, owner, 0.03, 0.03, 0.03, 0.03, 0.03, 0.93),
        身份证号=world.people.ids[owner],
        使用性质=use,
        价格=price,
        登记日期=bought,
        检验有效期=np.where(inspected, NOW + np.timedelta64(120, "D"), since - np.timedelta64(30, "D")),
        状态=np.where(cases.fact(0.03, 0.45, 0.04, 0.04, 0.04, 0.04), "逾期未检验", "正常").astype(object),
    )
    disabled(world, cases, 0.05, 0.06, 0.85, 0.06, 0.06, 0.06)
    moved_out(world, cases, owner, 0.03, 0.04, 0.04, 0.04, 0.9, 0.05)
    world.judge("vehicle_over_limit", cases, total(world, cases))


def housing_over_limit(world: World, counts: Counts) -> None:
    """Guilty: rent aid for owners of houses.

    Others: an inherited share, expropriated, owner moved out, an error, small.
    """
    cases = world.cases("公租房", counts, stories=(0.25, 0.25, 0.2, 0.15, 0.15), size=2)
    since = first_day(world.monthly["公租房"].since[cases.spell])
    owner = world.relative(cases.who, 1)
    during = cases.fact(0.6, 0.3, 0.06, 0.2, 0.2, 0.15)
    large = cases.fact(0.85, 0.4, 0.4, 0.4, 0.4, 0.08)
    names = mistaken(world, cases, owner, 0.03, 0.03, 0.03, 0.03, 0.93, 0.03)
    share = np.where(cases.fact(0.05, 0.92, 0.05, 0.05, 0.08, 0.1), "25%", "单独所有").astype(object)
    status = np.where(cases.fact(0.04, 0.04, 0.9, 0.04, 0.04, 0.04), "征收公告", "现势").astype(object)
    for number in (1, 2):
        area = np.where(large, cases.number(85, 160), cases.number(22, 48))
        day = since + np.where(
            during & (number == 2), cases.number(90, 240), -cases.number(400, 4000)
        ).astype("timedelta64[D]")
        world.add(
            "不动产",
            单元号=units(owner * 3 + number),
            姓名=names,
            身份证号=world.people.ids[owner],
            坐落=world.people.address(world.households(owner)),
            面积=area,
            共有比例=share if number == 2 else "单独所有",
            登记日期=day,
            状态=status if number == 2 else "现势",
        )
    moved_out(world, cases, owner, 0.03, 0.04, 0.04, 0.92, 0.04, 0.05)
    months = world.monthly["公租房"].until[cases.spell] - world.monthly["公租房"].since[cases.spell]
    world.judge("housing_over_limit", cases, months * 18_000)


def company_role_income(world: World, counts: Counts) -> None:
    """Guilty: owners of working firms.

    Others: a dead shell, a farmers' cooperative, a stolen identity, a nominal supervisor.
    """
    cases = world.cases("低保五保", counts, stories=(0.3, 0.3, 0.2, 0.2))
    owner = cases.fact(0.85, 0.7, 0.45, 0.7, 0.08)
    running = cases.fact(0.94, 0.06, 0.9, 0.8, 0.92)
    cooperative = cases.fact(0.05, 0.03, 0.92, 0.03, 0.04)
    staff = np.where(cases.fact(0.85, 0.08, 0.1, 0.3, 0.6), cases.number(2, 30), 0)
    capital = (
        np.where(cases.fact(0.7, 0.3, 0.12, 0.5, 0.25), cases.number(100, 900), cases.number(1, 80))
        * 1_000_000
    )
    world.add(
        "企业任职",
        姓名=mistaken(world, cases, cases.who, 0.03, 0.03, 0.03, 0.75, 0.04),
        身份证号=world.people.ids[cases.who],
        企业名称=companies(world, cases.who),
        信用代码=company_codes(world.rng, cases.count),
        职务=np.where(owner, "法定代表人", "监事").astype(object),
        认缴=capital,
        登记状态=np.where(running, "存续", "吊销").astype(object),
        企业类型=np.where(cooperative, "农民专业合作社", "有限责任公司").astype(object),
        参保人数=staff,
    )
    paid = cases.fact(0.6, 0.04, 0.05, 0.05, 0.1)
    since = world.monthly["低保五保"].since[cases.spell][paid]
    world.listed(
        "社保",
        cases.who[paid],
        单位="本企业",
        参保身份="企业负责人",
        起始月=first_day(since),
        终止月=first_day(since + 14),
        基数=cases.number(350_000, 700_000)[paid],
    )
    world.judge("company_role_income", cases, total(world, cases))


def employed_on_dibao(world: World, counts: Counts) -> None:
    """Guilty: steady wages undeclared.

    Others: a welfare post, seasonal work, a job just begun, another's number.
    """
    cases = world.cases("低保五保", counts, stories=(0.3, 0.25, 0.25, 0.2))
    people, spells = world.people, world.monthly["低保五保"]
    since, until = spells.since[cases.spell], spells.until[cases.spell]
    welfare = cases.fact(0.04, 0.9, 0.05, 0.05, 0.05)
    well_paid = cases.fact(0.88, 0.15, 0.35, 0.55, 0.6)
    span = np.where(cases.fact(0.93, 0.85, 0.06, 0.15, 0.75), cases.number(8, 40), cases.number(1, 4))
    span = np.minimum(span, until - since)
    start = np.where(cases.story == 3, until - span, since + (until - since - span) // 2)
    world.add(
        "社保",
        姓名=mistaken(world, cases, cases.who, 0.03, 0.03, 0.03, 0.03, 0.93),
        身份证号=people.ids[cases.who],
        单位=companies(world, cases.who),
        参保身份=np.where(welfare, "公益性岗位", "企业职工").astype(object),
        起始月=first_day(start),
        终止月=first_day(start + span),
        基数=np.where(well_paid, cases.number(380_000, 800_000), cases.number(200_000, 330_000)),
    )
    disabled(world, cases, 0.06, 0.2, 0.08, 0.08, 0.08)
    world.judge("employed_on_dibao", cases, span * 30_000)


def moved_out(world: World, cases: Cases, who: Ints, *odds: float) -> None:
    """A register row saying when this member left the household; his row in the household register stays as it was."""
    moved = cases.fact(*odds)
    people = world.people
    home = world.households(who)[moved]
    world.add(
        "户籍",
        户号=household_numbers(home),
        姓名=people.names[who][moved],
        身份证号=people.ids[who][moved],
        与户主关系="分户迁出",
        村=villages(world, who)[moved],
        地址=people.address(home),
        迁出日期=np.full(int(moved.sum()), np.datetime64("2020-05-06")),
    )


def units(numbers: Ints) -> np.ndarray:
    """Numbers of real estate units that do not exist."""
    return np.asarray("990100GB" + (10**9 + numbers).astype(str).astype(object))
