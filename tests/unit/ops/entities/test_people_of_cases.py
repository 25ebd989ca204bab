"""The page of a person opens for an open finding about that person, and for nothing else; who tried is on record."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuzhi.core import ids
from shuzhi.fuse.persons import PERSON
from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city
from shuzhi.ops.findings.intake import follow_lake
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.people.models import User
from shuzhi.run.loop import KEY
from shuzhi.run.read import policy
from tests.unit.ops.conftest import Api

AT = {"purpose": "高龄津贴监督"}
PAID_AFTER_DEATH = "990202193001101003"
NOBODYS_CASE = "990202193203121029"
Apis = Callable[[str | None], Api]


def person(number: str) -> str:
    return ids.subject_of("person", number, ids.read_key(city().folder / KEY))


@pytest.fixture(autouse=True)
def copied(people: dict[str, User], lake: Path) -> None:
    assert follow_lake()


@pytest.fixture
def page(api: Apis) -> Callable[..., Any]:
    def opened(number: str, login: str = "jiandu", **at: str) -> Any:
        return api(login).get(f"entities/profiles/person/{person(number)}", **{**AT, **at})

    return opened


def test_it_opens_for_an_open_finding_about_the_person_which_is_on_record(page: Callable[..., Any]) -> None:
    told = page(PAID_AFTER_DEATH).json()
    findings = Finding.objects.filter(subject=person(PAID_AFTER_DEATH), gone=None)
    assert sorted(told["ground"]) == sorted(findings.values_list("pk", flat=True))
    assert told["ground"]
    record = Record.objects.filter(action="profiles.read").latest("number")
    assert (record.by, record.about["cases"]) == ("jiandu", told["ground"])


def test_each_department_s_rows_and_facts_have_source_and_date(page: Callable[..., Any]) -> None:
    told = page(PAID_AFTER_DEATH).json()
    assert {known["department"] for known in told["known"]} == {"公安局", "民政局"}
    assert all(fact["department"] and fact["seen"] for fact in told["facts"])
    assert told["timeline"]
    believed = {one["name"]: one["value"] for one in told["believed"]}
    assert believed["name"] == "安如初"
    assert believed["id_card"] != PAID_AFTER_DEATH


def test_of_nobody_else_there_is_a_page_and_the_attempt_is_on_record(page: Callable[..., Any]) -> None:
    Finding.objects.filter(subject=person(NOBODYS_CASE)).update(state=Finding.State.DISMISSED)
    assert page(NOBODYS_CASE).status_code == 403
    record = Record.objects.filter(action="profiles.refused").latest("number")
    assert (record.by, record.object) == ("jiandu", f"person:{person(NOBODYS_CASE)}")


def test_it_closes_with_the_case(page: Callable[..., Any]) -> None:
    assert page(PAID_AFTER_DEATH).status_code == 200
    Finding.objects.filter(subject=person(PAID_AFTER_DEATH)).update(state=Finding.State.CLOSED)
    assert page(PAID_AFTER_DEATH).status_code == 403


@pytest.mark.parametrize(
    "at", [{"purpose": "诉求办理"}, {"purpose": ""}, {"login": "kezhang"}, {"login": "xibei"}]
)
def test_not_for_another_purpose_nor_for_who_has_no_grant(
    page: Callable[..., Any], at: dict[str, str]
) -> None:
    assert page(PAID_AFTER_DEATH, **at).status_code == 403


def test_only_people_of_one_s_cases_are_found(api: Apis) -> None:
    Finding.objects.exclude(subject=person(PAID_AFTER_DEATH)).update(state=Finding.State.CLOSED)
    for words, expected in (("安如初", [person(PAID_AFTER_DEATH)]), ("白听雨", [])):
        found = api("jiandu").get("entities/found", kind="person", q=words, **AT).json()
        assert [one["entity"] for one in found] == expected


def test_ways_to_and_from_a_person_need_the_case_too(api: Apis) -> None:
    Finding.objects.filter(subject=person(NOBODYS_CASE)).update(state=Finding.State.DISMISSED)
    for kind, start, end in (
        ("person", person(NOBODYS_CASE), "C0000000000000000"),
        ("company", person(NOBODYS_CASE), "C0000000000000000"),
        ("company", "C0000000000000000", person(NOBODYS_CASE)),
    ):
        told = api("jiandu").get(f"entities/profiles/{kind}/{start}/ways", to=end, **AT)
        assert told.status_code == 403


def test_what_is_given_for_cases_is_given_nowhere_else() -> None:
    assert any(grant.cases for grant in city().grants)
    assert not any(grant.covers(PERSON.entity) for grant in policy(city()).grants)
