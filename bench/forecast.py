"""Forecasts on real series, beside persistence and others, each learned before the first period judged.

    python -m bench.forecast        (real data: SHUZHI_REAL_DATA, default ../shared/data)

Air: the twelve stations of beijing-air, fine dust 1, 6, 24 and 48 hours ahead, the last six months given (from
September 2015); learned from March 2013 on, no weather of the future. Beside it a plain LightGBM: the station's own
last 24 hours, hour, month and station, default settings. Messages: 附件3 of hotline-teddy2020c by district of city A
and as a whole, seven days ahead, the last 26 weeks of 2019. With --autoets (needs statsforecast, which the product
does not): AutoETS of every series beside ours, refitted every fourth week.
"""

import argparse
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import lightgbm as lgb
import numpy as np
import pyarrow as pa
import yaml
from python_calamine import CalamineWorkbook

from shuzhi.core import sql
from shuzhi.core.elements import element
from shuzhi.core.forecasting import Floats, Panel, Whole
from shuzhi.evaluate.forecasts import figures
from shuzhi.foresee.forecast.levels import Expected, fit_levels
from shuzhi.foresee.forecast.past import back
from shuzhi.foresee.forecast.series import method_of
from shuzhi.foresee.forecast.tables import Asked, Level, asked_of, levels_of
from shuzhi.packs.calendar_file import official_calendar

ROOT = Path(__file__).parents[1]
REAL = Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data"))
AIR, MESSAGES = REAL / "beijing-air", REAL / "hotline-teddy2020c" / "附件3.xlsx"
HORIZONS = (1, 6, 24, 48)
SINCE = np.datetime64("2015-09-01T00", "h")
DISTRICTS = (*(f"A{number}区" for number in range(1, 7)), "A7县", "A8县", "A9市")


def air_table() -> pa.Table:
    """air.时值, made by the scenario's own SQL from the stations' files."""
    home = ROOT / "scenarios" / "air"
    told = yaml.safe_load((home / "sources" / "空气监测.yml").read_text("utf-8"))["columns"]
    columns = ", ".join(
        f"""try_cast(nullif(trim("{column["headers"][0]}"), 'NA') as {element(column["element"]).type}) as "{name}" """
        for name, column in told.items()
    )
    text = (
        (home / "tables" / "时值.sql")
        .read_text("utf-8")
        .split("*/", 1)[1]
        .replace("as_of()", "date '2100-01-01'")
    )
    with duckdb.connect() as connection:
        connection.execute("create schema standard")
        connection.execute(
            f'create table standard."空气监测" as select {columns} from read_csv(?, all_varchar = true)',
            [str(AIR / "*.csv.gz")],
        )
        made: pa.Table = connection.execute(sql.text(sql.query(text))).to_arrow_table()
    return made


def asked(scenario: str) -> Asked:
    """What the scenario asks of ``forecast_series``."""
    steps = yaml.safe_load((ROOT / "scenarios" / scenario / "scenario.yml").read_text("utf-8"))["steps"]
    return asked_of(next(step["parameters"] for step in steps if step["step"] == "forecast_series"))


def truth(level: Level, at: Whole, horizons: Sequence[int]) -> Floats:
    return np.stack([level.panel.values[:, at + ahead - 1].T for ahead in horizons], axis=1)


def shown(name: str, found: Mapping[object, Mapping[str, float]], seconds: float) -> None:
    for ahead, told in found.items():
        figure = "  ".join(f"{key} {value:.3f}" for key, value in told.items())
        print(f"{name:28} {ahead!s:>5}  {figure}")
    print(f"{name:28} {seconds:.1f} CPU s", flush=True)


def air() -> None:
    how = replace(asked("air"), horizons=HORIZONS)
    levels = levels_of(air_table(), None, how)
    panel = levels[0].panel
    since, end = int(np.searchsorted(panel.times, SINCE)), len(panel.times) - how.furthest
    at = np.arange(since, end - how.furthest + 1)
    came = truth(levels[0], at, HORIZONS)
    print(f"air: {len(panel.names)} stations, judged {panel.times[since]} to {panel.times[end - 1]}")
    naive = fit_levels(levels, method_of(how, "持续"), how, since).forecast(at)[0]
    for name in ("持续", "季节", "平滑", "提升树"):
        start = time.process_time()
        told = fit_levels(levels, method_of(how, name), how, since).forecast(at)[0]
        spent = time.process_time() - start
        shown(name, _figures(told, came, naive, HORIZONS), spent)
    start = time.process_time()
    plain = np.stack([_plain_lightgbm(panel, since, at, ahead) for ahead in HORIZONS], axis=1)
    shown(
        "plain LightGBM",
        _figures(Expected(mean=plain, lower=plain, upper=plain), came, naive, HORIZONS),
        time.process_time() - start,
    )


