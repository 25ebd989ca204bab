"""Forecasts that add up beside the same that do not: public messages by category and district, seven days ahead.

    python -m bench.forecast_sums        (real data: SHUZHI_REAL_DATA, default ../shared/data)

附件3 of hotline-teddy2020c, each message with the category that ``classify_text`` gives it;
all, by category, by district, and by both. Forecast every day of the last 26 weeks of 2019. Three ways from the same
forecasts: each level by itself, only the finest summed up, and all levels moved to agree (``levels.agreed``).
"""

import gzip
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
from python_calamine import CalamineWorkbook

from bench.forecast import DISTRICTS, MESSAGES, asked, messages, truth
from shuzhi.analyse.classify import classify_text
from shuzhi.core.forecasting import Floats
from shuzhi.foresee.forecast.levels import fit_levels
from shuzhi.foresee.forecast.series import method_of
from shuzhi.foresee.forecast.tables import Level, levels_of

FIRST, LAST = date(2019, 1, 1), date(2019, 12, 31)


def history() -> pa.Table:
    """Messages a day by category and district."""
    rows = CalamineWorkbook.from_path(MESSAGES).get_sheet_by_index(0).to_python()[1:]
    told = pa.table(
        {
            "编号": [str(row[0]) for row in rows],
            "主题": [str(row[2]) for row in rows],
            "详情": [str(row[4]) for row in rows],
        }
    )
    with gzip.open(MESSAGES.parent / "labelled_dev.csv.gz") as file:
        labelled = pacsv.read_csv(file, parse_options=pacsv.ParseOptions(newlines_in_values=True))
    how = {"id": "编号", "title": "主题", "body": "详情", "labelled_text": "text", "label": "一级分类"}
    kinds = classify_text({"messages": told, "labelled": labelled}, how)["分类"].to_pylist()
    places = [next((name for name in DISTRICTS if name in str(row[2])), "其他") for row in rows]
    counts = Counter(zip(kinds, places, map(_day, (row[3] for row in rows)), strict=True))
    days = [FIRST + timedelta(days=at) for at in range((LAST - FIRST).days + 1)]
    keys = [
        (kind, place, day) for kind in sorted(set(kinds)) for place in sorted(set(places)) for day in days
    ]
    return pa.table(
        {
            "分类": [key[0] for key in keys],
            "区划": [key[1] for key in keys],
            "日期": [key[2] for key in keys],
            "件数": [counts[key] for key in keys],
        }
    )


def _day(told: object) -> date:
    if isinstance(told, datetime):
        return told.date()
    return date(*(int(part) for part in str(told).split()[0].replace("-", "/").split("/")))


def apart_most(means: Sequence[Floats], levels: Sequence[Level]) -> float:
    """By how many messages a day a sum and what it sums up differ at most."""
    return max(
        float(np.abs(mean - means[-1] @ level.sums.T).max())
        for mean, level in zip(means, levels, strict=True)
    )


def main() -> None:
    how = replace(asked("hotline"), by=("分类", "区划"), sums=((), ("分类",), ("区划",), ("分类", "区划")))
    levels = levels_of(history(), messages()[1], how)
    end = len(levels[0].panel.times) - how.furthest
    since = end - 26 * 7
    at = np.arange(since, end - how.furthest + 1)
    print(f"{len(levels[-1].keys)} series, {len(at)} forecasts from {levels[0].panel.times[since]}")
    for name in ("平滑", "提升树"):
        fitted = fit_levels(levels, method_of(how, name), how, since)
        alone = [fit.predict(level.panel, at) for fit, level in zip(fitted.fitted, levels, strict=True)]
        days = len(how.horizons)
        ways: Mapping[str, Sequence[Floats]] = {
            "each by itself": alone,
            "finest summed up": [alone[-1] @ level.sums.T for level in levels],
            "agreed": [told.mean[:, :days] for told in fitted.forecast(at)],
        }
        for way, means in ways.items():
            errors = [
                float(np.sqrt(np.mean((mean - truth(level, at, how.horizons)).sum(axis=1) ** 2)))
                for mean, level in zip(means, levels, strict=True)
            ]
            told = "  ".join(
                f"{'、'.join(level.columns) or '全部'} {error:.3f}"
                for level, error in zip(levels, errors, strict=True)
            )
            print(f"{name} {way:17} RMSE of seven days: {told}  apart by {apart_most(means, levels):.2g}")


if __name__ == "__main__":
    main()
