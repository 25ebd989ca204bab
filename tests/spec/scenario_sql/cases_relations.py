"""Joins, anti joins, unions, groups, windows: what happens between rows."""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from shuzhi.core.text import Text
from tests.spec.case import Case, Given, Row

PAID = {
    "补贴.发放": [
        {"人": "甲", "村": "东", "元": Decimal("100.10"), "月": 1},
        {"人": "甲", "村": "东", "元": Decimal("100.20"), "月": 2},
        {"人": "乙", "村": "西", "元": Decimal("50.00"), "月": 1},
        {"人": "丙", "村": None, "元": None, "月": 3},
        {"人": None, "村": "西", "元": Decimal("7.77"), "月": 1},
    ],
    "补贴.死亡": [{"人": "甲", "年": 2023}, {"人": None, "年": 2020}, {"人": "丁", "年": 2021}],
}


def paid(given: Given) -> list[Row]:
    return list(given["补贴.发放"])


def dead(given: Given) -> list[Row]:
    return list(given["补贴.死亡"])


def grouped(rows: list[Row], key: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def total(rows: list[Row]) -> Decimal | None:
    amounts = [row["元"] for row in rows if row["元"] is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def running(given: Given) -> list[Row]:
    answer = []
    for village, rows in grouped(paid(given), "村").items():
        in_order = sorted(rows, key=lambda row: (row["月"], row["人"] or "\U0010ffff"))
        answer += [
            {"村": village, "人": row["人"], "月": row["月"], "次": i + 1, "累计": total(in_order[: i + 1])}
            for i, row in enumerate(in_order)
        ]
    return answer


def neighbours(given: Given) -> list[Row]:
    rows = sorted((row for row in paid(given) if row["人"]), key=lambda row: (row["人"], row["月"]))
    months = [row["月"] for row in rows]
    return [
        {
            "人": row["人"],
            "月": row["月"],
            "上": ([None, *months])[i],
            "下": ([*months, None])[i + 1],
            "首": months[0],
        }
        for i, row in enumerate(rows)
    ]


def ranks(given: Given) -> list[Row]:
    months = [row["月"] for row in paid(given)]
    return [
        {"月": m, "名次": 1 + sum(x > m for x in months), "密": 1 + len({x for x in months if x > m})}
        for m in months
    ]


CASES = [
    Case(
        about="with",
        says=Text("后面的表达式可以用前面的", "a later one may use an earlier one"),
        given=PAID,
        sql="""with 大额 as (select * from 补贴.发放 where 元 > 60), 人数 as (select count(*) as n from 大额)
               select 人, 元, n from 大额, 人数""",
        oracle=lambda given: [
            {"人": row["人"], "元": row["元"], "n": 2} for row in paid(given) if row["元"] and row["元"] > 60
        ],
    ),
    Case(
        about="with",
        says=Text(
            "两个子查询各有同名的，各用各的",
            "of two subqueries, each reads its own, though they are called alike",
        ),
        given=PAID,
        sql="""select p.人, p.年, d.年 as 卒年 from (
                   with 各人 as (select 人, 月 as 年 from 补贴.发放) select 人, 年 from 各人
                   union all
                   select 人, 年 from (with 各人 as (select 人, 年 + 1 as 年 from 补贴.死亡) select * from 各人) 后
               ) p join (with 各人 as (select 人, 年 from 补贴.死亡) select * from 各人) d on d.人 = p.人""",
        oracle=lambda given: [
            {"人": name, "年": year, "卒年": d["年"]}
            for name, year in [(p["人"], p["月"]) for p in paid(given)]
            + [(d["人"], d["年"] + 1) for d in dead(given)]
            for d in dead(given)
            if name is not None and name == d["人"]
        ],
    ),
    Case(
        about="join",
        says=Text("空键不与任何行相连", "a NULL key joins nothing"),
        given=PAID,
        sql="select p.人, p.月, d.年 from 补贴.发放 p join 补贴.死亡 d on p.人 = d.人",
        oracle=lambda given: [
            {"人": p["人"], "月": p["月"], "年": d["年"]}
            for p in paid(given)
            for d in dead(given)
            if p["人"] is not None and p["人"] == d["人"]
        ],
    ),
    Case(
        about="join",
        says=Text("left join 保留左边每一行", "left join keeps every row of the left side"),
        given=PAID,
        sql="select p.人, p.月, d.年 from 补贴.发放 p left join 补贴.死亡 d using (人)",
        oracle=lambda given: [
            {"人": p["人"], "月": p["月"], "年": 2023 if p["人"] == "甲" else None} for p in paid(given)
        ],
    ),
    Case(
        about="join",
        says=Text("full join 保留两边", "full join keeps both sides"),
        given=PAID,
        sql="""select p.人 as 左, d.人 as 右 from (select distinct 人 from 补贴.发放) p
               full join 补贴.死亡 d on p.人 = d.人""",
        oracle=lambda given: [
            {"左": "甲", "右": "甲"},
            {"左": "乙", "右": None},
            {"左": "丙", "右": None},
            {"左": None, "右": None},
            {"左": None, "右": None},
            {"左": None, "右": "丁"},
        ],
    ),
    Case(
        about="exists",
        says=Text(
            "not exists 是反连接：空键的行留下", "not exists is an anti join: rows with a NULL key stay"
        ),
        given=PAID,
        sql="select 人, 月 from 补贴.发放 p where not exists (select 1 from 补贴.死亡 d where d.人 = p.人)",
        oracle=lambda given: [{"人": p["人"], "月": p["月"]} for p in paid(given) if p["人"] != "甲"],
    ),
    Case(
        about="exists",
        says=Text("exists 是半连接：一行至多一次", "exists is a semi join: a row at most once"),
        given=PAID,
        sql="select 人 from 补贴.死亡 d where exists (select 1 from 补贴.发放 p where p.人 = d.人 and p.元 > 100)",
        oracle=lambda given: [{"人": "甲"}],
    ),
    Case(
        about="group by",
        says=Text(
            "空值自成一组；sum 不计空值，全空则为空",
            "NULL is a group; sum skips NULLs, and is NULL of NULLs only",
        ),
        given=PAID,
        sql="""select 村, count(*) as 笔, count(元) as 有, sum(元) as 合计, min(元) as 小, max(月) as 大
               from 补贴.发放 group by 村""",
        oracle=lambda given: [
            {
                "村": village,
                "笔": len(rows),
                "有": sum(row["元"] is not None for row in rows),
                "合计": total(rows),
                "小": min((row["元"] for row in rows if row["元"] is not None), default=None),
                "大": max(row["月"] for row in rows),
            }
            for village, rows in grouped(paid(given), "村").items()
        ],
    ),
    Case(
        about="group by",
        says=Text("无行时：count 为 0，其余为空", "of no rows, count is 0 and the rest NULL"),
        types={"补贴.发放": {"元": "DECIMAL(18,2)"}},
        sql="select count(*) as n, sum(元) as s, avg(元) as a, max(元) as m from 补贴.发放",
        oracle=lambda _: [{"n": 0, "s": None, "a": None, "m": None}],
    ),
    Case(
        about="group by",
        says=Text("having 与 filter", "having and filter"),
        given=PAID,
        sql="""select 人, count(*) filter (where 元 > 100.15) as 大额 from 补贴.发放
               group by 人 having count(*) > 1 or max(元) < 10""",
        oracle=lambda given: [{"人": "甲", "大额": 1}, {"人": None, "大额": 0}],
    ),
    Case(
        about="group by",
        says=Text("按别名分组", "grouping by an alias"),
        given=PAID,
        sql="select case when 月 = 1 then '首月' else '其后' end as 期, count(*) as n from 补贴.发放 group by 期",
        oracle=lambda given: [
            {"期": term, "n": n}
            for term, n in Counter("首月" if r["月"] == 1 else "其后" for r in paid(given)).items()
        ],
    ),
    Case(
        about="distinct count",
        says=Text(
            "先去重再计数，代替 count(distinct)", "distinct first, then count, in place of count(distinct)"
        ),
        given=PAID,
        sql="select 村, count(人) as 人数 from (select 村, 人 from 补贴.发放 group by 村, 人) as 去重 group by 村",
        oracle=lambda given: [
            {"村": village, "人数": len({row["人"] for row in rows if row["人"]})}
            for village, rows in grouped(paid(given), "村").items()
        ],
    ),
    Case(
        about="window",
        says=Text("次序与累计", "row numbers and running totals"),
        given=PAID,
        sql="""select 村, 人, 月, row_number() over (partition by 村 order by 月, 人) as 次,
                      sum(元) over (partition by 村 order by 月, 人) as 累计 from 补贴.发放""",
        oracle=running,
    ),
    Case(
        about="window",
        says=Text("前一行、后一行、首行", "the row before, the row after, the first row"),
        given=PAID,
        sql="""select 人, 月, lag(月) over (order by 人, 月) as 上, lead(月) over (order by 人, 月) as 下,
                      first_value(月) over (order by 人, 月) as 首 from 补贴.发放 where 人 is not null""",
        oracle=neighbours,
    ),
    Case(
        about="window",
        says=Text("名次", "ranks"),
        given=PAID,
        sql="""select 月, rank() over (order by 月 desc) as 名次, dense_rank() over (order by 月 desc) as 密
               from 补贴.发放""",
        oracle=ranks,
    ),
    Case(
        about="window",
        says=Text("对聚合结果开窗", "a window over aggregates"),
        given=PAID,
        sql="""select 村, count(*) as n, sum(count(*)) over () as 全部, avg(count(*)) over () as 均
               from 补贴.发放 group by 村""",
        oracle=lambda given: [
            {"村": village, "n": len(rows), "全部": 5, "均": 5 / 3}
            for village, rows in grouped(paid(given), "村").items()
        ],
    ),
    Case(
        about="union all",
        says=Text("列按位置相接，类型取两边能容下的", "columns meet by position, in a type that holds both"),
        given=PAID,
        sql="""select 人, 元 from 补贴.发放 union all select 人, 1.555 from 补贴.死亡
               union all select '戊' as 人, 3 as 元""",
        oracle=lambda given: [
            *({"人": row["人"], "元": row["元"]} for row in paid(given)),
            *({"人": row["人"], "元": Decimal("1.555")} for row in dead(given)),
            {"人": "戊", "元": 3},
        ],
    ),
    Case(
        about="order by",
        says=Text("升序降序，空值都在最后", "NULLs come last, ascending and descending"),
        given=PAID,
        sql="select 村, 人 from 补贴.发放 order by 村 desc, 人",
        ordered=True,
        oracle=lambda given: [
            {"村": "西", "人": "乙"},
            {"村": "西", "人": None},
            {"村": "东", "人": "甲"},
            {"村": "东", "人": "甲"},
            {"村": None, "人": "丙"},
        ],
    ),
    Case(
        about="order by",
        says=Text("文本按 UTF-8 字节排序", "text is ordered by its UTF-8 bytes"),
        given={"t.t": [{"x": x} for x in ("中", "Z", "a", "𠮷", "é", "")]},
        sql="select x from t.t order by x limit 5",
        ordered=True,
        oracle=lambda given: [{"x": x} for x in sorted((r["x"] for r in given["t.t"]), key=str.encode)][:5],
    ),
    Case(
        about="name",
        says=Text("表名列名可以有空格、引号、中文", "names may have blanks, quotes, Chinese"),
        given={'源 一.低"保`表': [{"姓 名": "甲", '金"额`': 3, "a.b": 4}]},
        sql='select x."姓 名" as "新 名", "金""额`" + "a.b" as "和（元）" from "源 一"."低""保`表" x',
        oracle=lambda given: [{"新 名": "甲", "和（元）": 7}],
    ),
    Case(
        about="name",
        says=Text(
            "同一 SELECT 里后面的列可以用前面的别名",
            "a later column may use an earlier alias of the same SELECT",
        ),
        given=PAID,
        sql="select 元 * 2 as 双, 双 + 1 as 加一 from 补贴.发放 where 月 = 3 or 人 = '乙'",
        oracle=lambda given: [{"双": 100, "加一": 101}, {"双": None, "加一": None}],
    ),
]
