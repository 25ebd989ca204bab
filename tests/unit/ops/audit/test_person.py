"""Who has looked at one person's data: told to the audit administrator alone, who must say why, and is recorded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuzhi.core import ids, sql
from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.findings.intake import follow_lake
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.run.loop import KEY
from shuzhi.run.read import desk
from shuzhi.secure.gateway import AUDIT
from tests.unit.ops.conftest import Api

By = Callable[[str], Access]

PERSON = "990202193001101003"
NOBODY = "990221193102111023"
"""Nobody in the city has it, and no other test asks for it: what is read is recorded beside the one lake of all."""

PURPOSE = "高龄津贴监督"


def query(by: By, number: str) -> None:
    held = lake()
    assert held is not None
    at = desk(held, city(), by("jiandu").reader(PURPOSE), today())
    at.rows(sql.query(f"select 金额 from standard.高龄津贴发放 where 身份证号 = '{number}'"))


def ask(api: Callable[[str | None], Api], login: str = "audit", **said: str) -> tuple[int, dict[str, Any]]:
    answer = api(login).post("audit/person", {"id_number": PERSON, "reason": "本人申请", **said})
    return answer.status_code, answer.json()


@pytest.fixture
def read_by_number(people: dict[str, object], lake: Path, by: By) -> None:
    assert follow_lake()
    query(by, PERSON)
    query(by, NOBODY)


@pytest.mark.django_db
@pytest.mark.usefixtures("read_by_number")
def test_who_asked_for_his_rows_and_who_read_his_finding_are_named(api: Callable[[str | None], Api]) -> None:
    mine = Finding.objects.get(subject=ids.subject_of("person", PERSON, key()))
    api("xibei").get(f"findings/{mine.pk}")
    status, told = ask(api)
    assert status == 200
    looks = [(look["by"], look["name"], look["purpose"], look["what"]) for look in told["looks"]]
    assert ("jiandu", "安如是", PURPOSE, ["standard.高龄津贴发放"]) in looks
    assert any(by == "xibei" and "finding.finding" in what for by, _, _, what in looks)
    assert told["findings"] == 1
    # The readings that named somebody else are counted among those that may hold him, and not told.
    assert told["others"] >= 1
    _, other = ask(api, id_number=NOBODY)
    assert {look["by"] for look in other["looks"]} == {"jiandu"}


@pytest.mark.django_db
@pytest.mark.usefixtures("read_by_number")
def test_it_is_told_to_one_office_with_a_reason_and_leaves_no_number_behind(
    api: Callable[[str | None], Api], lake: Path
) -> None:
    for login in ("jiandu", "system", "security", "kezhang"):
        assert ask(api, login)[0] == 403
    assert ask(api, reason=" ")[0] == 400
    assert ask(api, id_number="990202193001101004")[0] == 400
    before = Record.objects.count()
    assert ask(api)[0] == 200
    last = Record.objects.order_by("-number").first()
    assert last is not None
    assert (last.by, last.action, last.about["reason"]) == ("audit", "audit.person", "本人申请")
    assert Record.objects.count() == before + 1
    told = (lake / AUDIT).read_text() + repr(list(Record.objects.values_list("object", "about")))
    assert PERSON not in told


def key() -> str:
    return ids.read_key(city().folder / KEY)
