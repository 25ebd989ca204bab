"""Every indicator of the demo city against plain Python over the departments' files as they came.

What no file has (labels, regions of places, what was expected, findings, conclusions) is read from the lake row by row
and counted here by hand. The city is generated with fewer payments, and run once.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.core.sql import query
from shuzhi.core.workdays import calendar
from shuzhi.packs.calendar_file import official
from shuzhi.packs.generate import generate
from shuzhi.packs.indicators import indicators
from shuzhi.packs.loader import load_city
from shuzhi.run.indicators import Counter
from shuzhi.run.loop import lake_of, run_city
from shuzhi.run.read import desk, post_in
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Reader
from tests.lakes import EVERYTHING
from tests.yunlan import copy_yunlan

Row = Mapping[str, Any]
TODAY = date(2026, 11, 22)
AS_OF = date(2026, 6, 30)
YEAR, UNTIL = "2026-01-01/2026-05-31", date(2026, 5, 31)
LAST_YEAR = (date(2025, 1, 1), date(2025, 5, 31))
THIS_YEAR = (date(2026, 1, 1), UNTIL)
WORKED = calendar(official())
FULL = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def lines(paths: Sequence[Path]) -> Iterator[dict[str, str]]:
    """The records of files, whatever encoding they are in; lines that are no records are left out."""
    for path in paths:
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("gb18030")
        header, *records = csv.reader(text.splitlines())
        yield from (
            dict(zip(header, record, strict=True)) for record in records if len(record) == len(header)
        )


def day(text: str) -> date | None:
    """2025-01-20, 2025/1/2 03:31:00, 2025年1月20日, 2025.3.10, 20250410."""
    found = re.match(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", text) or re.match(r"(\d{4})(\d\d)(\d\d)$", text)
    return date(*map(int, found.groups())) if found else None


def yuan(text: str) -> Decimal | None:
    """676.00, 2,900.00, 240.00元, 1.8万元, ２７０００．００."""
    found = re.search(r"-?[\d,]+(\.\d+)?", text.translate(FULL))
    if not found:
        return None
    return Decimal(found[0].replace(",", "")) * (10_000 if "万" in text else 1)


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


class World:
    """The city's numbers, as its leader is answered, and the rows to count them from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.city = load_city(folder)
        self.rows: dict[str, list[Row]] = {}

    def files(self, *globs: str) -> list[dict[str, str]]:
        return list(lines([path for glob in globs for path in sorted((self.folder / "data").glob(glob))]))

    def table(self, name: str) -> list[Row]:
        with lake_of(self.city, read_only=True) as lake:
            found: list[Row] = (
                Pipeline(lake=lake, scope=EVERYTHING).fetch(query(f"select * from {name}")).to_pylist()
            )
        return found

    def answers(self, asked: Sequence[Mapping[str, object]]) -> list[list[list[Any]]]:
        city = self.city
        with lake_of(city, read_only=True) as lake:
            told = []
            for role in ("分管领导", "疫情监测员"):
                reader = Reader(name="test", posts=(post_in(city, role, None),))
                told.append(
                    Counter(
                        desk=desk(lake, city, reader, TODAY),
                        city=city,
                        catalogue=indicators(city, date(2026, 6, 30)),
                    )
                )
            leader, watcher = told
            return [
                [
                    list(row)
                    for row in (watcher if each["indicator"] == "outbreak.聚集疑点数" else leader)
                    .answer(Inquiry.model_validate(each))
                    .rows
                ]
                for each in asked
            ]


@pytest.fixture(scope="module")
def world(folder: Path) -> World:
    return World(folder)


def paid(world: World) -> list[Row]:
    """Payments of the five domains and of villages, from the departments' files."""
    kinds = {
        "民政局/低保五保发放_*.csv": (None, "发放金额", "发放日期"),
        "住建局/公租房租赁补贴_*.csv": ("公租房", "补贴金额", "发放时间"),
        "财政局/农资综合直补_*.csv": ("农资补贴", "补贴金额", "拨付日期"),
        "住建局/农村危房改造补助_*.csv": ("危房改造", "补助金额", "拨付日期"),
        "水利局/移民旧房改造补助_*.csv": ("水库移民", "补助金额", "兑付日期"),
        "农业农村局/村集体三资收支_*.csv": ("三资", "支出金额", "记账日期"),
    }
    return [
        {"组": kind or row["救助类别"], "日": day(row[when]), "额": yuan(row[amount])}
        for glob, (kind, amount, when) in kinds.items()
        for row in world.files(glob)
    ]


