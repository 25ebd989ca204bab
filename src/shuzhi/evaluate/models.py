"""What every run measures of registered models: their figures by period, and those that left their limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName

MODEL_FIGURE = TableName("effect", "model_figure")
MODEL_WATCH = TableName("effect", "model_watch")
FIGURE = ("方法", "起", "指标", "值")
"""What a table of figures has: whose, of the period from which day, which, how much. Other columns say of what part."""

FIGURE_COLUMNS = {
    "scenario": "code", "model": "code", "kind": "code", "method": "text", "own": "yes_no", "since": "date",
    "part": "text", "figure": "text", "value": "number",
}  # fmt: skip
WATCH_COLUMNS = {
    "scenario": "code", "model": "code", "place": "integer", "figure": "text", "method": "text", "part": "text",
    "keep": "code", "limit": "number", "since": "date", "value": "number", "before": "number",
    "periods": "integer", "state": "code",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A table of figures of one model. ``kind``: figures, or drift; ``parts``: its columns beside those of FIGURE."""

    scenario: str
    model: str
    kind: str
    method: str | None
    table: TableName
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A figure with the limit it is to stay ``above`` or ``below``. ``place``: which of the entry's, from 0."""

    scenario: str
    model: str
    place: int
    figure: str
    method: str
    part: str | None
    keep: str
    limit: float


def figures(measured: Sequence[Measured]) -> exp.Query:
    """Every figure of every model, one row each; none of none."""
    if not measured:
        return _empty(FIGURE_COLUMNS)
    return sql.union_all([_figures(each) for each in measured])


def watched(watches: Sequence[Watch]) -> exp.Query:
    """Per watched figure its newest period's value (the worst part), the mean of the periods before, and how it stands.

    ``state``: within, out (beyond the limit), not_measured.
    """
    if not watches:
        return _empty(WATCH_COLUMNS)
    # Each has a WITH of its own, which may stand in a subquery and not in a union.
    told = [_watched(each).subquery(f"w{place}") for place, each in enumerate(watches)]
    return sql.union_all([exp.select("*").from_(each) for each in told])


def _figures(each: Measured) -> exp.Query:
    method = sql.column("方法")
    parts = [sql.fill("coalesce(cast(x as varchar), '合计')", x=sql.column(name)) for name in each.parts]
    part = parts[0] if parts else sql.null("varchar")
    for other in parts[1:]:
        part = sql.fill("a || ' · ' || b", a=part, b=other)
    outputs = {
        "scenario": sql.literal(each.scenario),
        "model": sql.literal(each.model),
        "kind": sql.literal(each.kind),
        "method": method,
        "own": sql.fill("x = m", x=method, m=sql.literal(each.method))
        if each.method is not None
        else sql.parse("true"),
        "since": sql.column("起"),
        "part": part,
        "figure": sql.column("指标"),
        "value": sql.column("值"),
    }
    named = [exp.alias_(output, name, quoted=True) for name, output in outputs.items()]
    return exp.select(*named).from_(each.table.tree)


def _watched(each: Watch) -> exp.Query:
    worst = "min" if each.keep == "above" else "max"
    better = "<" if each.keep == "above" else ">"
    query = sql.query(f"""
        with periods as (
            select since, {worst}(value) as value from effect.model_figure
            where scenario = the_scenario and model = the_model and figure = the_figure and method = the_method
                and (the_part is null or part = the_part)
            group by since
        ),
        newest as (select max(since) as since, count(*) as periods from periods),
        told as (
            select n.since, n.periods, max(case when p.since = n.since then p.value end) as value,
                   avg(case when p.since < n.since then p.value end) as before
            from newest n left join periods p on 1 = 1 group by n.since, n.periods
        )
        select the_scenario as scenario, the_model as model, the_place as place, the_figure as figure,
               the_method as method, the_part as part, the_keep as keep, the_limit as "limit",
               since, value, before, periods,
               case when value is null then 'not_measured' when value {better} the_limit then 'out'
                    else 'within' end as state
        from told
    """)
    filled = sql.fill(
        query,
        the_scenario=sql.literal(each.scenario),
        the_model=sql.literal(each.model),
        the_place=sql.literal(each.place),
        the_figure=sql.literal(each.figure),
        the_method=sql.literal(each.method),
        the_part=sql.literal(each.part) if each.part is not None else sql.null("varchar"),
        the_keep=sql.literal(each.keep),
        the_limit=sql.parse(f"cast('{each.limit!r}' as double)"),
    )
    assert isinstance(filled, exp.Query)
    return filled


def _empty(columns: dict[str, str]) -> exp.Query:
    kinds = {"date": "date", "number": "double", "integer": "bigint", "yes_no": "boolean"}
    named = [
        exp.alias_(sql.null(kinds.get(element, "varchar")), name, quoted=True)
        for name, element in columns.items()
    ]
    return exp.select(*named).where(sql.parse("1 = 0"))
