"""The one registry of steps: what a scenario may call by name beside SQL."""

from collections.abc import Callable, Mapping

import pyarrow as pa

StepFunction = Callable[[Mapping[str, pa.Table], Mapping[str, object]], pa.Table]
"""(tables by argument, parameters) -> the table it makes. Pure: no clock, no network, no files."""

STEPS: Mapping[str, str] = {
    "classify_text": "shuzhi.analyse.classify:classify_text",
    "near_duplicates": "shuzhi.analyse.duplicates:near_duplicates",
    "find_issues": "shuzhi.analyse.issues:find_issues",
    "propose_department": "shuzhi.analyse.duty:propose_department",
    "detect_outbreaks": "shuzhi.foresee.outbreak:detect_outbreaks",
    "find_clusters": "shuzhi.foresee.clusters:find_clusters",
    "rank_inspections": "shuzhi.foresee.inspections:rank_inspections",
    "back_test_inspections": "shuzhi.packs.back_tests:back_test_inspections",
    "forecast_series": "shuzhi.foresee.forecast.series:forecast_series",
    "back_test_forecasts": "shuzhi.packs.back_test_forecasts:back_test_forecasts",
    "nowcast": "shuzhi.foresee.nowcast.steps:nowcast",
    "back_test_nowcasts": "shuzhi.packs.back_test_nowcasts:back_test_nowcasts",
    "watch_drift": "shuzhi.evaluate.drift:watch_drift",
    "plan_visits": "shuzhi.act.dispatch:plan_visits",
    "choose_sites": "shuzhi.act.siting.steps:choose_sites",
    "allocate_demand": "shuzhi.act.siting.steps:allocate_demand",
    "compare_plans": "shuzhi.act.siting.steps:compare_plans",
    "coverage_curve": "shuzhi.act.siting.steps:coverage_curve",
    "watch_sensors": "shuzhi.foresee.sensors:watch_sensors",
    "mask_table": "shuzhi.secure.freetext:mask_table",
}
"""Steps of the platform, and where each is: imported when a scenario calls it, since some need an extra.
Scenarios add their own in steps.py."""

EXTRAS: Mapping[str, str] = {
    "sklearn": "text",
    "scipy": "foresee",
    "lightgbm": "foresee",
    "ortools": "dispatch",
}
"""Libraries that steps import, and the extra of this package each comes with."""
