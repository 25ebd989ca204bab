"""Clusters planted in space and time are found, chance and weather are not; rats are foretold where heaps build up."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from shuzhi.core.sql import query
from shuzhi.run.loop import lake_of
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING
from tests.yunlan import run_alone

Rows = Sequence[Mapping[str, Any]]
PLANTED = {"鼠患": (8341, 3935), "污水外溢": (8364, 3929), "异味": (8378, 3909)}
"""Where ``CLUSTERS`` of the generator puts its middles."""


@pytest.fixture(scope="module")
def sanitation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """The demo city with nothing but its complaints about sanitation, generated and run."""
    city = run_alone(tmp_path_factory.mktemp("sanitation"), "sanitation")
    with lake_of(city, read_only=True) as lake:
        yield Pipeline(lake=lake, scope=EVERYTHING)


def rows(lake: Pipeline, text: str) -> Rows:
    found: Rows = lake.fetch(query(text)).to_pylist()
    return found


def test_the_planted_clusters_are_found_and_nothing_else(sanitation: Pipeline) -> None:
    found = {row["事项"]: row for row in rows(sanitation, "select * from sanitation.聚集图")}
    assert found.keys() == PLANTED.keys()
    for matter, (east, north) in PLANTED.items():
        assert abs(found[matter]["经度"] * 100 - 0.5 - east) < 1.5
        assert abs(found[matter]["纬度"] * 100 - 0.5 - north) < 1.5
    # Mosquitoes, twice as many everywhere since the rain, are no cluster.
    told = rows(sanitation, "select count(*) as n from finding.finding where rule = 'sanitation_cluster'")
    assert told[0]["n"] == 3


def test_the_list_catches_more_than_any_map_of_the_past(sanitation: Pipeline) -> None:
    caught = {
        row["方法"]: row["caught"]
        for row in rows(
            sanitation,
            "select 方法, avg(值) as caught from sanitation.回测 where 指标 = '名额命中' group by 方法",
        )
    }
    ours = caught.pop("两者平均")
    assert ours > max(caught.values())
    assert ours > 5 * caught["随机"]


def test_the_list_is_as_long_as_people_can_see_and_partly_drawn_by_lot(sanitation: Pipeline) -> None:
    (told,) = rows(
        sanitation,
        "select count(*) as n, max(名额) as seats, max(格数) as cells, sum(case when 抽查 then 1 else 0 end) as lot "
        "from sanitation.本周热点",
    )
    assert told["n"] == told["seats"] == -(-told["cells"] // 20)
    assert 0 < told["lot"] < told["n"] / 3
