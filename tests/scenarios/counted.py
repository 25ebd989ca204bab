"""What each indicator of the demo city counts, as rows: of the departments' files, or of the lake where no file has it.

Each row has its group under 组, and under 日 its day where it has one.
"""

import re
from collections.abc import Callable
from datetime import date

from shuzhi.core.workdays import calendar
from shuzhi.packs.calendar_file import official
from tests.scenarios.world import AS_OF, Row, World, day, yuan

WORKED = calendar(official())


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


def complained(world: World) -> list[Row]:
    """Complaints about sanitation received before the day, each once, of a known day and place."""
    once: dict[str, Row] = {}
    for row in world.files("城管局/环卫投诉*.csv"):
        happened, received = day(row["发生日期"]), day(row["受理日期"]) or day(row["发生日期"])
        there = row["经度"] and row["纬度"] and row["办理状态"] != "重复"
        if there and happened and received and happened <= received < AS_OF:
            once.setdefault(row["投诉编号"], {"组": row["投诉事项"] or "其他", "日": received})
    return list(once.values())


def clusters(world: World) -> list[Row]:
    """Clusters as rare as the scenario's parameter says; the step tells a row for each of their places."""
    return [
        {"组": matter}
        for matter, _ in {
            (row["事项"], row["中心"]) for row in world.table("sanitation.聚集") if row["重现天数"] >= 365
        }
    ]


def hot_cells(world: World) -> list[Row]:
    return [{"组": row["区划"]} for row in world.table("sanitation.本周热点")]


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
