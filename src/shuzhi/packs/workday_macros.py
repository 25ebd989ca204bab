"""Working days in scenario SQL: look-ups in ``reference.workday``, the calendar of the city as a table."""

from collections.abc import Callable, Mapping

from sqlglot import exp

from shuzhi.core.sql import fill
from shuzhi.core.text import Text
from shuzhi.core.workdays import FIRST
from shuzhi.packs.platform_tables import PLATFORM, WORKDAY

# The aggregate holds for one row, because days are unique: Spark wants it said of a subquery that looks outside.
_ORDINAL = "(select max(workday_.ordinal) from reference.workday as workday_ where workday_.day = day_)"
_DEADLINE = f"""(select max(workday_.next_working) from reference.workday as workday_
    where workday_.number = datediff('day', cast('{FIRST}' as date), start_) + cast(days_ as bigint))"""


def _working_days_between(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    return exp.paren(fill(f"{_ORDINAL} - start_", day_=end, start_=fill(_ORDINAL, day_=start)), copy=False)


def _deadline(start: exp.Expr, days: exp.Expr) -> exp.Expr:
    return fill(_DEADLINE, start_=start, days_=days)


MACROS: Mapping[str, Callable[[exp.Expr, exp.Expr], exp.Expr]] = {
    "working_days_between": _working_days_between,
    "deadline": _deadline,
}
"""Each is as the function of that name in core/workdays.py. NULL for a date outside the calendar."""

FORMS = {
    "working_days_between": Text("working_days_between(起日, 止日)", "working_days_between(start, end)"),
    "deadline": Text("deadline(起日, 日历日数)", "deadline(start, calendar days)"),
}


def calls(tree: exp.Expr) -> list[exp.Anonymous]:
    """Every use of the macros."""
    return [call for call in tree.find_all(exp.Anonymous) if call.name.lower() in MACROS]


def captured(call: exp.Anonymous) -> list[str]:
    """Columns without an alias that the look-up would take for its own."""
    columns = (column for argument in call.expressions for column in argument.find_all(exp.Column))
    return [
        column.name for column in columns if not column.table and column.name.lower() in PLATFORM[WORKDAY]
    ]


def misplaced(call: exp.Anonymous) -> bool:
    """In ON, or among the outputs of a query that groups: not every engine looks up there."""
    inside = call.find_ancestor(exp.Join, exp.Where, exp.Select)
    if isinstance(inside, exp.Join):
        return True
    return isinstance(inside, exp.Select) and bool(inside.args.get("group"))