def _figures(
    told: Expected, came: Floats, naive: Expected, horizons: Sequence[object]
) -> dict[object, Mapping[str, float]]:
    return {
        ahead: figures(
            told.mean[:, each], told.lower[:, each], told.upper[:, each], came[:, each], naive.mean[:, each]
        )
        for each, ahead in enumerate(horizons)
    }


def _plain_lightgbm(panel: Panel, since: int, at: Whole, ahead: int) -> Floats:
    stations = len(panel.names)

    def matrix(rows: Whole) -> Floats:
        target = rows + ahead - 1
        month = panel.times[target].astype("datetime64[M]").astype(int) % 12
        lags = [back(panel.values, rows, lag).T.ravel() for lag in range(1, 25)]
        beside = [
            np.repeat(target % 24, stations),
            np.repeat(month, stations),
            np.tile(np.arange(stations), len(rows)),
        ]
        return np.column_stack([*lags, *beside])

    known = np.arange(48, since - ahead + 1)
    goal = panel.values[:, known + ahead - 1].T.ravel()
    there = np.isfinite(goal)
    model = lgb.train(
        {"verbose": -1, "num_threads": 1, "seed": 7}, lgb.Dataset(matrix(known)[there], goal[there]), 100
    )
    return np.asarray(model.predict(matrix(at))).reshape(len(at), stations)


def messages() -> tuple[pa.Table, pa.Table]:
    """Messages a day and district (the first one a title names), and the calendar of days worked."""
    rows = CalamineWorkbook.from_path(MESSAGES).get_sheet_by_index(0).to_python()[1:]
    first, last = date(2019, 1, 1), date(2019, 12, 31)
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    counts = {(place, day): 0 for place in (*DISTRICTS, "其他") for day in days}
    for row in rows:
        when = row[3]
        day = (
            when.date()
            if hasattr(when, "date")
            else date(*(int(part) for part in str(when).split()[0].replace("-", "/").split("/")))
        )
        place = next((name for name in DISTRICTS if name in str(row[2])), "其他")
        if (place, day) in counts:
            counts[place, day] += 1
    history = pa.table(
        {
            "区划": [place for place, _ in counts],
            "日期": [day for _, day in counts],
            "件数": list(counts.values()),
        }
    )
    told = [first + timedelta(days=at) for at in range(len(days) + 14)]
    calendar = official_calendar()
    worked = [int(calendar.is_working_day(day).value) for day in told]
    known = [date(day.year - 1, 12, 15) for day in told]
    return history, pa.table({"日期": told, "上班": worked, "公布日": known})


def hotline(*, autoets: bool) -> None:
    how = replace(asked("hotline"), by=("区划",), sums=((), ("区划",)))
    history, calendar = messages()
    levels = levels_of(history, calendar, how)
    end = len(levels[0].panel.times) - how.furthest
    since = end - 26 * 7
    at = np.arange(since, end - how.furthest + 1)
    print(f"messages: {len(history)} days and districts, judged from {levels[0].panel.times[since]}")
    said: dict[str, list[Expected]] = {}
    for name in ("持续", "季节", "平滑", "提升树"):
        start = time.process_time()
        said[name] = fit_levels(levels, method_of(how, name), how, since).forecast(at)
        print(f"{name} {time.process_time() - start:.1f} CPU s", flush=True)
    if autoets:
        start = time.process_time()
        said["AutoETS"] = [_autoets(level, at, how) for level in levels]
        print(f"AutoETS {time.process_time() - start:.1f} CPU s", flush=True)
    for number, level in enumerate(levels):
        daily = truth(level, at, how.horizons)
        came = np.concatenate([daily, daily.sum(axis=1, keepdims=True)], axis=1)
        for name, told in said.items():
            found = _figures(told[number], came, said["持续"][number], (*how.horizons, "七天"))
            shown(
                f"{'、'.join(level.columns) or '全部'} {name}", {key: found[key] for key in (1, 7, "七天")}, 0
            )


def _autoets(level: Level, at: Whole, how: Asked) -> Expected:
    from statsforecast.models import AutoETS  # type: ignore[import-not-found]  # noqa: PLC0415 - a rival

    means = np.empty((len(at), len(how.horizons), len(level.keys)))
    for series in range(len(level.keys)):
        values = level.panel.values[series]
        for start in range(0, len(at), 28):
            model = AutoETS(season_length=how.season).fit(values[: at[start]])
            for each in range(start, min(start + 28, len(at))):
                means[each, :, series] = model.forward(values[: at[each]], h=how.furthest)["mean"]
    whole = np.concatenate([means, means.sum(axis=1, keepdims=True)], axis=1)
    return Expected(mean=whole, lower=whole, upper=whole)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--autoets", action="store_true", help="AutoETS of statsforecast beside ours")
    told = parser.parse_args()
    hotline(autoets=told.autoets)
    air()


if __name__ == "__main__":
    main()
