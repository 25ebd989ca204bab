"""Restaurants planted without a contract are found, all of them, and few others, of lists without a common number."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from shuzhi.core.sql import query
from shuzhi.run.loop import lake_of
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING
from tests.yunlan import run_alone

Rows = Sequence[Mapping[str, Any]]


@pytest.fixture(scope="module")
def grease(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """The demo city with nothing but its restaurants, generated and run."""
    city = run_alone(tmp_path_factory.mktemp("grease"), "grease")
    with lake_of(city, read_only=True) as lake:
        yield Pipeline(lake=lake, scope=EVERYTHING)


def rows(lake: Pipeline, text: str) -> Rows:
    found: Rows = lake.fetch(query(text)).to_pylist()
    return found


def test_all_that_dump_are_found_and_the_best_scored_are_right(grease: Pipeline) -> None:
    (told,) = rows(grease, "select * from effect.rule_precision")
    assert told["recall"] == 1
    assert told["precision"] > 0.5
    best = {row["k"]: row["precision"] for row in rows(grease, "select * from effect.precision_at")}
    assert best[10] == 1


def test_comparing_numbers_as_they_stand_would_send_people_to_many_more(grease: Pipeline) -> None:
    (plain,) = rows(
        grease,
        "select count(*) as n from standard.餐饮许可 l where not exists (select 1 from standard.油脂收运合同 c "
        "where c.许可证号 = l.许可证号 and c.终止日期 >= date '2026-06-30')",
    )
    (told,) = rows(grease, "select count(*) as n from finding.finding")
    assert plain["n"] > 5 * told["n"]


def test_who_cooks_nothing_is_left_alone(grease: Pipeline) -> None:
    dry = rows(
        grease, "select reason from finding.finding where reason like '%饮品，%' or reason like '%糕点，%'"
    )
    assert dry == []
