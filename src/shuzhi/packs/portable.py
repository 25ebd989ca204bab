"""The portable subset of SQL: what every engine answers alike; outside it, the portable way to say it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core.errors import Problem
from shuzhi.core.functions import ALLOWED
from shuzhi.core.sql import DIALECT
from shuzhi.core.text import Text
from shuzhi.packs.macros import FORMS
from shuzhi.packs.places import Places
from shuzhi.packs.tree_lines import line_of

Tree = exp.Expr

TYPES = ("INT", "BIGINT", "DECIMAL", "DOUBLE", "DATE", "TEXT", "VARCHAR", "BOOLEAN")
_UNEQUAL_PATTERN = re.compile(r"\(\?[=!<]|\\[1-9]|\\p\{(?!Han\})|\\P|\\[zZ]|[*+?}]\+")


@dataclass(frozen=True)
class Advice:
    """A construct outside the subset, and what to write instead."""

    construct: str
    kinds: tuple[type[Tree], ...]
    instead: Text
    when: Callable[[Tree], bool] = lambda _: True


def _grouped_distinct(node: Tree) -> bool:
    select = node.find_ancestor(exp.Select)
    return isinstance(node.this, exp.Distinct) and select is not None and bool(select.args.get("group"))


def _odd_cast(node: Tree) -> bool:
    return node.args["to"].this.name not in TYPES


def _odd_pattern(node: Tree) -> bool:
    pattern = node.expression
    return isinstance(pattern, exp.Literal) and _UNEQUAL_PATTERN.search(pattern.name) is not None


def _unit_not_in(*units: str) -> Callable[[Tree], bool]:
    return lambda node: str(node.args.get("unit") or "DAY").upper().strip("'") not in units


def _has(argument: str) -> Callable[[Tree], bool]:
    return lambda node: bool(node.args.get(argument))


_BY_WINDOW = Text(
    "在子查询里用 row_number() over (…) 编号，外层 where 取所要的行",
    "number rows by row_number() over (…) in a subquery and filter outside",
)
_MIDDLE = Text(
    "用 row_number() 与 count(*) over () 排序取中间一行，或改用 avg、min、max",
    "take the middle row by row_number() and count(*) over (), or use avg, min, max",
)
_LIST_COLUMNS = Text("逐个写出列名", "name the columns one by one")
_SEPARATE = Text("各自成列，不用结构和列表", "use columns of their own, not structs and lists")

ADVICE: tuple[Advice, ...] = (
    Advice(
        "count(distinct) + group by",
        (exp.Count,),
        Text(
            "分两级：内层 group by 分组列与该列，外层再 count(*)",
            "use two levels: group by the keys and the column inside, count(*) outside",
        ),
        _grouped_distinct,
    ),
    Advice(
        "quantile / median",
        (exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.ApproxQuantile, exp.Median, exp.Mode),
        _MIDDLE,
    ),
    Advice("* exclude", (exp.Star,), _LIST_COLUMNS, _has("except_")),
    Advice("* replace", (exp.Star,), _LIST_COLUMNS, _has("replace")),
    Advice("* rename", (exp.Star,), _LIST_COLUMNS, _has("rename")),
    Advice("columns(…)", (exp.Columns,), _LIST_COLUMNS),
    Advice("group by all", (exp.Group,), Text("写出分组的列", "name the columns grouped by"), _has("all")),
    Advice(
        "rollup / cube / grouping sets",
        (exp.Rollup, exp.Cube, exp.GroupingSets),
        Text("每级各写一条查询，用 union all 相连", "write a query per level joined by union all"),
    ),
    Advice("qualify", (exp.Qualify,), _BY_WINDOW),
    Advice("distinct on", (exp.Distinct,), _BY_WINDOW, _has("on")),
    Advice(
        "union by name",
        (exp.Union,),
        Text("两边按相同次序写出列，用 union all", "list the columns in the same order and use union all"),
        _has("by_name"),
    ),
    Advice(
        "intersect / except",
        (exp.Intersect, exp.Except),
        Text("用 exists 或 not exists", "use exists or not exists"),
    ),
    Advice("[… for … in …]", (exp.Comprehension,), _SEPARATE),
    Advice("lambda", (exp.Lambda,), _SEPARATE),
    Advice("struct / map", (exp.Struct, exp.Map, exp.ToMap), _SEPARATE),
    Advice("list", (exp.Array, exp.List, exp.Bracket), _SEPARATE),
    Advice("unnest", (exp.Explode, exp.Unnest, exp.Lateral), _SEPARATE),
    Advice(
        "asof / positional join",
        (exp.Join,),
        Text(
            "用 join 加日期条件，再以 row_number() 取最近一行",
            "join on the dates, then keep the nearest row_number()",
        ),
        lambda node: str(node.args.get("method") or "").upper() in ("ASOF", "POSITIONAL"),
    ),
    Advice(
        "natural join",
        (exp.Join,),
        Text("写出 on 条件", "write the on condition"),
        lambda node: str(node.args.get("method") or "").upper() == "NATURAL",
    ),
    Advice(
        "pivot",
        (exp.Pivot,),
        Text("用 sum(case when … then … end)", "use sum(case when … then … end)"),
    ),
    Advice(
        "filter (where …)",
        (exp.Filter,),
        Text("用 sum(case when … then 1 else 0 end)", "use sum(case when … then 1 else 0 end)"),
    ),
    Advice(
        "sample / random()",
        (exp.TableSample, exp.Rand),
        Text("结果必须可重现：用条件选取", "results must be repeatable: choose rows by a condition"),
    ),
    Advice(
        "with recursive",
        (exp.With,),
        Text("有限层级逐层 join，或写成步骤", "join level by level, or make it a step"),
        _has("recursive"),
    ),
    Advice(
        "current_date / now()",
        (exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.Anonymous),
        Text("用 as_of()，结果才可重现", "use as_of(), so that results can be repeated"),
        lambda node: not isinstance(node, exp.Anonymous) or node.name.lower() in ("now", "today"),
    ),
    Advice(
        "interval",
        (exp.Interval, exp.AddMonths, exp.DateAdd, exp.DateSub),
        Text(
            "用 datediff('day', 甲, 乙) 比较，或用 make_date",
            "compare by datediff('day', a, b), or use make_date",
        ),
    ),
    Advice("ilike", (exp.ILike, exp.SimilarTo), Text("用 lower(x) like …", "use lower(x) like …")),
    Advice("//", (exp.IntDiv,), Text("用 floor(a / b)", "use floor(a / b)")),
    Advice(
        "if(…)",
        (exp.If,),
        Text("用 case when", "use case when"),
        lambda n: not isinstance(n.parent, exp.Case),
    ),
    Advice(
        "trim(x, …)",
        (exp.Trim,),
        Text(
            "trim 只去首尾空格；其他字符用 regexp_replace", "trim takes blanks only; else use regexp_replace"
        ),
        lambda node: bool(node.expression or node.args.get("position")),
    ),
    Advice(
        "regexp_replace",
        (exp.RegexpReplace,),
        Text(
            "加第四个参数 'g'：各引擎都替换全部", "add 'g' as the fourth argument: every engine replaces all"
        ),
        lambda node: str(node.args.get("modifiers") or "").strip("'") != "g",
    ),
    Advice(
        "正则",
        (exp.RegexpLike, exp.RegexpExtract, exp.RegexpReplace),
        Text(
            "不用前后断言、反向引用、独占量词，\\p 只用 \\p{Han}",
            "no lookaround, backreference or possessive quantifier, and no \\p but \\p{Han}",
        ),
        _odd_pattern,
    ),
    Advice(
        "datediff",
        (exp.DateDiff,),
        Text(
            "单位只用 'day'；月数用 (year(乙) - year(甲)) * 12 + month(乙) - month(甲)",
            "use 'day' only; months are (year(b) - year(a)) * 12 + month(b) - month(a)",
        ),
        _unit_not_in("DAY"),
    ),
    Advice(
        "date_trunc",
        (exp.TimestampTrunc, exp.DateTrunc),
        Text("单位只用 'year'、'quarter'、'month'", "use the units 'year', 'quarter', 'month' only"),
        _unit_not_in("YEAR", "QUARTER", "MONTH"),
    ),
    Advice(
        "cast",
        (exp.Cast, exp.TryCast),
        Text(
            "类型只用 integer、bigint、decimal(p,s)、double、date、varchar、boolean",
            "use the types integer, bigint, decimal(p,s), double, date, varchar, boolean only",
        ),
        _odd_cast,
    ),
)
"""Constructs refused, in the order they are looked for. Adding one is adding an entry here."""

_NOT_LISTED = Text(
    "改用可移植的函数，见 docs/reference/files.md", "use a portable function, see docs/reference/files.md"
)


def check_portable(query: Tree, places: Places, *, line: int | None = None) -> Iterator[Problem]:
    """Every construct of the query outside the subset. ``line``: its line, if it has none of its own."""
    for node in query.walk():
        advices = [entry for entry in ADVICE if type(node) in entry.kinds and entry.when(node)]
        for advice in advices:
            yield _refused(advice.construct, node, advice.instead, places.line(line or line_of(node)))
        if not advices and _not_listed(node):
            yield _refused(_called(node), node, _NOT_LISTED, places.line(line or line_of(node)))


def _not_listed(node: Tree) -> bool:
    if isinstance(node, exp.Anonymous):
        return node.name.lower() not in FORMS
    advised = any(type(node) in entry.kinds for entry in ADVICE)
    return isinstance(node, exp.Func) and not isinstance(node, ALLOWED) and not advised


def _called(node: Tree) -> str:
    return (
        node.name if isinstance(node, exp.Anonymous) else node.sql(dialect=DIALECT).partition("(")[0].lower()
    )


def _refused(construct: str, node: Tree, instead: Text, where: str) -> Problem:
    written = node.sql(dialect=DIALECT)
    shown = written if len(written) <= 60 else written[:57] + "…"
    return Problem(
        what=Text(f"“{construct}”不在可移植子集之内", f"“{construct}” is outside the portable subset"),
        where=where,
        why=Text(f"写的是：{shown}", f"it says: {shown}"),
        todo=instead,
    )
