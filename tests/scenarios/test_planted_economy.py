"""Revenue planted to fall short is found and nothing else, and a slump no release shows yet is seen from signals."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
import yaml

from shuzhi.core.sql import query
from shuzhi.packs.generate import generate
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING
from tests.yunlan import ROOT, YUNLAN

Rows = Sequence[Mapping[str, Any]]
DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def economy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """The demo city with nothing but its economy, generated and run."""
    folder = tmp_path_factory.mktemp("economy")
    told = yaml.safe_load((YUNLAN / "city.yml").read_text(encoding="utf-8"))
    kept = {"name", "as_of", "data", "lake", "regions", "departments", "roles", "people"}
    small = {name: value for name, value in told.items() if name in kept}
    small |= {"scenarios": ["economy"], "scenario_path": [str(ROOT / "scenarios")]}
    small["generate"] = {"economy": told["generate"]["economy"]}
    (folder / "city.yml").write_text(yaml.safe_dump(small, allow_unicode=True), encoding="utf-8")
    city = load_city(folder)
    generate(city)
    run_city(city, as_of=DAY, tell=lambda *_: None)
    with lake_of(city, read_only=True) as lake:
        yield Pipeline(lake=lake, scope=EVERYTHING)


def rows(lake: Pipeline, text: str) -> Rows:
    found: Rows = lake.fetch(query(text)).to_pylist()
    return found


def test_what_was_planted_to_fall_short_is_found_and_nothing_else(economy: Pipeline) -> None:
    short = rows(economy, "select 哪里哪项 from economy.revenue_short order by 哪里哪项")
    assert [row["哪里哪项"] for row in short] == ["契税（全市）", "望潮市"]
    assert [row["季度"] for row in rows(economy, "select 季度 from economy.growth_low")] == ["2026年2季度"]
    scores = [row["score"] for row in rows(economy, "select score from finding.finding")]
    assert len(scores) == 3
    assert min(scores) > 0.8


def test_the_calendar_s_share_of_the_budget_would_have_flagged_many_more(economy: Pipeline) -> None:
    """Five months of twelve: revenue that comes late in the year is behind that everywhere."""
    behind = rows(
        economy,
        "select 区划 from economy.全年收支 where 收支 = '收入' group by 区划 "
        "having sum(已完成) < 5.0 / 12 * sum(预算数)",
    )
    assert len(behind) >= 5


def test_the_slump_is_seen_before_any_release_shows_it(economy: Pipeline) -> None:
    (last,) = rows(
        economy, "select * from economy.即时预测 where 期 = date '2026-04-01' and 基准日 = date '2026-06-30'"
    )
    (released,) = rows(economy, "select max(实际) as 实际 from economy.即时预测 where 期 = date '2026-01-01'")
    assert last["公布日"] is None
    assert last["上限"] < 4 < released["实际"]


def test_signals_do_better_than_the_last_release_once_the_quarter_is_under_way(economy: Pipeline) -> None:
    told = rows(economy, "select 方法, 第几天, 指标, 值 from economy.即时预测回测")
    figures = {(row["方法"], row["第几天"], row["指标"]): row["值"] for row in told}
    errors = [figures["合成", day, "均方根误差"] for day in (30, 60, 90, 108)]
    assert errors == sorted(errors, reverse=True)
    assert figures["合成", 90, "技巧"] > 0.5
    assert all(0.75 <= figures["合成", day, "覆盖"] <= 1 for day in (30, 60, 90, 108))


def test_budgets_to_the_year_s_end_do_better_than_by_hand_at_every_level(economy: Pipeline) -> None:
    told = rows(economy, "select * from economy.收支回测 where 提前 is null")
    figures = {(row["方法"], row["层级"], row["指标"]): row["值"] for row in told}
    levels = {row["层级"] for row in told}
    assert len(levels) == 4
    for level in levels:
        assert figures["平滑增长", level, "均方根误差"] < 0.8 * figures["同比", level, "均方根误差"]
        assert 0.8 <= figures["平滑增长", level, "覆盖"] <= 1


def test_forecasts_of_counties_and_items_add_up(economy: Pipeline) -> None:
    told = rows(
        economy, "select 收支, 层级, sum(期望) as 和 from economy.收支预测 where 提前 = 1 group by 收支, 层级"
    )
    for kind in ("收入", "支出"):
        sums = [row["和"] for row in told if row["收支"] == kind]
        assert len(sums) == 4
        assert max(sums) - min(sums) < 0.1
