"""Planted stories about payments: exclusive aids, shared accounts, amounts, repeats, houses, village funds."""

import numpy as np

from .people import Ints
from .registers import disabled, household_numbers, kind, mistaken, villages
from .world import DESTITUTE, MONTHS, Counts, World, first_day, monthly_cents

NEVER = np.datetime64("NaT", "D")


def exclusive_benefits(world: World, counts: Counts) -> None:
    """Guilty: 低保 and 特困 together for long.

    Others: a month of changing over, paid back, an id of somebody else.
    """
    cases = world.cases("低保五保", counts, stories=(0.5, 0.25, 0.25), months=24)
    spells, people = world.monthly["低保五保"], world.people
    spells.level[cases.spell] = np.minimum(spells.level[cases.spell], 2)
    span = np.where(cases.fact(0.93, 0.06, 0.6, 0.55), cases.number(5, 20), cases.number(1, 3))
    case, months = _runs(spells.until[cases.spell] - span, span)
    cents = monthly_cents("低保五保", np.full(len(case), DESTITUTE), months)
    names = np.where(
        cases.fact(0.03, 0.03, 0.03, 0.92),
        people.names[(cases.who + 9) % people.count],
        people.names[cases.who],
    )
    other = cases.fact(0.65, 0.15, 0.3, 0.9)
    account = np.where(other, people.accounts[(cases.who + 1) % people.count], people.accounts[cases.who])
    world.pay("低保五保", cases.who[case], months, cents, 类别="特困", 姓名=names[case], 账号=account[case])
    back = cases.fact(0.04, 0.35, 0.93, 0.1)[case]
    world.pay(
        "低保五保",
        cases.who[case][back],
        months[back],
        -cents[back],
        类别="特困",
        备注="退回",
        账号=account[case][back],
    )
    world.judge("exclusive_benefits", cases, np.bincount(case, cents, cases.count).astype(np.int64))


def one_account_many(world: World, counts: Counts) -> None:
    """Guilty: one man's account gathers others' aid.

    Others: a guardian, a care home, kin, an authorised agent.
    """
    people, rng = world.people, world.rng
    cases = world.cases("others", counts, stories=(0.3, 0.25, 0.25, 0.2))
    spells = world.monthly["低保五保"]
    wards = world.cases("低保五保", (cases.count * 3, 0), stories=(1.0,))
    owner = np.arange(wards.count) // 3
    spells.account[wards.spell] = cases.who[owner]
    guarded = cases.fact(0.05, 0.92, 0.3, 0.08, 0.93)[owner] & (rng.random(wards.count) < 0.95)
    world.listed(
        "监护登记",
        wards.who[guarded],
        监护人身份证号=people.ids[cases.who[owner]][guarded],
        事由="代领",
        起始日期=np.full(int(guarded.sum()), np.datetime64("2020-12-01")),
    )
    house = cases.fact(0.02, 0.02, 0.93, 0.01, 0.04)
    world.listed(
        "账户",
        cases.who,
        账号=people.accounts[cases.who],
        账户性质=np.where(house, "机构集中供养户", "个人").astype(object),
        开户日期=np.full(cases.count, np.datetime64("2018-03-01")),
    )
    kin = cases.fact(0.05, 0.1, 0.02, 0.93, 0.05)
    case = owner[kin[owner]]
    home = world.households(cases.who)[case]
    ward = wards.who[kin[owner]]
    world.add(
        "户籍",
        户号=household_numbers(home),
        姓名=people.names[ward],
        身份证号=people.ids[ward],
        与户主关系="亲属",
        村=villages(world, ward),
        地址=people.address(home),
        迁出日期=np.full(len(ward), NEVER),
    )
    cadre = cases.fact(0.6, 0.04, 0.05, 0.04, 0.5)
    _cadres(world, cases.who[cadre])
    cents = np.bincount(owner, (spells.until - spells.since)[wards.spell] * 25_000, cases.count).astype(
        np.int64
    )
    world.judge("one_account_many", cases, cents)


