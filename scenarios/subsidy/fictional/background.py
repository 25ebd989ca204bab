"""The lawful life of the prefecture: who lives where, who receives what, and registers about everybody."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .people import Ints, populate
from .registers import household_numbers, town_offices, villages
from .violations_assets import units
from .world import DESTITUTE, MONTHS, Cases, Spells, World, first_day

NEVER = np.datetime64("NaT", "D")
CADRES = 4


def settle(rng: np.random.Generator, people: int, payments: int, *, clarity: float) -> World:
    """People, their cadres, and who receives monthly aid, so that regular rows come near to ``payments``."""
    crowd = populate(rng, people)
    starts = np.searchsorted(crowd.village, np.arange(len(crowd.village_names)))
    cadres = crowd.first[starts[:, None] + np.arange(CADRES)]
    taken = np.zeros(len(crowd.size), bool)
    taken[(starts[:, None] + np.arange(CADRES)).ravel()] = True
    homes = rng.permutation(np.flatnonzero(~taken))
    relief = min(int(payments * 0.60 / 40), int(len(homes) * 0.45))
    rent = min(int(payments * 0.15 / 40), int(len(homes) * 0.12))
    parts = np.split(homes, [relief, relief + rent])
    monthly = {
        "低保五保": _spells(rng, crowd.first[parts[0]], payments * 0.60, levels=3),
        "公租房": _spells(rng, crowd.first[parts[1]], payments * 0.15, levels=3),
    }
    alone = (crowd.size[parts[0]] == 1) & (rng.random(relief) < 0.8)
    monthly["低保五保"].level[alone] = DESTITUTE
    others = crowd.first[parts[2]]
    farms = np.sort(crowd.first[homes[rng.random(len(homes)) < 0.8]])
    farms = farms[: max(1, int(payments * 0.14 / 6))]
    return World(rng, crowd, monthly, farms, cadres, others, np.ones(len(others), bool), clarity)


def register_everybody(world: World) -> None:
    """Registers of the whole population. Nothing here makes a recipient look guilty."""
    people, rng = world.people, world.rng
    everyone = np.arange(people.count)
    home = world.households(everyone)
    kinship = np.array(["户主", "配偶", "子女", "子女", "父母", "其他亲属"], object)[
        np.minimum(people.member, 5)
    ]
    world.listed(
        "户籍",
        everyone,
        户号=household_numbers(home),
        与户主关系=kinship,
        村=villages(world, everyone),
        地址=people.address(home),
        迁出日期=np.full(people.count, NEVER),
    )
    heads = people.first
    world.listed(
        "账户",
        heads,
        账号=people.accounts[heads],
        账户性质="个人",
        开户日期=np.datetime64("2015-01-01") + rng.integers(0, 1800, len(heads)).astype("timedelta64[D]"),
    )
    young = everyone[people.member >= 2]
    gone = _some(rng, young, 0.05)
    died = np.datetime64("2021-01-01") + rng.integers(0, 1980, len(gone)).astype("timedelta64[D]")
    world.listed(
        "死亡登记",
        gone,
        死亡日期=died,
        登记日期=died + rng.integers(1, 40, len(gone)).astype("timedelta64[D]"),
    )
    disabled = _some(rng, everyone, 0.025)
    world.listed(
        "残疾登记",
        disabled,
        残疾等级=np.array(["一级", "二级", "三级", "四级"], object)[rng.integers(0, 4, len(disabled))],
        发证日期=_days(rng, len(disabled)),
    )
    party = _some(rng, everyone[people.member < 2], 0.08)
    world.listed("党员", party, 入党日期=_days(rng, len(party)), 所在支部=villages(world, party))
    old = _some(rng, everyone[people.birth < np.datetime64("1960-01-01")], 0.2)
    world.listed("生存认证", old, 认证日期=_days(rng, len(old), "2025-01-01"), 方式="人脸识别")
    _cadres(world)
    _better_off(world)
    _approvals(world)


def _cadres(world: World) -> None:
    people = world.people
    posts = np.array(["党支部书记", "会计", "妇女主任", "监督委员会主任"], object)
    cadres = world.cadres.ravel()
    world.listed(
        "村干部",
        cadres,
        村=villages(world, cadres),
        职务=np.tile(posts, len(world.cadres)),
        任职日期=np.full(len(cadres), np.datetime64("2018-01-10")),
        离任日期=np.full(len(cadres), NEVER),
    )
    for place, relation in ((1, "配偶"), (2, "子女")):
        has = people.size[people.household[cadres]] > place
        kin = world.relative(cadres, place)[has]
        world.add(
            "亲属申报",
            干部姓名=people.names[cadres][has],
            干部身份证号=people.ids[cadres][has],
            亲属姓名=people.names[kin],
            亲属身份证号=people.ids[kin],
            关系=relation,
            村=villages(world, kin),
        )


def _better_off(world: World) -> None:
    """People of households without aid: jobs, offices, cars, houses, firms, contracts."""
    people, rng = world.people, world.rng
    heads = world.others[world.other_free]
    officials = _some(rng, heads, 0.05)
    world.listed(
        "公职人员",
        officials,
        单位=town_offices(world, officials),
        编制类型="事业编制",
        任职日期=_days(rng, len(officials)),
        离任日期=np.full(len(officials), NEVER),
    )
    workers = _some(rng, heads, 0.5)
    began = rng.integers(0, 30, len(workers))
    world.listed(
        "社保",
        workers,
        单位="劳动服务公司",
        参保身份="企业职工",
        起始月=first_day(began),
        终止月=first_day(began + rng.integers(6, 36, len(workers))),
        基数=rng.integers(30, 90, len(workers)) * 10_000,
    )
    drivers = _some(rng, heads, 0.4)
    world.listed(
        "车辆",
        drivers,
        车牌=np.asarray("澜Y" + (10_000 + drivers % 90_000).astype(str).astype(object)),
        使用性质="非营运",
        价格=rng.integers(30, 300, len(drivers)) * 100_000,
        登记日期=_days(rng, len(drivers)),
        检验有效期=np.full(len(drivers), np.datetime64("2026-12-31")),
        状态="正常",
    )
    owners = np.concatenate([_some(rng, people.first, 0.6), _some(rng, heads, 0.05)])
    world.listed(
        "不动产",
        owners,
        单元号=units(owners * 3),
        坐落=people.address(world.households(owners)),
        面积=rng.integers(40, 180, len(owners)),
        共有比例="单独所有",
        登记日期=_days(rng, len(owners)),
        状态="现势",
    )
    tenants = _some(rng, heads, 0.02)
    base = rng.integers(5, 100, len(tenants)) * 100_000
    world.listed(
        "三资合同",
        tenants,
        合同编号=np.asarray("三资常" + (10**6 + np.arange(len(tenants))).astype(str).astype(object)),
        村=villages(world, tenants),
        资产名称="集体山林",
        年租金=base + base * rng.integers(0, 40, len(tenants)) // 100,
        底价=base,
        签订日期=_days(rng, len(tenants), "2021-02-01"),
        期限年=np.full(len(tenants), 5),
        流标次数=np.zeros(len(tenants), np.int64),
        公开招标="是",
        经办人身份证号=people.ids[world.cadre(tenants, 1)],
    )


def _approvals(world: World) -> None:
    """Every regular spell was approved by the village's first cadre and prepared by the second."""
    people, rng = world.people, world.rng
    told = [rows["身份证号"] for rows in world.rows.get("资金审批", ())]
    known = pa.array(np.concatenate(told), type=pa.string())
    for pool, spells in world.monthly.items():
        # numpy compares every pair of texts; Arrow hashes them.
        approved = pc.is_in(pa.array(people.ids[spells.person], type=pa.string()), value_set=known)
        regular = (spells.until > spells.since) & ~np.asarray(approved)
        who = spells.person[regular]
        day = first_day(spells.since[regular]) - np.timedelta64(10, "D")
        level = spells.level[regular]
        world.listed(
            "资金审批",
            who,
            项目="公租房"
            if pool == "公租房"
            else np.where(level == DESTITUTE, "特困", "低保").astype(object),
            村=villages(world, who),
            申请日期=day - np.where(rng.random(len(who)) < 0.15, 4, 25).astype("timedelta64[D]"),
            批准日期=day,
            批准金额=np.full(len(who), 30_000),
            审批人=people.names[world.cadre(who, 0)],
            审批人身份证号=people.ids[world.cadre(who, 0)],
            经办人身份证号=people.ids[world.cadre(who, 1)],
            复核人=np.where(rng.random(len(who)) < 0.6, people.names[world.cadre(who, 2)], "").astype(object),
            备注="",
        )


