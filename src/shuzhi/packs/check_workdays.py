"""Working days in scenario SQL: the calendar is an input, and looked up where every engine can."""

from collections.abc import Iterator

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.check_query import Reading, table_problem
from shuzhi.packs.platform_tables import WORKDAY
from shuzhi.packs.workday_macros import calls, captured, misplaced


def check_workdays(reading: Reading) -> Iterator[Problem]:
    """Every use of working_days_between() and deadline()."""
    for call in calls(reading.query):
        name, where = call.name.lower(), reading.at(call)
        undeclared = table_problem(reading, WORKDAY, where=where)
        if undeclared is not None:
            yield undeclared
        if misplaced(call):
            yield Problem(
                what=Text(
                    f"{name} 不能写在 join 的条件里，也不能写在 group by 查询的输出里",
                    f"{name} does not go into a join's condition, nor into the outputs of a query with group by",
                ),
                where=where,
                todo=Text("先在一个 with 子查询里算成一列", "make it a column in a `with` query first"),
            )
        for column in captured(call):
            yield Problem(
                what=Text(
                    f"{name} 里的列“{column}”要写别名", f"the column “{column}” in {name} needs its alias"
                ),
                where=where,
                why=Text("工作日历也有这个列名", "the calendar has a column of that name as well"),
                todo=Text(f"写成 别名.{column}", f"write alias.{column}"),
            )
