"""Planted stories about who received: the dead, officials, cadres, kin, second ids, unpaid approvals."""

import numpy as np

from .people import COUNTIES, id_cards, mistyped
from .registers import (
    approve,
    disabled,
    filed_relief,
    household_numbers,
    kind,
    mistaken,
    total,
    town_offices,
    villages,
)
from .world import MONTHS, Cases, Counts, World, first_day, monthly_cents


def paid_after_death(world: World, counts: Counts) -> None:
    """Guilty: someone goes on drawing.

    Others: a late notice, arrears due to heirs, a death entered for the wrong id.
    """
    cases = world.cases("低保五保", counts, stories=(0.45, 0.2, 0.35), months=20)
    spells, rng = world.monthly["低保五保"], world.rng
    over = np.select(
        [cases.story == 0, cases.story == 1, cases.story == 2],
        [1 + rng.geometric(0.16, cases.count), cases.number(1, 3), cases.number(1, 4)],
        rng.geometric(0.08, cases.count),
    )
    over = np.minimum(over, 18)
    death = spells.until[cases.spell] - 1 - over
    spells.until[cases.spell] = death + 1
    case = np.repeat(np.arange(cases.count), over)
    months = death[case] + 1 + np.concatenate([np.arange(count) for count in over])
    cents = monthly_cents("低保五保", spells.level[cases.spell][case], months)
    arrears = np.where(cases.fact(0.04, 0.03, 0.85, 0.02), "补发生前待遇", "").astype(object)
    world.pay("低保五保", cases.who[case], months, cents, 类别=kind(world, cases)[case], 备注=arrears[case])
    returned = cases.fact(0.06, 0.55, 0.05, 0.04)[case]
    world.pay(
        "低保五保",
        cases.who[case][returned],
        months[returned],
        -cents[returned],
        类别=kind(world, cases)[case][returned],
        备注="退回",
    )
    died = first_day(death) + cases.number(0, 27).astype("timedelta64[D]")
    lag = np.where(cases.fact(0.8, 0.12, 0.4, 0.5), cases.number(1, 12), 25 + 30 * over)
    names = mistaken(world, cases, cases.who, 0.03, 0.03, 0.02, 0.88)
    world.add(
        "死亡登记",
        姓名=names,
        身份证号=world.people.ids[cases.who],
        死亡日期=died,
        登记日期=died + lag.astype("timedelta64[D]"),
    )
    alive = cases.fact(0.04, 0.01, 0.0, 0.75)
    seen = died[alive] + cases.number(40, 500)[alive].astype("timedelta64[D]")
    world.listed("生存认证", cases.who[alive], 认证日期=seen, 方式="人脸识别")
    world.judge("paid_after_death", cases, np.bincount(case, cents, cases.count).astype(np.int64))


def official_drawing(world: World, counts: Counts) -> None:
    """Guilty: on the payroll and on relief.

    Others: left long ago, on a welfare post, disabled, another's id.
    """
    cases = world.cases("低保五保", counts, stories=(0.3, 0.3, 0.2, 0.2))
    spells = world.monthly["低保五保"]
    since, until = spells.since[cases.spell], spells.until[cases.spell]
    names = mistaken(world, cases, cases.who, 0.04, 0.04, 0.04, 0.04, 0.9)
    regular = cases.fact(0.92, 0.85, 0.12, 0.85, 0.85)
    left = cases.fact(0.02, 0.35, 0.04, 0.03, 0.04)
    joined = first_day(since) - cases.number(300, 4000).astype("timedelta64[D]")
    world.add(
        "公职人员",
        姓名=names,
        身份证号=world.people.ids[cases.who],
        单位=town_offices(world, cases.who),
        编制类型=np.where(
            regular, np.where(cases.fact(*[0.4] * 5), "行政编制", "事业编制"), "公益性岗位"
        ).astype(object),
        任职日期=joined,
        离任日期=np.where(left, first_day(since) - np.timedelta64(90, "D"), np.datetime64("NaT")),
    )
    salaried = cases.fact(0.9, 0.07, 0.5, 0.6, 0.08)
    world.listed(
        "社保",
        cases.who[salaried],
        单位=town_offices(world, cases.who[salaried]),
        参保身份="机关事业单位",
        起始月=joined[salaried],
        终止月=first_day(until)[salaried],
        基数=cases.number(400_000, 800_000)[salaried],
    )
    disabled(world, cases, 0.05, 0.06, 0.12, 0.88, 0.06)
    world.judge("official_drawing", cases, total(world, cases))


