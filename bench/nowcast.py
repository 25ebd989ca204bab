"""Nowcasts of real growth beside as it was last, the mean, and a dynamic factor model.

    python -m bench.nowcast [--dfm] [--quarters 66]        (group `bench`: the data come with statsmodels' own tests)

Real product of the United States by quarter and 24 monthly series, as the Federal Reserve Bank of New York's example of
2016-07-29 has them: one vintage, each number taken as known from the usual day of its release on (LAGS). Judged: growth
on a year before of the last quarters, 30, 60, 90 and 110 days after each began. ``--dfm``: DynamicFactorMQ of
statsmodels, one factor of order 2, learned anew every eighth quarter, 60 and 90 days after the beginning.
"""

import argparse
import csv
import importlib.util
import time
import warnings
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from shuzhi.evaluate.forecasts import figures
from shuzhi.foresee.nowcast.composite import METHODS
from shuzhi.foresee.nowcast.published import DAY
from shuzhi.foresee.nowcast.steps import say, vintages_of

FILE = "tsa/statespace/tests/results/frbny_nowcast/Nowcasting/data/US/2016-07-29.csv"
PRODUCT, PRODUCT_LAG = "GDPC1", 28
LAGS = {
    "PAYEMS": 5, "UNRATE": 5, "RSAFS": 14, "PPIFIS": 14, "IR": 14, "IQ": 14, "CPIAUCSL": 16, "CPILFESL": 16,
    "INDPRO": 16, "TCU": 16, "HOUST": 18, "PERMIT": 18, "HSN1F": 25, "DGORDER": 26, "DSPIC96": 29, "PCEC96": 29,
    "PCEPI": 29, "PCEPILFE": 29, "TTLCONS": 32, "BOPTEXP": 36, "BOPTIMP": 36, "JTSJOL": 40,
    "WHLSLRIMSA": 40, "BUSINV": 45,
}  # fmt: skip
"""Days after the end of its month on which each usually comes out."""
OFFSETS = (30, 60, 90, 110)
REFIT = 8
LEAST = 60
"""Months below which a series is not given to the factor model."""


def rows() -> list[dict[str, str]]:
    found = importlib.util.find_spec("statsmodels")
    assert found is not None, "uv sync --group bench"
    assert found.origin is not None
    with (Path(found.origin).parent / FILE).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def month_of(row: Mapping[str, str]) -> date:
    """Two digits of a year: 85 is 1985."""
    told = datetime.strptime(row["Date"], "%m/%d/%y").date()  # noqa: DTZ007 - a month
    return told if told.year < 2050 else told.replace(year=told.year - 100)


def tables() -> dict[str, pa.Table]:
    target, signals = [], []
    for row in rows():
        month = month_of(row)
        end = date(month.year + month.month // 12, month.month % 12 + 1, 1) - timedelta(days=1)
        signals += [
            {
                "序列": name,
                "粒度": "月",
                "期": month,
                "公布日": end + timedelta(days=lag),
                "值": float(row[name]),
            }
            for name, lag in LAGS.items()
            if row[name]
        ]
        if row[PRODUCT]:
            first = date(month.year, month.month - 2, 1)
            out = end + timedelta(days=PRODUCT_LAG)
            target.append({"期": first, "公布日": out, "值": float(row[PRODUCT])})
    return {"target": pa.Table.from_pylist(target), "signals": pa.Table.from_pylist(signals)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dfm", action="store_true")
    parser.add_argument("--quarters", type=int, default=66)
    told = parser.parse_args()
    vintages = vintages_of(tables(), {"grain": "季"})
    periods = vintages.target.first[-told.quarters :]
    truth = np.array([vintages.grown(period, np.datetime64("2100-01-01"))[0] for period in periods])
    print(f"{len(LAGS)} monthly series, {len(periods)} quarters from {periods[0]}")
    quiet = ~((periods >= np.datetime64("2008-01-01")) & (periods < np.datetime64("2010-01-01")))
    for offset in OFFSETS:
        said: dict[str, np.ndarray] = {}
        for name in ("持续", "均值", "合成"):
            start = time.process_time()
            told_then = [
                say(vintages, METHODS[name], period, period + offset * DAY, interval=0.9)
                for period in periods
            ]
            assert all(told_then)
            said[name] = np.array([(each.mean, each.lower, each.upper) for each in told_then if each]).T
            if name == "合成":
                print(f"{offset} days: {time.process_time() - start:.1f} CPU s")
        if told.dfm and offset in (60, 90):
            start = time.process_time()
            mean = factor_model(periods, offset)
            said["DynamicFactorMQ"] = np.stack([mean, mean, mean])
            print(f"DynamicFactorMQ, {offset} days: {time.process_time() - start:.1f} CPU s")
        for name, (mean, lower, upper) in said.items():
            found = figures(mean, lower, upper, truth, said["持续"][0])
            calm = float(np.sqrt(np.mean((mean - truth)[quiet] ** 2)))
            told_figures = "  ".join(
                f"{key} {found[key]:.3f}" for key in ("均方根误差", "技巧", "覆盖", "宽度")
            )
            print(f"  {offset:3} {name:16} {told_figures}  均方根误差 without 2008-09 {calm:.3f}", flush=True)


def factor_model(periods: np.ndarray, offset: int) -> np.ndarray:
    """Growth on a year before, from a factor model's growth of the quarters not known and the others as known."""
    import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415 - a rival's
    from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ  # type: ignore[import-not-found]  # noqa: PLC0415 - a rival

    warnings.simplefilter("ignore")
    table = pd.DataFrame(rows())
    table.index = pd.PeriodIndex([pd.Period(month_of(row), "M") for row in rows()])
    values = table[[*LAGS, PRODUCT]].replace("", np.nan).astype(float)
    ends = values.index.to_timestamp("M").normalize()
    model, told, names = None, [], list(LAGS)
    for number, period in enumerate(periods):
        day = pd.Timestamp(period + offset * DAY)
        known = values.copy()
        for name, lag in {**LAGS, PRODUCT: PRODUCT_LAG}.items():
            known.loc[ends + pd.Timedelta(days=lag) >= day, name] = np.nan
        last = pd.Period(pd.Timestamp(period), "Q")
        known = known.loc[: last.asfreq("M", "end")]
        if number % REFIT == 0:
            names = [name for name in LAGS if known[name].count() >= LEAST]
        monthly = 100 * np.log(known[names]).diff()
        product = known[PRODUCT].dropna()
        product.index = product.index.asfreq("Q")
        quarterly = (100 * np.log(product).diff()).to_frame()
        if number % REFIT == 0:
            model = DynamicFactorMQ(
                monthly, endog_quarterly=quarterly, factors=1, factor_orders=2, idiosyncratic_ar1=True
            ).fit(maxiter=60, disp=False)
        assert model is not None
        now = model.apply(monthly, endog_quarterly=quarterly, retain_standardization=True)
        smoothed = now.get_prediction(information_set="smoothed").predicted_mean[PRODUCT]
        growth = quarterly[PRODUCT]
        for quarter in pd.period_range(growth.index[-1] + 1, last, freq="Q"):
            growth.loc[quarter] = smoothed.loc[quarter.asfreq("M", "end")]
        told.append(100 * (np.exp(growth.loc[last - 3 : last].sum() / 100) - 1))
    return np.array(told)


if __name__ == "__main__":
    main()
