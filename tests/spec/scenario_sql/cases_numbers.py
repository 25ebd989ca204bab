"""Numbers, amounts, dates, lists."""

import math
from datetime import date, datetime
from decimal import Decimal

from shuzhi.core.text import Text
from tests.spec.case import Case, Given, Row
from tests.spec.scenario_sql.cases_casts import half_up
from tests.spec.scenario_sql.cases_values import each

AMOUNTS: dict[str, list[Row]] = {
    "t.账": [
        {"k": k, "m": Decimal(m) if m else None, "f": f}
        for k, m, f in (
            (1, "0.10", 0.1),
            (1, "0.20", 0.2),
            (2, "100.00", 2.675),
            (2, None, None),
            (3, "-7.77", -1e9),
        )
    ]
}


def by_key(given: Given) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in given["t.账"]:
        found.setdefault(row["k"], []).append(row)
    return found


def amounts(rows: list[Row]) -> list[Decimal]:
    return [row["m"] for row in rows if row["m"] is not None]


DECIMALS = [
    Case(
        about="decimal",
        says=Text("合计精确；平均是 DOUBLE", "sums are exact; an average is a DOUBLE"),
        given=AMOUNTS,
        sql="select k, sum(m) as s, avg(m) as a, sum(m) / count(*) as b from t.账 group by k",
        oracle=lambda given: [
            {
                "k": k,
                "s": sum(amounts(rows), Decimal(0)),
                "a": float(sum(amounts(rows), Decimal(0))) / len(amounts(rows)),
                "b": float(sum(amounts(rows), Decimal(0))) / len(rows),
            }
            for k, rows in by_key(given).items()
        ],
    ),
    Case(
        about="decimal",
        says=Text(
            "加减乘精确；除得 DOUBLE，round 后再转回金额",
            "+ - * are exact; / is a DOUBLE: round, then cast back",
        ),
        given=AMOUNTS,
        sql="""select m + 1 as 加, m * 1.5 as 乘, m * k - 0.005 as 混, m / 3 as 除,
                      cast(round(m / 3, 2) as decimal(18,2)) as 金 from t.账""",
        oracle=lambda given: [
            dict.fromkeys(("加", "乘", "混", "除", "金"))
            if row["m"] is None
            else {
                "加": row["m"] + 1,
                "乘": row["m"] * Decimal("1.5"),
                "混": row["m"] * row["k"] - Decimal("0.005"),
                "除": float(row["m"]) / 3,
                "金": half_up(row["m"] / 3, 2),
            }
            for row in given["t.账"]
        ],
    ),
    Case(
        about="decimal",
        says=Text(
            "与整数、小数混用 coalesce、case、greatest 不丢小数",
            "coalesce, case and greatest with whole numbers keep the fraction",
        ),
        given=AMOUNTS,
        sql="""select coalesce(m, 0) as c, case when k = 1 then 0 else m end as d, greatest(0, m) as g,
                      sum(case when k = 1 then m else 0 end) over () as s, coalesce(0, m) as z from t.账""",
        oracle=lambda given: [
            {
                "c": row["m"] if row["m"] is not None else 0,
                "d": 0 if row["k"] == 1 else row["m"],
                "g": max(0, row["m"] if row["m"] is not None else 0),
                "s": Decimal("0.30"),
                "z": 0,
            }
            for row in given["t.账"]
        ],
    ),
    Case(
        about="decimal",
        says=Text("round 一个金额：四舍五入", "round of an amount: half up"),
        given={"t.额": [{"x": Decimal(x)} for x in ("0.005", "0.015", "-0.005", "2.675", "1.004", "99.995")]},
        types={"t.额": {"x": "DECIMAL(18,3)"}},
        sql="select round(x, 2) as 二, round(x) as 整, cast(x as decimal(18,2)) as 转, abs(x) as 绝 from t.额",
        oracle=each(二=lambda x: half_up(x, 2), 整=half_up, 转=lambda x: half_up(x, 2), 绝=abs),
    ),
    Case(
        about="number",
        says=Text(
            "除以零得无穷或非数；// 与 % 以零为空", "/ by zero is infinite or nan; // and % by zero are NULL"
        ),
        given={"t.除": [{"a": a, "b": b} for a in (7, -7, 0, None) for b in (2, 0, -2, None)]},
        sql="select a, b, a / b as 除, a // b as 整, a % b as 余 from t.除",
        oracle=lambda given: [
            {"a": a, "b": b, "除": divided(a, b), "整": cut(a, b), "余": left(a, b)}
            for a, b in ((row["a"], row["b"]) for row in given["t.除"])
        ],
    ),
    Case(
        about="number",
        says=Text("18 位整数的 // 与 % 精确", "// and % are exact on 18 digits"),
        given={"t.号": [{"x": 420117193303223311}, {"x": -999999999999999999}]},
        sql="select x // 7 as a, x % 97 as b from t.号",
        oracle=each(a=lambda x: cut(x, 7), b=lambda x: x - 97 * cut(x, 97)),
    ),
    Case(
        about="number",
        says=Text("round 一个 DOUBLE：先放大再取整", "round of a DOUBLE: scaled, then to the nearest"),
        given={"t.实": [{"x": x} for x in (2.675, 1.005, 0.125, -0.125, 2.5, -2.5, 1e15 + 0.3, 0.285)]},
        sql="select round(x, 2) as 二, round(x) as 整 from t.实",
        oracle=each(
            二=lambda x: float(half_up(Decimal(x * 100.0))) / 100, 整=lambda x: float(half_up(Decimal(x)))
        ),
    ),
    Case(
        about="number",
        says=Text("exp、abs 与评分公式", "exp, abs and the formula of a score"),
        given={"t.分": [{"x": x} for x in (-3.0, 0.0, 2.1, 800.0, -800.0)]},
        sql="select round(1 / (1 + exp(-x)), 4) as p, abs(x) as a from t.分",
        oracle=each(p=lambda x: round(1 / (1 + math.exp(-x)), 4) if x > -700 else 0.0, a=abs),
    ),
    Case(
        about="number",
        says=Text("整数溢出报错", "a whole number too large raises"),
        given={"t.大": [{"x": 2147483647}]},
        types={"t.大": {"x": "INTEGER"}},
        sql="select cast(x as bigint) + 1 as y from t.大",
        oracle=each(y=lambda x: x + 1),
    ),
]