def approved(world: World) -> list[Row]:
    return [
        {
            "组": row["项目"],
            "日": day(row["批准日期"]),
            "额": yuan(row["批准金额"]),
            "申请": day(row["申请日期"]),
        }
        for row in world.files("民政局/资金审批台账.csv")
    ]


def messages(world: World) -> list[Row]:
    """Messages with their replies from the files; what a message is about from the lake."""
    replied = {row["留言编号"]: day(row["答复时间"]) for row in world.files("热线办/来信答复*.csv")}
    about = {row["编号"]: row for row in world.table("hotline.办件")}
    told = []
    for row in world.files("热线办/热线来信*.csv"):
        came, answered = day(row["留言时间"]), replied.get(row["留言编号"])
        assert came is not None
        told.append(
            {
                "组": about[row["留言编号"]]["分类"],
                "日": came,
                "人": row["留言用户"],
                "议题": about[row["留言编号"]]["议题"],
                "转": about[row["留言编号"]]["转人工"],
                "赞": int(row["点赞数"]),
                "天": (answered - came).days if answered else None,
                "工": WORKED.working_days_between(came, answered).value if answered else None,
                # Sixty days from the message on, moved to a day worked.
                "超": answered > WORKED.deadline(came, 60).value if answered else None,
            }
        )
    return told


def reported(world: World) -> list[Row]:
    return [
        {"组": row["疾病名称"], "日": day(row["统计周起始日"]), "例": int(row["报告病例数"])}
        for row in world.files("疾控局/传染病周报*.csv")
    ]


def watched(world: World) -> list[Row]:
    return [{**row, "组": row["病种"], "日": row["周"]} for row in world.table("outbreak.周监测")]


def found(scenario: str) -> Callable[[World], list[Row]]:
    return lambda world: [
        {**row, "组": row["rule"]} for row in world.table("finding.finding") if row["scenario"] == scenario
    ]


def concluded(world: World) -> list[Row]:
    return [
        {**row, "组": row["rule"]} for row in world.table("outcome.outcome") if row["scenario"] == "subsidy"
    ]


def budgets(world: World) -> list[Row]:
    """Revenue and spending by month: differences of the cumulative reports; no month reported twice in the demo."""
    sums = {
        (row["收支类别"], row["科目名称"], row["县区代码"], int(row["年份"]), int(row["月份"])): float(
            row["自年初累计(万元)"]
        )
        for row in world.files("财政局/一般公共预算执行*.csv")
    }
    return [
        {
            "组": item,
            "日": date(year, month, 1),
            kind: told - sums.get((kind, item, county, year, month - 1), 0.0),
        }
        for (kind, item, county, year, month), told in sums.items()
    ]


def revenue(world: World) -> list[Row]:
    """This year's months reported, from the files, and those to come, from the forecast; beside the year before."""
    told = [row for row in budgets(world) if "收入" in row]
    ahead = [
        {"组": row["科目"], "日": row["期"], "收入": row["期望"]}
        for row in world.table("economy.收支预测")
        if row["收支"] == "收入" and row["层级"] == "收支、科目、区划" and row["提前"]
    ]
    now = [row for row in told if row["日"].year == 2026]
    before = [
        {"组": row["组"], "日": row["日"].replace(year=2026), "上年": row["收入"]}
        for row in told
        if row["日"].year == 2025
    ]
    return [{"收入": None, "上年": None, **row} for row in (*now, *ahead, *before)]


def planned(world: World) -> list[Row]:
    """This year's budgeted revenue, and what is done and expected of it."""
    told = [{"组": row["组"], "全年": row["收入"]} for row in revenue(world) if row["收入"] is not None]
    done = [row for row in budgets(world) if "收入" in row and row["日"].year == 2026]
    plans = [
        row
        for row in world.files("财政局/年初预算.csv")
        if (row["年份"], row["收支类别"]) == ("2026", "收入")
    ]
    return [
        {"全年": None, "已": None, "预算": None, **row}
        for row in (
            *told,
            *({"组": row["组"], "已": row["收入"]} for row in done),
            *({"组": row["科目名称"], "预算": float(row["预算数(万元)"])} for row in plans),
        )
    ]


def quarters(world: World) -> list[Row]:
    return [{**row, "组": "", "日": row["期"]} for row in world.table("economy.各季估计")]


def weeks(world: World) -> list[Row]:
    return [{**row, "组": "", "日": row["基准日"]} for row in world.table("economy.本季走势")]


def companies(world: World) -> list[Row]:
    """The register, each credit code once."""
    return list(
        {
            row["统一社会信用代码"]: {
                "组": row["行业"],
                "状态": row["登记状态"],
                "成立": day(row["成立日期"]),
                "退出": day(row["注销吊销日期"]),
            }
            for row in world.files("市场监管局/企业登记*.csv")
            if row["统一社会信用代码"]
        }.values()
    )


