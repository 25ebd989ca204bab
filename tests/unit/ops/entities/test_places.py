"""A place's page: what departments know of it, with source and date; nobody's home without a grant on people."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.entities import places
from shuzhi.packs.schema import Source
from shuzhi.packs.source_file import PersonOf
from tests.unit.ops.conftest import Api

AT = {"purpose": "高龄津贴监督"}
Apis = Callable[[str | None], Api]


@pytest.fixture
def place(api: Apis, lake: Path) -> str:
    """清河路1号, where the register and the insurance office each write of a company."""
    (found,) = api("jiandu").get("entities/places/found", q="溪石市溪北区清河路1号", **AT).json()
    assert (found["name"], found["level"]["en"]) == ("溪北区清河路1号", "house number")
    told: str = found["place"]
    return told


def page(api: Apis, place: str) -> dict[str, Any]:
    answer = api("jiandu").get(f"entities/places/{place}", **AT)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_departments_that_write_an_address_otherwise_are_on_one_page(api: Apis, place: str) -> None:
    told = page(api, place)
    assert {one["department"]: one["total"] for one in told["known"]} == {"市场监管局": 1, "人社局": 1}
    assert [one["name"] for one in told["around"]] == ["溪北区", "溪北区清河路"]
    assert {(one["date"], one["department"]) for one in told["timeline"]} == {
        ("2024年", "市场监管局"),
        ("2026年", "人社局"),
    }


def test_who_sits_there_is_told_with_who_says_so(api: Apis, place: str) -> None:
    told = page(api, place)["companies"]
    assert {one["name"] for one in told} == {"溪石市霁月建材有限公司"}
    assert {by["department"] for one in told for by in one["sources"]} == {"市场监管局", "人社局"}


def test_a_company_leads_to_its_place(api: Apis, place: str) -> None:
    company = page(api, place)["companies"][0]["entity"]
    profile = api("jiandu").get(f"entities/profiles/company/{company}", **AT).json()
    assert {one["place"] for one in profile["places"]} == {place}


def test_a_road_tells_what_is_inside_it(api: Apis, place: str) -> None:
    road = page(api, place)["around"][-1]["place"]
    told = page(api, road)
    assert place in {one["place"] for one in told["inside"]}
    assert {one["department"]: one["total"] for one in told["known"]} == {"市场监管局": 10, "人社局": 10}


def test_people_are_not_listed_without_a_grant_on_people(
    api: Apis, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page(api, place)["people"] is None
    # A source of homes is made of one of companies.
    known = places.source_named

    def of_homes(name: str) -> Source:
        home = PersonOf(name="法定代表人", address="住所")
        return known(name).model_copy(update={"companies": (), "people": (home,)})

    monkeypatch.setattr(places, "source_named", of_homes)
    for one in page(api, place)["known"]:
        assert (one["rows"], one["total"]) == (None, None), "nor even how many live there"
    assert page(api, place)["timeline"] == []


def test_who_looked_is_on_record(api: Apis, place: str) -> None:
    page(api, place)
    record = Record.objects.filter(action="profiles.read").latest("number")
    assert (record.by, record.object, record.about["purpose"]) == ("jiandu", f"place:{place}", AT["purpose"])


@pytest.mark.parametrize("login", ["xibei", "kezhang", "pangguan"])
def test_who_may_not_read_profiles_sees_no_place(api: Apis, place: str, login: str) -> None:
    assert api(login).get(f"entities/places/{place}", **AT).status_code == 403
    assert api(login).get("entities/places/found", q="清河路", **AT).status_code == 403


def test_no_place_of_that_id_and_too_little_to_look_for(api: Apis, lake: Path) -> None:
    assert api("jiandu").get("entities/places/L0000000000000000", **AT).status_code == 404
    assert api("jiandu").get("entities/places/found", q="路", **AT).status_code == 400
    assert api("jiandu").get("entities/places/found", q="清河路", purpose="诉求办理").status_code == 403