def cadre_drawing(world: World, counts: Counts) -> None:
    """Guilty: a village cadre helped himself.

    Others: left office, lawfully poor and filed, disabled, another's id.
    """
    cases = world.cases("低保五保", counts, stories=(0.3, 0.35, 0.15, 0.2))
    spells = world.monthly["低保五保"]
    since, until = spells.since[cases.spell], spells.until[cases.spell]
    names = mistaken(world, cases, cases.who, 0.04, 0.04, 0.04, 0.04, 0.9)
    left = cases.fact(0.04, 0.7, 0.04, 0.04, 0.05)
    end = np.where(
        cases.story == 1,
        first_day(since) - np.timedelta64(60, "D"),
        first_day(until) + np.timedelta64(30, "D"),
    )
    world.add(
        "村干部",
        村=villages(world, cases.who),
        姓名=names,
        身份证号=world.people.ids[cases.who],
        职务="委员",
        任职日期=first_day(since) - cases.number(200, 2500).astype("timedelta64[D]"),
        离任日期=np.where(left, end, np.datetime64("NaT")),
    )
    own = cases.fact(0.6, 0.05, 0.07, 0.05, 0.03)
    clerk = np.where(own, world.people.ids[cases.who], world.people.ids[world.cadre(cases.who, 1)])
    approve(world, cases, 经办人身份证号=clerk)
    filed_relief(world, cases, 0.04, 0.05, 0.9, 0.2, 0.03)
    disabled(world, cases, 0.06, 0.06, 0.15, 0.88, 0.06)
    world.judge("cadre_drawing", cases, total(world, cases))


def relative_of_approver(world: World, counts: Counts) -> None:
    """Guilty: the approver's kin.

    Others: a namesake of his kin, kin filed as the rules ask, disabled kin, distant kin.
    """
    cases = world.cases("低保五保", counts, stories=(0.45, 0.25, 0.15, 0.15))
    approver = world.cadre(cases.who, 0)
    known = cases.fact(0.88, 0.03, 0.88, 0.88, 0.85)
    near = cases.fact(0.85, 0.4, 0.6, 0.6, 0.12)
    world.add(
        "亲属申报",
        干部姓名=world.people.names[approver],
        干部身份证号=world.people.ids[approver],
        亲属姓名=world.people.names[cases.who],
        亲属身份证号=np.where(known, world.people.ids[cases.who], "").astype(object),
        关系=np.where(
            near, np.array(["父亲", "母亲", "弟弟", "儿子"], object)[cases.number(0, 4)], "远房亲戚"
        ).astype(object),
        村=villages(world, cases.who),
    )
    fast = cases.fact(0.6, 0.15, 0.15, 0.15, 0.2)
    reviewed = cases.fact(0.12, 0.7, 0.75, 0.6, 0.6)
    approve(
        world,
        cases,
        fast=fast,
        复核人=np.where(reviewed, world.people.names[world.cadre(cases.who, 2)], "").astype(object),
    )
    filed_relief(world, cases, 0.03, 0.02, 0.92, 0.25, 0.1)
    disabled(world, cases, 0.05, 0.05, 0.12, 0.88, 0.06)
    world.judge("relative_of_approver", cases, total(world, cases))


def two_ids_one_person(world: World, counts: Counts) -> None:
    """Guilty: one person drawing under a second id.

    Others: true namesakes of one birthday, an id lawfully corrected.
    """
    cases = world.cases("低保五保", counts, stories=(0.6, 0.4), months=16)
    spells, people = world.monthly["低保五保"], world.people
    region = np.array([int(code) for code, _ in COUNTIES])[world.county(cases.who)]
    second = id_cards(world.rng, region, people.birth[cases.who], people.female[cases.who], skip=50)
    since, until = spells.since[cases.spell].copy(), spells.until[cases.spell].copy()
    together = cases.fact(0.93, 0.88, 0.08)
    middle = (since + until) // 2
    spells.until[cases.spell] = np.where(together, until, middle)
    start = np.where(together, since + cases.number(0, 6), middle)
    case = np.repeat(np.arange(cases.count), until - start)
    months = start[case] + np.concatenate([np.arange(count) for count in until - start])
    cents = monthly_cents("低保五保", spells.level[cases.spell][case], months)
    same = cases.fact(0.65, 0.04, 0.9)
    account = np.where(same, people.accounts[cases.who], people.accounts[world.relative(cases.who, 9)])
    own = people.accounts[cases.who] == account
    account = np.where(~same & own, people.accounts[(cases.who + 1) % people.count], account)
    world.pay(
        "低保五保",
        cases.who[case],
        months,
        cents,
        身份证号=second[case],
        账号=account[case],
        类别=kind(world, cases)[case],
    )
    resident = cases.fact(0.05, 0.93, 0.12)
    home = world.households(cases.who)
    world.add(
        "户籍",
        户号=household_numbers(home)[resident],
        姓名=people.names[cases.who][resident],
        身份证号=second[resident],
        与户主关系="其他",
        村=villages(world, cases.who)[resident],
        地址=people.address(home)[resident],
        迁出日期=np.full(int(resident.sum()), np.datetime64("NaT"), "datetime64[D]"),
    )
    corrected = cases.fact(0.03, 0.02, 0.82)
    world.add(
        "身份更正",
        姓名=people.names[cases.who][corrected],
        身份证号=second[corrected],
        原身份证号=people.ids[cases.who][corrected],
        更正日期=first_day(middle)[corrected],
    )
    # The rule names the smaller of the two ids as its subject.
    smaller = np.minimum(second, people.ids[cases.who])
    world.judge(
        "two_ids_one_person", cases, np.bincount(case, cents, cases.count).astype(np.int64), 身份证号=smaller
    )