def left(a: int | None, b: int | None) -> int | None:
    whole = cut(a, b)
    return None if a is None or b is None or whole is None else a - b * whole


def cut(a: int | None, b: int | None) -> int | None:
    if a is None or b is None or b == 0:
        return None
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def divided(a: int | None, b: int | None) -> float | None:
    if a is None or b is None:
        return None
    if b == 0:
        return math.nan if a == 0 else math.copysign(math.inf, a)
    return a / b


DATES: dict[str, list[Row]] = {
    "t.期": [
        {"a": a, "b": b}
        for a, b in (
            (date(2024, 1, 31), date(2024, 3, 1)),
            (date(2024, 12, 31), date(2025, 1, 1)),
            (date(2026, 6, 30), date(1949, 10, 1)),
            (None, date(2024, 1, 1)),
        )
    ]
}


def between(row: Row) -> Row:
    a, b = row["a"], row["b"]
    if a is None:
        return dict.fromkeys(("年", "月", "日", "天", "月数", "年数", "月初", "后"))
    return {
        "年": a.year,
        "月": a.month,
        "日": a.day,
        "天": (b - a).days,
        "月数": (b.year - a.year) * 12 + b.month - a.month,
        "年数": b.year - a.year,
        "月初": datetime(a.year, a.month, 1),  # noqa: DTZ001 - a TIMESTAMP has no zone
        "后": a < b,
    }


