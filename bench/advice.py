"""How often is advice on a threshold wrong? Rules whose truth is known, judged by the platform's own SQL.

    python -m bench.advice [--rules 1000]

A rule's hits have a value; people judged so many leads and dismissals. ``shift`` is how far the leads' values lie above
the dismissals', in standard deviations: 0 means that the value says nothing, and every change proposed is a mistake.
``true kept`` is the share of all leads there could be (not of those judged) that the proposed value keeps.
"""

import argparse
import time
from itertools import product
from statistics import NormalDist

import duckdb
import numpy as np
import pyarrow as pa

from shuzhi.core import sql
from shuzhi.evaluate.advice import USUAL, advised

SIZES = ((20, 80), (30, 1000), (50, 200), (200, 200))
SHIFTS = (0.0, 0.5, 1.0, 2.0)
CURRENT = -10.0


def hits(rules: int, leads: int, dismissed: int, shift: float, seed: int) -> pa.Table:
    """So many rules' judged hits, each row with its rule, subject, conclusion and value."""
    draw = np.random.default_rng(seed)
    size = leads + dismissed
    is_lead = np.tile(np.arange(size) < leads, rules)
    value = draw.normal(size=rules * size) + shift * is_lead
    ids = draw.integers(0, 16, rules * size)
    return pa.table(
        {
            "rule": [f"r{number // size}" for number in range(rules * size)],
            "finding": [f"F{number}" for number in range(rules * size)],
            "subject": [f"P{digit:x}{number}" for number, digit in enumerate(ids)],
            "conclusion": np.where(is_lead, "线索", "排除").tolist(),
            "x": value,
        }
    )


def proposals(judged: pa.Table) -> list[float]:
    """The values proposed for the rules that are given another."""
    thresholds = sql.query(f"""
        select distinct 's' as scenario, rule, 'p' as parameter, 'x' as "column", 'above' as direction,
               cast('1' as double) as sign, cast('{CURRENT}' as double) as current
        from main.judged
    """)
    measured = sql.query("select 's' as scenario, rule, 'p' as parameter, finding, x from main.judged")
    with duckdb.connect() as connection:
        connection.register("told", judged)
        connection.execute("""
            create table judged as from told; create schema finding; create schema outcome;
            create table finding.finding as select finding, 's' as scenario, rule, subject from judged;
            create table outcome.decision as select finding, conclusion from judged;
            create table outcome.outcome as
                select 's' as scenario, rule, subject, conclusion, null::date as decided from judged where false
        """)
        found = connection.execute(sql.text(advised(thresholds, measured, USUAL))).to_arrow_table()
    return [row["proposed"] for row in found.to_pylist() if row["advice"] == "change"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rules", type=int, default=1000)
    rules = parser.parse_args().rules
    normal, began = NormalDist(), time.process_time()
    print(
        f"{'leads':>6} {'dismissed':>9} {'shift':>6} {'proposed':>9} {'true kept':>10} {'(worst 5%)':>10} {'spared':>7}"
    )
    for (leads, dismissed), shift in product(SIZES, SHIFTS):
        values = proposals(hits(rules, leads, dismissed, shift, seed=1))
        kept = sorted(1 - normal.cdf(value - shift) for value in values)
        spared = [normal.cdf(value) for value in values]
        told = f"{leads:6} {dismissed:9} {shift:6} {len(values) / rules:9.3f}"
        if values:
            told += f" {np.mean(kept):10.3f} {kept[len(kept) // 20]:10.3f} {np.mean(spared):7.3f}"
        print(told)
    print(f"{rules} rules a row, {time.process_time() - began:.0f} CPU seconds")


if __name__ == "__main__":
    main()
