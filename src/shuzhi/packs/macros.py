"""What scenario SQL may write beside SQL: evidence(), parameter(), as_of(), working days. Expanded on trees."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlglot import exp

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.sql import DIALECT, expand, fill, literal, parse
from shuzhi.core.text import Text
from shuzhi.packs import workday_macros
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.schema import Parameter

FORMS = {
    "evidence": Text("evidence(别名)", "evidence(alias)"),
    "parameter": Text(
        "parameter(参数名) 或 parameter(参数名, 日期列)", "parameter(name) or parameter(name, date)"
    ),
    "as_of": Text("as_of()", "as_of()"),
    **workday_macros.FORMS,
}
"""Every macro, and how it is written."""

Value = str | int | float | bool | date


def expanded(query: exp.Query, *, parameters: Mapping[str, Parameter], as_of: date) -> exp.Query:
    """The query in plain portable SQL: macros replaced by what they mean on ``as_of``.

    Raises ShuzhiError for a macro called wrongly or a parameter that has no value yet on ``as_of``.
    """

    def parameter(arguments: list[exp.Expr]) -> exp.Expr:
        name = argument_name(arguments[0]) if arguments else ""
        if name not in parameters or len(arguments) > 2:
            raise ShuzhiError([_unknown(name, parameters)])
        values = parameters[name].values
        return dated(values, arguments[1]) if len(arguments) == 2 else _current(parameters[name], as_of)

    tree = expand(
        query,
        {
            "evidence": lambda arguments: evidence(_alias(arguments)),
            "parameter": parameter,
            "as_of": lambda arguments: _as_of(arguments, as_of),
            **{name: _looked_up(name) for name in workday_macros.MACROS},
        },
    )
    if not isinstance(tree, exp.Query):
        raise TypeError("expanding a query gives a query")
    return tree


def argument_name(argument: exp.Expr) -> str:
    """The bare word a macro was given: ``低保月标准`` in ``parameter(低保月标准)``."""
    if isinstance(argument, exp.Column) and not argument.table:
        return argument.name
    return argument.name if isinstance(argument, exp.Literal) and argument.is_string else ""


def evidence(alias: str) -> exp.Expr:
    """An aggregate: row references ``batch:row`` of every row of ``alias`` behind an output row."""
    return fill(
        "array_agg(batch || ':' || cast(row_ as varchar))",
        batch=exp.column("_batch", table=alias, quoted=True),
        row_=exp.column("_row", table=alias, quoted=True),
    )


def dated(values: Mapping[date, Value], at: exp.Expr) -> exp.Expr:
    """The value in force on the date ``at``: NULL before the first."""
    case = exp.Case()
    day = exp.paren(at.copy()) if isinstance(at, exp.Binary) else at
    for since in sorted(values, reverse=True):
        case = case.when(exp.GTE(this=day.copy(), expression=constant(since)), constant(values[since]))
    return case


def value_on(values: Mapping[date, Value], day: date) -> Value | None:
    """The value in force on the day, or None before the first."""
    begun = [since for since in values if since <= day]
    return values[max(begun)] if begun else None


def constant(value: Value) -> exp.Expr:
    """A value as SQL: numbers as exact decimals, dates as dates."""
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, date):
        return exp.cast(literal(value.isoformat()), "DATE", dialect=DIALECT)
    if isinstance(value, str):
        return literal(value)
    return decimal_literal(Decimal(str(value)))


def decimal_literal(value: Decimal) -> exp.Expr:
    """``cast('0.05' as decimal(3, 2))``: engines differ on what a bare ``0.05`` is."""
    text = f"{value:f}"
    whole, _, part = text.lstrip("-").partition(".")
    precision = max(len(whole.lstrip("0")), 1) + len(part)
    if precision > 38:
        raise ValueError(f"{text} has more than 38 digits")
    return parse(f"cast('{text}' as decimal({precision}, {len(part)}))")


def _current(parameter: Parameter, as_of: date) -> exp.Expr:
    value = value_on(parameter.values, as_of)
    if value is None:
        first = min(parameter.values)
        raise ShuzhiError(
            [
                Problem(
                    what=Text(
                        f"参数“{parameter.name}”在 {as_of} 还没有值",
                        f"the parameter “{parameter.name}” has no value yet on {as_of}",
                    ),
                    where=parameter.places.at("values"),
                    why=Text(f"最早的值始于 {first}", f"its first value begins on {first}"),
                    todo=Text(
                        "补上更早的值，或改用较晚的基准日", "add an earlier value, or use a later as-of date"
                    ),
                )
            ]
        )
    return constant(value)


def _looked_up(name: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    def made(arguments: list[exp.Expr]) -> exp.Expr:
        if len(arguments) != 2:
            raise ShuzhiError([_misused(FORMS[name].zh)])
        return workday_macros.MACROS[name](*arguments)

    return made


def _alias(arguments: Sequence[exp.Expr]) -> str:
    name = argument_name(arguments[0]) if len(arguments) == 1 else ""
    if not name:
        raise ShuzhiError([_misused("evidence(别名)")])
    return name


def _as_of(arguments: Sequence[exp.Expr], as_of: date) -> exp.Expr:
    if arguments:
        raise ShuzhiError([_misused("as_of()")])
    return constant(as_of)


def _unknown(name: str, parameters: Mapping[str, Parameter]) -> Problem:
    known = listed(parameters)
    return Problem(
        what=Text(f"没有参数“{name}”", f"there is no parameter “{name}”"),
        where=f"parameter({name})",
        todo=did_you_mean(name, parameters, otherwise=Text(f"已有：{known}", f"there are: {known}")),
    )


def _misused(form: str) -> Problem:
    return Problem(
        what=Text(f"应写成 {form}", f"write {form}"),
        where="SQL",
        todo=Text("改正宏的参数", "mend the macro's arguments"),
    )
