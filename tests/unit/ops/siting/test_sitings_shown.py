"""The page 选址 shows a run's plans beside each other to whoever is granted them, and to nobody else."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shuzhi.ops import lake as served_lake
from shuzhi.ops.city import city as served_city
from shuzhi.packs.schema import City
from tests.unit.ops.conftest import Api
from tests.yunlan import run_alone

ONE = "siting/inspection_fire/消防站"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The demo city with nothing but some of its buildings, run and served."""
    folder: Path = tmp_path_factory.mktemp("fire") / "yunlan"
    before = os.environ.get("SHUZHI_CITY")
    os.environ["SHUZHI_CITY"] = str(folder)
    served_city.cache_clear()
    # A process serves one city: whichever lake is open is not this one's.
    others = served_lake._OPEN[:]
    served_lake._OPEN.clear()
    yield run_alone(folder, "inspection_fire", purposes=["火灾防控"], instead={"buildings": 600, "seed": 7})
    os.environ.pop("SHUZHI_CITY")
    if before is not None:
        os.environ["SHUZHI_CITY"] = before
    served_lake._OPEN[:] = others
    served_city.cache_clear()


def test_plans_stand_beside_what_is_there_today(api: Callable[[str | None], Api]) -> None:
    leader = api("yunkaiyuan")
    (row,) = leader.get("siting").json()
    assert row["siting"] == "消防站"
    told = leader.get(ONE).json()
    now, more, *_ = told["plans"]
    assert (now["plan"], now["new"], now["gap"]) == ("现状", [], None)
    assert (len(more["new"]), more["gap"]) == (1, 0)
    assert more["covered"] > now["covered"] == row["now"] * now["demand"]
    assert row["best"] == max(plan["share"] for plan in told["plans"])
    moved = told["plans"][-1]
    assert (moved["new"], moved["closed"], moved["by"]) == (["石渡新城"], ["石渡老街站"], None)
    assert [one["add"] for one in told["curve"]] == list(range(7))
    assert sum(region["demand"] for region in now["regions"]) == now["demand"] == 600


def test_a_plan_is_told_point_by_point_and_site_by_site(api: Callable[[str | None], Api]) -> None:
    told = api("yunkaiyuan").get(f"{ONE}/plan", name="石渡站迁到新城").json()
    states = {site["name"]: site["state"] for site in told["sites"]}
    assert (states["石渡老街站"], states["石渡新城"], states["望潮路口"]) == ("closed", "new", "candidate")
    assert sum(point["demand"] for point in told["points"]) == 600
    assert sum(site["load"] or 0 for site in told["sites"]) == 600


@pytest.mark.parametrize("login", ["mingshenxing", "zhongxiaoban"])
def test_who_is_not_granted_its_tables_is_told_nothing(api: Callable[[str | None], Api], login: str) -> None:
    assert api(login).get("siting").json() == []
    assert api(login).get(ONE).status_code == 404
    assert api(login).get(f"{ONE}/plan", name="现状").status_code == 404


def test_what_there_is_not_is_missing(api: Callable[[str | None], Api]) -> None:
    leader = api("yunkaiyuan")
    for path in ("siting/inspection_fire/诊所", "siting/nothing/消防站"):
        assert leader.get(path).status_code == 404
    assert leader.get(f"{ONE}/plan", name="没有这个方案").status_code == 404
