"""A profile: what each department knows, with source and date, for who may read it, and who looked is on record."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from tests.unit.ops.conftest import Api

AT = {"purpose": "高龄津贴监督"}
Apis = Callable[[str | None], Api]


@pytest.fixture
def company(api: Apis, lake: Path) -> str:
    found = api("jiandu").get("entities/found", kind="company", q="霁月建材有限", **AT).json()
    # So few companies are too few to fuse: the two records of this one wait to be judged.
    ids: list[str] = [one["entity"] for one in found]
    return next(one for one in ids if profile(api, one)["believed"][0]["value"] is not None)


def profile(api: Apis, entity: str) -> dict[str, Any]:
    answer = api("jiandu").get(f"entities/profiles/company/{entity}", **AT)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_each_fact_has_its_source_and_date(api: Apis, company: str) -> None:
    told = profile(api, company)
    believed = {one["name"]: one["value"] for one in told["believed"]}
    assert believed["name"] == "溪石市霁月建材有限公司"
    names = [fact for fact in told["facts"] if fact["label"]["en"] == "Name" and fact["chosen"]]
    assert [(fact["department"], fact["seen"]) for fact in names] == [("市场监管局", "2024-01-10")]


def test_what_each_department_knows_is_shown_row_by_row(api: Apis, company: str) -> None:
    told = profile(api, company)
    register = next(known for known in told["known"] if known["department"] == "市场监管局")
    assert register["total"] == 1
    row = dict(zip(register["columns"], register["rows"][0], strict=True))
    # Departments' rows are granted with their personal data masked, and so they are here.
    assert row["法定代表人"] != "安甲行"
    # ... their dates, too.
    moments = [(one["date"], one["department"]) for one in told["timeline"]]
    assert moments == [("2024年", "市场监管局")]


def test_who_looked_is_on_record(api: Apis, company: str) -> None:
    profile(api, company)
    record = Record.objects.filter(action="profiles.read").latest("number")
    assert (record.by, record.object, record.about["purpose"]) == (
        "jiandu",
        f"company:{company}",
        AT["purpose"],
    )


def test_who_has_the_same_address_is_told_with_source_and_date(api: Apis, company: str) -> None:
    # The insured employer was not fused with the registered company, and stands at its address.
    (other,) = profile(api, company)["relations"]
    assert other["shared"]
    assert (other["relation"]["en"], other["name"]) == ("Address", "溪石市霁月建材有限公司")
    assert (other["department"], other["seen"]) == ("人社局", "2026-06-01")


def test_the_way_to_another_goes_by_what_they_share_and_is_on_record(api: Apis, company: str) -> None:
    (other,) = profile(api, company)["relations"]
    answer = api("jiandu").get(f"entities/profiles/company/{company}/ways", to=other["entity"], **AT)
    (way,) = answer.json()
    assert [(step["kind"], step["entity"] == other["entity"]) for step in way] == [
        ("place", False),
        ("company", True),
    ]
    assert all(step["seen"] and step["department"] for step in way)
    record = Record.objects.filter(action="profiles.ways").latest("number")
    assert (record.object, record.about["to"]) == (f"company:{company}", other["entity"])


def test_there_is_no_way_to_who_has_nothing_in_common(api: Apis, company: str) -> None:
    nobody = "C0000000000000000"
    assert api("jiandu").get(f"entities/profiles/company/{company}/ways", to=nobody, **AT).json() == []


@pytest.mark.parametrize("login", ["xibei", "kezhang", "pangguan"])
def test_who_may_not_read_profiles_sees_none(api: Apis, company: str, login: str) -> None:
    assert api(login).get(f"entities/profiles/company/{company}", **AT).status_code == 403
    assert api(login).get("entities/found", kind="company", q="霁月建材", **AT).status_code == 403
    assert api(login).get(f"entities/profiles/company/{company}/ways", to="C1", **AT).status_code == 403


def test_people_are_not_shown_where_no_grant_gives_them(api: Apis, company: str) -> None:
    assert api("jiandu").get("entities/profiles/person/P0000000000000000", **AT).status_code == 403


def test_nobody_of_that_id(api: Apis, lake: Path) -> None:
    assert api("jiandu").get("entities/profiles/company/C0000000000000000", **AT).status_code == 404
    assert api("jiandu").get("entities/profiles/village/C1", **AT).status_code == 404