def invalid_id(world: World, counts: Counts) -> None:
    """Guilty: invented people paid into one man's account.

    Others: a clerk mistyped a digit; an account of the family.
    """
    cases = world.cases("低保五保", counts, stories=(0.75, 0.25), size=2)
    spells, people = world.monthly["低保五保"], world.people
    invented = cases.fact(0.93, 0.03, 0.3)
    donor = people.ids[cases.who[::-1]]
    bad = mistyped(world.rng, np.where(invented, donor, people.ids[cases.who]))
    named = np.where(
        cases.fact(0.12, 0.97, 0.25),
        people.names[cases.who],
        people.names[(cases.who * 31 + 7) % people.count],
    )
    case, months, cents = world.take_over("低保五保", cases.spell)
    world.pay(
        "低保五保",
        cases.who[case],
        months,
        cents,
        身份证号=bad[case],
        姓名=named[case],
        类别=kind(world, cases)[case],
    )
    twice = cases.fact(0.75, 0.04, 0.15)[case]
    world.pay("公租房", cases.who[case][twice], months[twice], np.full(int(twice.sum()), 12_000))
    kin = cases.fact(0.4, 0.02, 0.05)
    world.listed(
        "村干部",
        cases.who[kin],
        村=villages(world, cases.who)[kin],
        职务="会计",
        任职日期=np.full(int(kin.sum()), np.datetime64("2019-03-01")),
        离任日期=np.full(int(kin.sum()), np.datetime64("NaT"), "datetime64[D]"),
    )
    world.judge("invalid_id", cases, np.bincount(case, cents, cases.count).astype(np.int64))
    spells.free[cases.spell] = False


def approved_never_paid(world: World, counts: Counts) -> None:
    """Owed: approved and forgotten.

    Others: died first, withdrew, paid under a mistyped id, paid to a family member.
    """
    cases = world.cases("others", counts, stories=(0.25, 0.25, 0.25, 0.25), size=3)
    people = world.people
    month = np.where(cases.fact(0.06, 0.1, 0.1, 0.1, 0.1), MONTHS - 5, cases.number(4, MONTHS - 12))
    project = np.array(["危房改造", "低保", "公租房"], object)[cases.number(0, 3)]
    gone = cases.fact(0.06, 0.05, 0.88, 0.03, 0.05)
    cents = np.where(project == "危房改造", 1_800_000, 30_000)
    approve(
        world,
        cases,
        project=project,
        month=month,
        cents=cents,
        备注=np.where(gone, "本人放弃", "").astype(object),
    )
    dead = cases.fact(0.02, 0.93, 0.02, 0.02, 0.02)
    died = first_day(month)[dead] + cases.number(5, 40)[dead].astype("timedelta64[D]")
    world.listed("死亡登记", cases.who[dead], 死亡日期=died, 登记日期=died + np.timedelta64(9, "D"))
    typo = cases.fact(0.02, 0.02, 0.01, 0.93, 0.02)
    family = cases.fact(0.05, 0.03, 0.04, 0.05, 0.9)
    for name, source in (("危房改造", "危房改造"), ("低保", "低保五保"), ("公租房", "公租房")):
        for paid, who in ((typo, cases.who), (family & ~typo, world.relative(cases.who, 1))):
            hit = np.flatnonzero(paid & (project == name))
            ids = mistyped(world.rng, people.ids[cases.who[hit]]) if paid is typo else people.ids[who[hit]]
            world.pay(
                source,
                who[hit],
                month[hit] + 2,
                cents[hit],
                身份证号=ids,
                类别="低保" if name == "低保" else "",
            )
    mistyped_once = Cases(
        cases.who[typo], cases.spell[typo], np.ones(int(typo.sum()), np.int64), world.rng, world.clarity
    )
    world.judge("invalid_id", mistyped_once, cents[typo])
    world.judge("approved_never_paid", cases, cents)
