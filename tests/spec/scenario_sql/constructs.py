"""The portable subset: every construct a scenario's SQL may use. Each has at least one case."""

from shuzhi.core.text import Text

CONSTRUCTS: dict[str, Text] = {
    "with": Text("公用表表达式", "common table expressions"),
    "join": Text("连接", "joins"),
    "exists": Text("exists / not exists（半连接、反连接）", "exists / not exists (semi and anti joins)"),
    "group by": Text("分组与聚合", "grouping and aggregates"),
    "distinct count": Text("两级去重计数", "counting distinct values in two levels"),
    "window": Text("窗口函数", "window functions"),
    "case": Text("case", "case"),
    "null": Text(
        "空值：coalesce、nullif、比较、is distinct from",
        "NULL: coalesce, nullif, comparisons, is distinct from",
    ),
    "in / between": Text("in、between", "in, between"),
    "union all": Text("union all", "union all"),
    "order by": Text("排序与空值次序", "ordering, and where NULLs go"),
    "text": Text("文本函数", "text functions"),
    "regex": Text("正则表达式", "regular expressions"),
    "cast": Text("cast 与 try_cast", "cast and try_cast"),
    "number": Text("数与舍入", "numbers and rounding"),
    "decimal": Text("金额（DECIMAL）", "amounts (DECIMAL)"),
    "date": Text("日期", "dates"),
    "sha256": Text("sha256", "sha256"),
    "list": Text("array_agg 与 unnest", "array_agg and unnest"),
    "name": Text("中文及任意字符的表名、列名", "names in Chinese and in any characters"),
}
