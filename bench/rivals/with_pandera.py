"""The rules of bench/quality.py as pandera checks of a polars frame; run by it, in a process of its own.

    python -m bench.rivals.with_pandera rows.parquet register.parquet

Prints JSON: CPU seconds of the validation alone, its peak memory in GB, and how many rows break each rule.
"""

import json
import resource
import sys
import time

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from bench.quality import COLUMNS, QUALITY

TRUTH = "已知姓名"


def schema(register: pl.DataFrame) -> pa.DataFrameSchema:
    """All rules: those of one column at the column, those of a row, of a key and of another table at the frame."""
    checks: dict[str, list[pa.Check]] = {name: [] for name in COLUMNS}
    for name, values in QUALITY.among.items():
        checks[name].append(pa.Check.isin(values, error=f"among:{name}"))
    for name, range_ in QUALITY.between.items():
        if range_.min is not None:
            checks[name].append(pa.Check.ge(range_.min, error=f"between:{name}"))
        if range_.max is not None:
            checks[name].append(pa.Check.le(range_.max, error=f"between:{name}"))
    for name, pattern in QUALITY.like.items():
        checks[name].append(pa.Check.str_matches(f"^({pattern})$", error=f"like:{name}"))
    for name, where in QUALITY.found.items():
        known = register[where.rpartition(".")[2]]
        checks[name].append(_check(f"found:{name}", pl.col(name).is_in(known.implode())))
    rows = [_check(f"holds:{says}", pl.sql_expr(condition)) for says, condition in QUALITY.holds.items()]
    rows.append(_check("agrees:姓名", pl.col("姓名") == pl.col(TRUTH)))
    (key,) = QUALITY.unique
    columns = {
        name: pa.Column(checks=checks[name], nullable=False, coerce=False) for name in COLUMNS
    } | {TRUTH: pa.Column(nullable=True)}  # fmt: skip
    return pa.DataFrameSchema(columns, checks=rows, unique=list(key))


def _check(name: str, holds: pl.Expr) -> pa.Check:
    def asked(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(holds.fill_null(value=True))

    return pa.Check(asked, error=name)


def main() -> None:
    rows, register = pl.read_parquet(sys.argv[1]), pl.read_parquet(sys.argv[2])
    rows = rows.with_columns(pl.col("金额").cast(pl.Float64))
    begun = time.process_time()
    failing: dict[str, int] = {}
    # pandera looks into one frame: what another table says is joined on before.
    names = register.select(pl.col("号").alias("身份证号"), pl.col("名").alias(TRUTH)).unique("身份证号")
    whole = rows.join(names, on="身份证号", how="left")
    try:
        schema(register).validate(whole, lazy=True)
    except pa.errors.SchemaErrors as errors:
        counted = errors.failure_cases.group_by("column", "check").len().to_dicts()
        for each in counted:
            # What may not be null is told by its column.
            name = f"filled:{each['column']}" if each["check"] == "not_nullable" else each["check"]
            failing[name] = failing.get(name, 0) + each["len"]
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"cpu": spent, "peak": peak, "failing": failing}))


if __name__ == "__main__":
    main()