def rebuild_houses(world: World, payments: int) -> None:
    """Single payments for houses, to households without any story."""
    for project, share, cents in (("危房改造", 0.002, 2_000_000), ("水库移民", 0.001, 1_500_000)):
        count = min(int(payments * share), int(world.other_free.sum()) // 4)
        cases = world.cases("others", (count, 0), stories=(1.0,))
        home = world.people.address(world.households(cases.who))
        world.pay(
            project, cases.who, cases.number(1, MONTHS), cents + cases.number(0, 12) * 100_000, 地址=home
        )


def unseen(world: World, rule: str, count: int) -> None:
    """Violations no file shows, known to investigators from letters. They count against recall."""
    cases: Cases = world.cases("低保五保", (count, 0), stories=(1.0,))
    world.judge(rule, cases, np.full(count, 300_000))


def _spells(rng: np.random.Generator, person: Ints, rows: float, *, levels: int) -> Spells:
    mean = min(MONTHS, rows / max(1, len(person)))
    length = np.clip(np.rint(rng.normal(mean, mean * 0.2, len(person))), 6, MONTHS).astype(np.int64)
    since = np.floor(rng.random(len(person)) * (MONTHS + 1 - length)).astype(np.int64)
    level = rng.integers(0, levels, len(person))
    return Spells(person, since, since + length, level, person.copy(), np.ones(len(person), bool))


def _some(rng: np.random.Generator, who: Ints, share: float) -> Ints:
    return np.asarray(who[rng.random(len(who)) < share])


def _days(rng: np.random.Generator, count: int, since: str = "2008-01-01") -> np.ndarray:
    return np.datetime64(since) + rng.integers(0, 400, count).astype("timedelta64[D]")