OTHERS = [
    Case(
        about="date",
        says=Text("年月日、相差、月初、比较", "parts, differences, first of the month, comparison"),
        given=DATES,
        sql="""select year(a) as 年, month(a) as 月, day(a) as 日, datediff('day', a, b) as 天,
                      datediff('month', a, b) as 月数, datediff('year', a, b) as 年数,
                      date_trunc('month', a) as 月初, a < b as 后 from t.期""",
        oracle=lambda given: [between(row) for row in given["t.期"]],
    ),
    Case(
        about="date",
        says=Text("make_date；月初转回日期", "make_date; the first of the month as a date"),
        given=DATES,
        sql="""select make_date(year(a), month(a), 1) as 一日, cast(date_trunc('month', b) as date) as 月初,
                      a >= date '2024-12-31' as 晚, a + 1 as 次日 from t.期 where a is not null""",
        oracle=lambda given: [
            {
                "一日": r["a"].replace(day=1),
                "月初": r["b"].replace(day=1),
                "晚": r["a"] >= date(2024, 12, 31),
                "次日": date.fromordinal(r["a"].toordinal() + 1),
            }
            for r in given["t.期"]
            if r["a"]
        ],
    ),
    Case(
        about="list",
        says=Text("array_agg 保留空值，按给定次序", "array_agg keeps NULLs, in the order asked for"),
        given=AMOUNTS,
        sql="""select k, array_agg(m order by m) as 升, array_agg(k || ':' || cast(m as varchar) order by m desc) as 降
               from t.账 group by k""",
        oracle=lambda given: [
            {
                "k": k,
                "升": [*sorted(amounts(rows)), *(None for row in rows if row["m"] is None)],
                "降": [
                    *(f"{k}:{m}" for m in sorted(amounts(rows), reverse=True)),
                    *(None for row in rows if row["m"] is None),
                ],
            }
            for k, rows in by_key(given).items()
        ],
    ),
    Case(
        about="list",
        says=Text("没有行时 array_agg 为空；可用 filter", "array_agg of no rows is NULL; filter works"),
        given=AMOUNTS,
        sql="""select array_agg(m) filter (where k > 9) as 无, array_agg(m order by m) filter (where k = 1) as 有
               from t.账""",
        oracle=lambda _: [{"无": None, "有": [Decimal("0.10"), Decimal("0.20")]}],
    ),
    Case(
        about="list",
        says=Text(
            "不排序的 array_agg：内容相同，次序不定",
            "array_agg without an order: the same items in any order",
        ),
        given=AMOUNTS,
        sql="""select k, x from (select k, unnest(l) as x from (select k, array_agg(m) as l from t.账 group by k) as a)
               as b""",
        oracle=lambda given: [{"k": row["k"], "x": row["m"]} for row in given["t.账"]],
    ),
    Case(
        about="list",
        says=Text(
            "unnest 在 SELECT 里展开；空列表与空值不留行",
            "unnest in SELECT; empty lists and NULL leave no row",
        ),
        given={
            "t.单": [
                {"n": 1, "l": ["甲", None]},
                {"n": 2, "l": []},
                {"n": 3, "l": None},
                {"n": 4, "l": ["乙"]},
            ]
        },
        sql="select n, unnest(l) as x from t.单",
        oracle=lambda given: [{"n": row["n"], "x": x} for row in given["t.单"] for x in row["l"] or []],
    ),
    Case(
        about="list",
        says=Text("unnest 在 FROM 里", "unnest in FROM"),
        given={"t.单": [{"n": 1, "l": ["甲", "乙"]}, {"n": 4, "l": ["丙"]}]},
        sql="select p.n, u.x from t.单 p, unnest(p.l) as u(x) where u.x <> '乙'",
        oracle=lambda _: [{"n": 1, "x": "甲"}, {"n": 4, "x": "丙"}],
    ),
    Case(
        about="list",
        says=Text("去重的列表", "a list of distinct values"),
        given={"t.重": [{"x": x} for x in ("b", "a", "b", None, None)]},
        sql="select unnest(l) as x from (select array_agg(distinct x) as l from t.重) as a",
        oracle=lambda _: [{"x": "a"}, {"x": "b"}, {"x": None}],
    ),
]

CASES: list[Case] = [*DECIMALS, *OTHERS]
