"""What each run measured is kept, so that a score can be seen to rise or fall."""

from datetime import date

import pyarrow as pa
from sqlglot import exp

from shuzhi.govern.measured import DIMENSION, TREND, TREND_COLUMNS, schema
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

SCOPE = Scope(name="govern:trend", reads=(str(DIMENSION), str(TREND)), writes=(str(TREND),))


def record(lake: Lake, run: str, *, as_of: date) -> None:
    """Append the scores to ``meta.quality_trend``, unless they, and the as-of date, are those of the last time."""
    pipeline = Pipeline(lake=lake, scope=SCOPE)
    if not pipeline.exists(DIMENSION):
        return
    now = pipeline.fetch(exp.select("*").from_(DIMENSION.tree)).to_pylist()
    if pipeline.exists(TREND):
        latest = exp.select("max(run)").from_(TREND.tree).subquery()
        before = pipeline.fetch(exp.select("*").from_(TREND.tree).where(exp.column("run").eq(latest)))
        told = [{name: row[name] for name in row if name != "run"} for row in before.to_pylist()]
        same = [{"as_of": as_of, **row} for row in now]
        if sorted(map(repr, told)) == sorted(map(repr, same)):
            return
    else:
        pipeline.replace_arrow(TREND, schema(TREND_COLUMNS).empty_table())
    rows = [{"run": run, "as_of": as_of, **row} for row in now]
    pipeline.append_arrow(TREND, pa.Table.from_pylist(rows, schema=schema(TREND_COLUMNS)))
