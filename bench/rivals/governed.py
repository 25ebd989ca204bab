"""The governed run: the product's own loop over landed rows, from govern to evaluate, and what each step costs."""

import json
import resource
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sqlglot import exp

from shuzhi.packs.loader import load_city
from shuzhi.run.execute import Told
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Scope

STEPS = "steps.json"
START, END = "imports, check of the city, plan", "lineage, grades of columns"
READING = Scope(name="bench:screening", reads=("subsidy.*", "finding.*"), writes=())


def run(folder: Path) -> None:
    """Run the loop in the folder, a copy of the prepared city; CPU seconds per step go to ``STEPS``."""
    city = load_city(folder)
    assert city.as_of is not None
    spent: dict[str, float] = {}
    last = [0.0]
    run_city(city, as_of=city.as_of, tell=partial(_tell, spent, last))
    spent[END] = _cpu() - last[0]
    (folder / STEPS).write_text(json.dumps(spent, ensure_ascii=False), encoding="utf-8")


def _tell(spent: dict[str, float], last: list[float], told: Told) -> None:
    """A step's cost runs from the end of the one before it: commits are shared and fall to who made them due."""
    now = _cpu()
    if told.rows is not None:
        spent[told.title.zh] = spent.get(told.title.zh, 0.0) + now - last[0]
        last[0] = now
    elif not spent:
        spent[START] = now
        last[0] = now


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def found(folder: Path, rules: Sequence[str]) -> dict[str, list[str]]:
    """Per rule the id number of every finding's subject, from the finished run, sorted."""
    with lake_of(load_city(folder), read_only=True) as lake:
        book = Pipeline(lake=lake, scope=READING)
        return {
            rule: sorted(
                book.fetch(
                    exp.select(exp.column("身份证号", quoted=True)).from_(
                        exp.table_(rule, db="subsidy", quoted=True)
                    )
                )
                .column(0)
                .to_pylist()
            )
            for rule in rules
        }