def over_standard(world: World, counts: Counts) -> None:
    """Guilty: paid above the standard for months.

    Others: arrears, a supplement for disability, a unit mistake mended.
    """
    cases = world.cases("低保五保", counts, stories=(0.45, 0.35, 0.2), months=14)
    spells = world.monthly["低保五保"]
    spells.level[cases.spell] = 0
    since = spells.since[cases.spell].copy()
    case, months, cents = world.take_over("低保五保", cases.spell)
    again = np.where(cases.fact(0.9, 0.06, 0.9, 0.08), cases.number(4, 30), 1)
    raised = (months - since[case] >= 2) & (months - since[case] < 2 + again[case])
    much = cases.fact(0.75, 0.8, 0.05, 0.75)
    percent = np.where(much, cases.number(160, 300), cases.number(110, 145))
    paid = np.where(raised, cents * percent[case] // 100, cents)
    remark = np.where(cases.fact(0.04, 0.9, 0.05, 0.06)[case] & raised, "补发以前月份", "").astype(object)
    world.pay("低保五保", cases.who[case], months, paid, 类别="低保", 备注=remark)
    back = raised & cases.fact(0.04, 0.03, 0.02, 0.93)[case]
    world.pay("低保五保", cases.who[case][back], months[back], (cents - paid)[back], 类别="低保", 备注="退回")
    disabled(world, cases, 0.05, 0.06, 0.93, 0.06)
    world.judge("over_standard", cases, np.bincount(case, paid - cents, cases.count).astype(np.int64))


def duplicate_month(world: World, counts: Counts) -> None:
    """Guilty: paid twice for months.

    Others: bounced and sent again, paid ahead before a festival, arrears.
    """
    cases = world.cases("低保五保", counts, stories=(0.45, 0.3, 0.25), months=14)
    spells, people = world.monthly["低保五保"], world.people
    since = spells.since[cases.spell].copy()
    ahead = cases.fact(0.04, 0.03, 0.92, 0.04)
    span = np.where(cases.fact(0.88, 0.15, 0.06, 0.2), cases.number(3, 10), 1)
    case, months, cents = world.take_over("低保五保", cases.spell)
    kept = ~(ahead[case] & (months == (since + 4)[case]))
    world.pay(
        "低保五保", cases.who[case][kept], months[kept], cents[kept], 类别=kind(world, cases)[case][kept]
    )
    again = (months - since[case] >= 3) & (months - since[case] < 3 + span[case])
    other = cases.fact(0.65, 0.3, 0.04, 0.1)
    account = np.where(other, people.accounts[(cases.who + 1) % people.count], people.accounts[cases.who])
    remark = np.where(cases.fact(0.04, 0.3, 0.1, 0.9), "补发", "").astype(object)
    world.pay(
        "低保五保",
        cases.who[case][again],
        months[again],
        cents[again],
        类别=kind(world, cases)[case][again],
        账号=account[case][again],
        备注=remark[case][again],
    )
    back = again & cases.fact(0.05, 0.92, 0.03, 0.04)[case]
    world.pay(
        "低保五保",
        cases.who[case][back],
        months[back],
        -cents[back],
        类别=kind(world, cases)[case][back],
        备注="退汇",
    )
    world.judge(
        "duplicate_month", cases, np.bincount(case[again], cents[again], cases.count).astype(np.int64)
    )


def double_rebuild(world: World, counts: Counts) -> None:
    """Guilty: one house rebuilt on two purses.

    Others: sons in houses of their own, a flood in between, an error.
    """
    cases = world.cases("others", counts, stories=(0.45, 0.3, 0.25), size=2)
    people = world.people
    month, gap = (
        cases.number(2, 30),
        np.where(cases.fact(0.88, 0.5, 0.35, 0.5), cases.number(3, 20), cases.number(26, 34)),
    )
    home = people.address(world.households(cases.who))
    elsewhere = people.address((world.households(cases.who) + 3) % len(people.size))
    place = np.where(cases.fact(0.94, 0.08, 0.9, 0.3), home, elsewhere)
    repaired = np.where(cases.fact(0.04, 0.04, 0.9, 0.04), "水毁重建", "").astype(object)
    cents = cases.number(15, 30) * 100_000
    world.pay("危房改造", cases.who, month, cents, 地址=home)
    payee = np.where(cases.fact(0.7, 0.15, 0.7, 0.5), cases.who, world.relative(cases.who, 1))
    names = mistaken(world, cases, payee, 0.03, 0.03, 0.03, 0.9)
    world.pay("水库移民", payee, month + gap, cents, 地址=place, 备注=repaired, 姓名=names)
    world.judge("double_rebuild", cases, cents)


def contract_below_base(world: World, counts: Counts) -> None:
    """Guilty: village land let cheap to a cadre's kin.

    Others: failed auctions, open bidding, poor land, a namesake.
    """
    cases = world.cases("others", counts, stories=(0.35, 0.3, 0.35))
    people, number = world.people, np.arange(cases.count)
    cadre = world.cadre(cases.who, 1)
    known = cases.fact(0.9, 0.85, 0.85, 0.04)
    world.add(
        "亲属申报",
        干部姓名=people.names[cadre],
        干部身份证号=people.ids[cadre],
        亲属姓名=people.names[cases.who],
        亲属身份证号=np.where(known, people.ids[cases.who], "").astype(object),
        关系="弟弟",
        村=villages(world, cases.who),
    )
    base = cases.number(10, 200) * 100_000
    low = cases.fact(0.85, 0.3, 0.12, 0.35)
    rent = base * np.where(low, cases.number(25, 65), cases.number(72, 98)) // 100
    own = cases.fact(0.75, 0.15, 0.12, 0.15)
    world.listed(
        "三资合同",
        cases.who,
        合同编号=np.asarray("三资合" + (10**6 + number).astype(str).astype(object)),
        村=villages(world, cases.who),
        资产名称="集体鱼塘",
        年租金=rent,
        底价=base,
        签订日期=first_day(cases.number(0, MONTHS - 6)),
        期限年=np.where(cases.fact(0.7, 0.3, 0.3, 0.3), 20, 5),
        流标次数=np.where(cases.fact(0.06, 0.93, 0.1, 0.15), 3, 0),
        公开招标=np.where(cases.fact(0.08, 0.6, 0.95, 0.6), "是", "否").astype(object),
        经办人身份证号=np.where(own, people.ids[cadre], people.ids[world.cadre(cases.who, 2)]),
    )
    world.judge("contract_below_base", cases, base - rent)


def cadre_paid_by_village(world: World, counts: Counts) -> None:
    """Guilty: cadres sign themselves money.

    Others: wages the villagers voted, money laid out against invoices, left office.
    """
    cases = world.cases("others", counts, stories=(0.4, 0.4, 0.2))
    people = world.people
    _cadres(world, cases.who, left=cases.fact(0.03, 0.03, 0.03, 0.9))
    own = cases.fact(0.8, 0.12, 0.25, 0.1)
    span = np.where(cases.fact(0.8, 0.5, 0.3, 0.3), cases.number(2, 7), 1)
    case, months = _runs(cases.number(0, MONTHS - 8), span)
    voted = np.where(cases.fact(0.08, 0.93, 0.2, 0.4), "村代会决议", "").astype(object)
    invoice = np.where(cases.fact(0.15, 0.3, 0.95, 0.5), "99000123", "").astype(object)
    signer = np.where(own, cases.who, world.cadre(cases.who, 0))
    cents = cases.number(52, 200) * 10_000
    world.pay(
        "三资",
        cases.who[case],
        months,
        cents[case],
        摘要="误工补助",
        审批人=people.names[signer][case],
        审批人身份证号=people.ids[signer][case],
        决议编号=voted[case],
        票据号=invoice[case],
    )
    world.judge("cadre_paid_by_village", cases, cents * span)


def _cadres(world: World, who: Ints, left: np.ndarray | None = None) -> None:
    """Cadres in office since 2019; those who ``left`` did so at the end of 2020."""
    gone = np.zeros(len(who), bool) if left is None else left
    world.listed(
        "村干部",
        who,
        村=villages(world, who),
        职务="委员",
        任职日期=np.full(len(who), np.datetime64("2019-03-01")),
        离任日期=np.where(gone, np.datetime64("2020-12-31"), NEVER),
    )


def _runs(start: Ints, span: Ints) -> tuple[Ints, Ints]:
    """Runs of months: per month the number of its case, and the month."""
    case = np.repeat(np.arange(len(span)), span)
    return case, start[case] + np.arange(len(case)) - np.repeat(np.cumsum(span) - span, span)
