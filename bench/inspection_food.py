"""Risk-ranked inspections on Chicago's own: found earlier by how much, with and without who inspects.

    python -m bench.inspection_food        (real data: SHUZHI_REAL_DATA, default ../shared/data)

Back-test from eight days in 2013 and 2014, two months from each; learned from what was known a week before. Features
are those of scenarios/inspection_food, made by its own SQL. Every method stands beside random order (mean of 20),
beside one simple rule (grave last time), and beside a plain logistic regression on the repository's own features.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml

from shuzhi.core import sql
from shuzhi.core.elements import element
from shuzhi.core.foresight import Features, Floats
from shuzhi.evaluate.backtest import Score, folds, judge, learned
from shuzhi.foresee.inspections import features_of
from shuzhi.foresee.risk import METHODS

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios" / "inspection_food"
FOLDER = Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data")) / "chicago-food"
FILES = {
    "食品检查": "23_food_insp_features.csv.gz",
    "食品许可": "24_bus_features.csv.gz",
    "检查员": "19_inspector_assignments.csv.gz",
    "天气": "17_mongo_weather_update.csv",
}
DAYS = [*(date(2013, month, 1) for month in (1, 3, 5, 7, 9, 11)), date(2014, 1, 1), date(2014, 2, 14)]
LATER = [date(2014, month, 1) for month in (3, 5, 7)]
"""Who was assigned is told until mid-April 2014 only, and so is the repository's model table."""
LENGTH, EMBARGO = 62, 7
THEIRS = (
    "pastSerious",
    "pastCritical",
    "timeSinceLast",
    "ageAtInspection",
    "consumption_on_premises_incidental_activity",
    "tobacco_retail_over_counter",
    "temperatureMax",
    "heat_burglary",
    "heat_sanitation",
    "heat_garbage",
)
FIGURES = (
    "AUC",
    "提前天数",
    "前半份额",
    "原前半份额",
    "组内提前天数",
    "组内前半份额",
    "前半查准",
    "基准率",
    "校准误差",
)


def items(folder: Path = FOLDER, *, before: date = date(2015, 1, 1)) -> pa.Table:
    """The scenario's table of features, made by its own SQL from the real files' inspections ``before`` a day."""
    with duckdb.connect() as connection:
        connection.execute("create schema standard; create schema inspection_food")
        for source, file in FILES.items():
            told = yaml.safe_load((SCENARIO / "sources" / f"{source}.yml").read_text("utf-8"))["columns"]
            columns = ", ".join(
                f'try_cast("{column["headers"][0]}" as {element(column["element"]).type}) as "{name}"'
                for name, column in told.items()
            )
            connection.execute(
                f'create table standard."{source}" as select {columns} from read_csv(?, all_varchar = true)',
                [str(folder / file)],
            )
        connection.execute('delete from standard."食品检查" where "检查日期" >= ?', [before])
        text = (SCENARIO / "tables" / "特征.sql").read_text("utf-8")
        connection.execute(
            "create table model as select * from read_csv(?)", [str(folder / "30_xgboost_data.csv.gz")]
        )
        made: pa.Table = connection.execute(
            f"""select f.*, m.Inspection_ID is not null as judged, {", ".join(f'm."{name}"' for name in THEIRS)}
            from ({sql.text(sql.query(text.split("*/", 1)[1]))}) as f
            left join model as m on cast(m.Inspection_ID as varchar) = f."编号" """
        ).to_arrow_table()
    return made.sort_by([("检查日期", "ascending"), ("编号", "ascending")])


def declared(*, inspector: bool) -> Features:
    """The features scenario.yml declares; with who inspects beside them if asked."""
    steps = yaml.safe_load((SCENARIO / "scenario.yml").read_text("utf-8"))["steps"]
    told = features_of(steps[0]["parameters"])
    more = {"检查员": "前一日", "检查员严重率": "检查员日"} if inspector else {}
    return Features(**{**vars(told), "known": {**told.known, **more}})


def random_order(rounds: int) -> Sequence[Score]:
    return [
        lambda _, items, seed=seed: np.random.default_rng(seed).random(len(items)) for seed in range(rounds)
    ]  # type: ignore[misc]


def simple_rule(_: pa.Table, items: pa.Table) -> Floats:
    """Grave violations last time first; then never inspected; then longest ago."""
    last = pc.fill_null(items["上次严重"].cast(pa.float64()), 0.5).to_numpy()
    ago = pc.fill_null(items["距上次天数"].cast(pa.float64()), 0.0).to_numpy()
    return np.asarray(last + ago / 1e6)


def theirs(*, inspector: bool) -> Features:
    """The repository's own features; that they rest on days before the inspection is its word, not checked."""
    told = declared(inspector=False)
    names = [*THEIRS, *(["检查员"] if inspector else [])]
    return Features(**{**vars(told), "known": dict.fromkeys(names, "前一日")})


def figures(
    table: pa.Table,
    features: Features,
    score: Score,
    days: Sequence[date] = DAYS,
    within: str | None = "检查员",
) -> list[Mapping[str, object]]:
    """One row per fold."""
    told = folds(table, features, days, length=LENGTH, embargo=EMBARGO)
    return [
        judge(fold, score, features, groups={"片区": "邮编", "业态": "风险等级"}, within=within)
        for fold in told
    ]


def shown(name: str, found: Sequence[Mapping[str, object]]) -> None:
    def line(each: Sequence[Mapping[str, object]]) -> str:
        means = {
            key: np.mean([float(str(row[key])) for row in each if row.get(key) is not None])
            for key in FIGURES
            if any(row.get(key) is not None for row in each)
        }
        return "  ".join(f"{key} {value:.3f}" for key, value in means.items())

    print(f"{name:28} all folds   {line(found)}")
    print(f"{'':28} last fold   {line(found[-1:])}")


def main() -> None:
    whole = items()
    table = whole.filter(whole["judged"])
    print(
        f"{len(table)} inspections to {pc.max(table['检查日期'])}, {pc.sum(table['严重'])} with critical violations"
    )
    plain = declared(inspector=False)
    orders = [figures(table, plain, order) for order in random_order(20)]
    shown("random", [row for each in zip(*orders, strict=True) for row in each])
    shown("simple rule", figures(table, plain, simple_rule))
    for inspector in (False, True):
        known = " + inspector" if inspector else ""
        told = theirs(inspector=inspector)
        shown(f"repository's logistic{known}", figures(table, told, learned(METHODS["逻辑回归"], told)))
        features = declared(inspector=inspector)
        for name, method in METHODS.items():
            shown(f"{name}{known}", figures(table, features, learned(method, features)))
    print(f"all {len(whole)} inspections to {pc.max(whole['检查日期'])}, folds {', '.join(map(str, LATER))}")
    shown("random", figures(whole, plain, random_order(1)[0], LATER, None))
    shown("simple rule", figures(whole, plain, simple_rule, LATER, None))
    for name, method in METHODS.items():
        shown(name, figures(whole, plain, learned(method, plain), LATER, None))


if __name__ == "__main__":
    main()