def founded(world: World) -> list[Row]:
    return [{**row, "日": row["成立"]} for row in companies(world)]


def struck_off(world: World) -> list[Row]:
    return [{**row, "日": row["退出"]} for row in companies(world) if row["退出"]]


def restaurants(world: World) -> list[Row]:
    """Licensed restaurants that cook, and whether a contract in force is theirs, by number or by name and county."""

    def plain(number: str) -> str:
        return re.sub("[^A-Za-z0-9]", "", number).upper()

    contracts = [
        row
        for row in world.files("城管局/油脂收运合同*.csv")
        if row["合同起始"] <= "2026-06-30" and (row["合同终止"] or "9") >= "2026-06-30"
    ]
    numbers = {plain(row["许可证编号"]) for row in contracts if row["许可证编号"]}
    names = {
        (row["区划代码"], row["产生单位"].replace(" ", "")) for row in contracts if not row["许可证编号"]
    }
    return [
        {
            "组": row["主体业态"],
            "约": bool({row["许可证编号"], row["换证前编号"]} & numbers)
            or (row["区划代码"], row["店招名称"].replace(" ", "")) in names,
        }
        for row in world.files("市场监管局/餐饮服务许可*.csv")
        if row["主体业态"] in ("中餐", "火锅", "快餐", "烧烤", "单位食堂")
        and row["发证日期"] <= "2026-06-30"
        and (row["有效期至"] or "9") >= "2026-06-30"
    ]


def sewers(world: World) -> list[Row]:
    return [
        {"组": row["堵塞原因"], "日": day(row["发现日期"])} for row in world.files("住建局/污水管网堵塞*.csv")
    ]


def buildings(world: World) -> dict[str, Row]:
    return {
        row["建筑编号"]: {"组": row["使用性质"], "登记": day(row["登记日期"])}
        for row in world.files("消防救援支队/建筑台账*.csv")
    }


def inspected(world: World) -> list[Row]:
    known = buildings(world)
    return [
        {**known[row["建筑编号"]], "日": on, "重大": int(int(row["重大隐患"]) > 0)}
        for row in world.files("消防救援支队/消防监督检查*.csv")
        if (on := day(row["检查日期"])) and known[row["建筑编号"]]["登记"] < on < AS_OF
    ]


def fires(world: World) -> list[Row]:
    known = buildings(world)
    return [
        {**known[row["建筑编号"]], "日": day(row["报警日期"])}
        for row in world.files("消防救援支队/火警*.csv")
        if row["建筑编号"] in known
    ]


def to_inspect(world: World) -> list[Row]:
    return [{"组": row["用途"]} for row in world.table("inspection_fire.本月名单")]


def alarms(world: World, scenario: str) -> list[Row]:
    """Alarms as they were raised: a sensor is called by its box, and by what it measures."""
    return [
        {"组": row["传感器"].split("/")[1], "日": row["日期"], "叫": row["压下"] is None}
        for row in world.table(f"{scenario}.报警")
    ]


def electric(world: World) -> list[Row]:
    return alarms(world, "smart_electricity")


def protection(world: World) -> list[Row]:
    return alarms(world, "smart_fire")


def boxes(world: World) -> list[Row]:
    return [{"组": row["场所类别"]} for row in world.files("消防救援支队/用电设备*.csv")]


def protected(world: World) -> list[Row]:
    return [{"组": row["场所类别"]} for row in world.files("消防救援支队/消防物联设备*.csv")]


def drew(world: World) -> list[Row]:
    return [{"组": row["项目"]} for row in world.table("subsidy.受益人")]


def issues(world: World) -> list[Row]:
    return [{**row, "组": row["人群"]} for row in world.table("hotline.议题")]


def resources(world: World) -> list[Row]:
    """Departments' tables by the catalogue, each with as many rows as stand in it."""
    told = [row for row in world.table("meta.table") if row["made"] == "file"]
    each = " union all ".join(
        f"select '{row['table']}' as name, count(*) as n from {row['table']}" for row in told
    )
    rows = {row["name"]: row["n"] for row in world.table(f"({each})")}
    return [{**row, "组": row["grade"], "行": rows[row["table"]]} for row in told]


def batches(world: World) -> list[Row]:
    return [{**row, "组": row["source"]} for row in world.table("meta.batch")]


def scores(world: World) -> list[Row]:
    return [{**row, "组": row["table"]} for row in world.table("quality.score")]


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
