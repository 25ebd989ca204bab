"""Fire protection planted to fail is found, all of it, with few false alarms, whatever the seed."""

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
WEEKS = 2
SAID = {
    "阀门误关": "喷淋水压几乎没有",
    "管网渗漏": "水箱液位",
    "阴燃冒烟": "烟雾到限值",
    "通道堵塞": "通道占用",
    "泵打手动": "消防泵手动",
}


@pytest.fixture(scope="module", params=[7, 11])
def fire(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """The demo city with nothing but its fire protection, generated and run."""
    folder = tmp_path_factory.mktemp("fire")
    told = yaml.safe_load((YUNLAN / "city.yml").read_text(encoding="utf-8"))
    kept = {"name", "as_of", "data", "lake", "regions", "departments", "roles", "people"}
    small = {name: value for name, value in told.items() if name in kept}
    small |= {"scenarios": ["smart_fire"], "scenario_path": [str(ROOT / "scenarios")]}
    small["generate"] = {"smart_fire": told["generate"]["smart_fire"] | {"seed": request.param}}
    (folder / "city.yml").write_text(yaml.safe_dump(small, allow_unicode=True), encoding="utf-8")
    city = load_city(folder)
    generate(city)
    run_city(city, as_of=DAY, tell=lambda *_: None)
    with lake_of(city, read_only=True) as lake:
        yield Pipeline(lake=lake, scope=EVERYTHING)


def rows(lake: Pipeline, text: str) -> Rows:
    found: Rows = lake.fetch(query(text)).to_pylist()
    return found


def test_all_that_was_planted_is_found(fire: Pipeline) -> None:
    told = {row["rule"]: row for row in rows(fire, "select rule, recall, leads from effect.rule_precision")}
    assert told["fire_protection_fails"]["recall"] == 1
    assert told["fire_protection_fails"]["leads"] == len(SAID)
    assert told["fire_monitor_down"]["recall"] == 1


@pytest.mark.parametrize("cause", SAID)
def test_each_cause_is_told_in_words_of_its_own(fire: Pipeline, cause: str) -> None:
    told = rows(
        fire,
        "select f.reason from finding.finding f "
        "join smart_fire.fire_protection_fails h on strpos(f.reason, h.单位) = 1 "
        "join standard.消防设施核查结果 n on n.对象 = h.网关 and n.规则 = 'fire_protection_fails' and n.结论 = '线索'",
    )
    assert sum(SAID[cause] in row["reason"] for row in told) == 1


def test_fewer_than_one_false_alarm_a_week(fire: Pipeline) -> None:
    """A zone without water for a night is one alarm, told last and as what it is; tests, pumps and cooking are none."""
    told = rows(
        fire,
        "select h.建议, n.结论 from smart_fire.fire_protection_fails h "
        "join standard.消防设施核查结果 n on n.对象 = h.网关 and n.规则 = 'fire_protection_fails'",
    )
    false = [row["建议"] for row in told if row["结论"] == "排除"]
    assert len(false) / WEEKS < 1
    assert set(false) == {"先问水务是否停水"}
    scores = rows(
        fire, "select score, reason from finding.finding where rule = 'fire_protection_fails' order by score"
    )
    assert "停水" in scores[0]["reason"]


def test_what_is_held_back_is_kept_and_says_why(fire: Pipeline) -> None:
    told = rows(fire, "select 压下, count(*) as n from smart_fire.报警 group by 压下")
    held = {row["压下"]: row["n"] for row in told}
    assert {"已知原因", "同组已报"} <= held.keys()
    assert held["同组已报"] >= 4
