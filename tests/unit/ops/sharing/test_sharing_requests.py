"""A department asks for a table, its owner grants it as a grant of the city; give-to-get holds up only what is new,
shared on condition, and asked by who owes data."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp

from shuzhi.core.errors import Refused
from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city as served
from shuzhi.ops.contribution import owing
from shuzhi.ops.emergencies.reading import desk_of
from shuzhi.ops.lake import lake as lake_of_city
from shuzhi.ops.people.models import Department, Post, Role, User
from shuzhi.packs.loader import load_city
from shuzhi.packs.scenario_reader import full_name
from tests.orders import By
from tests.unit.ops.conftest import Api, Clock

Ask = Callable[[str | None], Api]
TABLE, PURPOSE = "standard.死亡登记", "高龄津贴监督"
ASKER, OWNER, CHIEF, ABOVE = "shenzhiming", "gongyoushu", "kezhang", "jiandu"
OWES = "give_to_get: {basis: 示例办法第五条, least: {quality: 1}EXTRA}\n"
"""Nobody's data are without any error in the tests' city."""


@pytest.fixture(autouse=True)
def declared(city_folder: Path, people: dict[str, User], clock: Clock) -> Iterator[Callable[..., None]]:
    """``declared(sharing, policy)`` is what the catalogue's file says; 民政局 stands below the city, where ``ABOVE``
    has a post."""
    root = Department.objects.create(name="溪石市", path="/")
    root.path = f"/{root.pk}/"
    root.save()
    below = Department.objects.get(name="民政局")
    below.path = f"{root.path}{below.pk}/"
    below.save()
    chief = Role.objects.get(name="科长")
    Post.objects.create(user=people[ABOVE], department=root, role=chief, since=date(2026, 1, 1))
    before = (city_folder / "city.yml").read_bytes()

    def said(sharing: str = "conditional", policy: str = "") -> None:
        condition = ", condition: 限核查" if sharing == "conditional" else ""
        listed = f"tables:\n  {TABLE}: {{sharing: {{kind: {sharing}, basis: 示例{condition}}}}}\n"
        (city_folder / "catalogue.yml").write_text(policy + listed, "utf-8")
        served.cache_clear()

    said()
    yield said
    (city_folder / "city.yml").write_bytes(before)
    (city_folder / "catalogue.yml").unlink()
    served.cache_clear()


def ask(api: Ask, login: str = ASKER, **other: str) -> int:
    body = {
        "table": TABLE,
        "purpose": PURPOSE,
        "role": "数据主管",
        "until": "2026-12-31",
        "reason": "核查要用",
    }
    return api(login).post("sharing", body | other).status_code


def listed(api: Ask, login: str, which: str = "to_answer") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api(login).get("sharing", which=which).json()["rows"]
    return rows


def answer(api: Ask, *, grant: bool = True, login: str = OWNER) -> Any:
    number = listed(api, ASKER, "asked")[0]["request"]
    body = {"grant": grant, "mask": "partial", "text": "示例意见"}
    return api(login).post(f"sharing/{number}/answer", body)


def lift(api: Ask, login: str) -> int:
    number = listed(api, ASKER, "asked")[0]["request"]
    return api(login).post(f"sharing/{number}/exception", {"text": "防汛急用"}).status_code


def rows_given(by: By) -> int:
    """Through the gateway, to whoever asked."""
    held = lake_of_city()
    assert held is not None
    try:
        return len(desk_of(by(ASKER), PURPOSE, held).rows(exp.select("姓名").from_(full_name(TABLE).tree)))
    except Refused:
        return 0


def granted(folder: Path) -> bool:
    """By a run's own reading of the files."""
    last = load_city(folder).grants[-1]
    return last.tables == (TABLE,) and last.by == "公安局" and last.who.department == "民政局"


def test_what_the_owner_grants_is_read_from_then_on(api: Ask, by: By, lake: Path, city_folder: Path) -> None:
    assert rows_given(by) == 0
    assert ask(api) == 204
    assert ask(api) == 409
    assert [each["department"] for each in listed(api, OWNER)] == ["民政局"]
    assert api(OWNER).get("sharing/waiting").json() == {"waiting": 1}
    assert [answer(api, login=each).status_code for each in (ASKER, CHIEF)] == [403, 404]
    assert answer(api).status_code == 204
    assert answer(api).status_code == 409
    assert granted(city_folder)
    assert rows_given(by) > 0
    acts = Record.objects.filter(object__startswith="sharing:").order_by("number")
    assert list(acts.values_list("by", "action")) == [(ASKER, "sharing.ask"), (OWNER, "sharing.grant")]


def test_who_owes_data_is_granted_nothing_new_on_condition_until_it_is_excepted(
    api: Ask, lake: Path, city_folder: Path, declared: Callable[..., None]
) -> None:
    declared(policy=OWES.replace("EXTRA", ""))
    assert ask(api) == 204
    told = answer(api)
    assert told.status_code == 409
    (problem,) = told.json()["problems"]
    assert problem["what"]["zh"].startswith("数据质量不低于 100 %，现为 ")
    assert "示例办法第五条" in problem["why"]["zh"]
    assert "安如是" in problem["todo"]["zh"]
    assert listed(api, ASKER, "asked")[0]["owing"][0]["told"]["zh"] == problem["what"]["zh"]
    assert not granted(city_folder)
    assert lift(api, ASKER) == 403
    assert lift(api, CHIEF) == 404, "one's own department does not except itself"
    assert [each["may"] for each in listed(api, ABOVE, "to_lift")] == [["lift"]]
    assert lift(api, ABOVE) == 204
    assert answer(api).status_code == 204
    assert granted(city_folder)
    (record,) = Record.objects.filter(action="sharing.lift")
    assert (record.by, record.about["reason"]) == (ABOVE, "防汛急用")
    assert record.about["owing"] == [problem["what"]["zh"]]


def test_it_can_always_be_refused(api: Ask, lake: Path, declared: Callable[..., None]) -> None:
    declared(policy=OWES.replace("EXTRA", ""))
    assert ask(api) == 204
    assert answer(api, grant=False).status_code == 204
    assert listed(api, ASKER, "asked")[0]["state"] == "refused"


@pytest.mark.parametrize(
    ("sharing", "policy"),
    [
        ("unconditional", OWES.replace("EXTRA", "")),
        ("conditional", OWES.replace("EXTRA", f", exempt: [{PURPOSE}]")),
        (
            "conditional",
            OWES.replace("quality: 1", "answered: 1, mended: 1").replace("EXTRA", ", overdue: 0"),
        ),
        ("conditional", ""),
    ],
    ids=["without condition", "exempt purpose", "nothing that ever happened", "not declared"],
)
def test_what_is_not_new_sharing_on_condition_by_who_owes_is_not_held_up(
    api: Ask, lake: Path, city_folder: Path, declared: Callable[..., None], sharing: str, policy: str
) -> None:
    declared(sharing, policy)
    assert ask(api) == 204
    assert answer(api).status_code == 204
    assert granted(city_folder)


def test_what_could_not_be_counted_neither_passes_nor_counts_as_owed(
    api: Ask, lake: Path, declared: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    declared(policy=OWES.replace("EXTRA", ""))
    monkeypatch.setattr(owing, "measured", lambda _: {})
    assert ask(api) == 204
    assert answer(api).status_code == 409
    (told,) = listed(api, ASKER, "asked")[0]["owing"]
    assert (told["unknown"], told["told"]["zh"]) == (True, "数据质量：没有算出")
    assert lift(api, ABOVE) == 204
    assert answer(api).status_code == 204


def test_what_was_granted_stays_when_its_reader_comes_to_owe(
    api: Ask, by: By, lake: Path, declared: Callable[..., None]
) -> None:
    assert ask(api) == 204
    assert answer(api).status_code == 204
    declared(policy=OWES.replace("EXTRA", ""))
    assert rows_given(by) > 0


def test_only_what_is_shared_is_asked_for_by_who_may(
    api: Ask, lake: Path, declared: Callable[..., None]
) -> None:
    assert ask(api, login="pangguan") == 403
    assert ask(api, table="standard.高龄津贴发放") == 409, "its own"
    assert ask(api, table="standard.没有") == 404
    assert ask(api, purpose="没有登记的用途") == 400
    assert ask(api, until="2026-07-06") == 400
    declared("withheld")
    assert ask(api) == 409
    assert api(ASKER).get(f"sharing/tables/{TABLE}").json() is None


def test_the_rule_and_who_owes_stand_beside_the_scoreboard(
    api: Ask, lake: Path, declared: Callable[..., None]
) -> None:
    assert api("pangguan").get("contribution").json()["give_to_get"] is None
    declared(policy=OWES.replace("EXTRA", ", overdue: 2"))
    told = api("pangguan").get("contribution").json()
    assert told["give_to_get"]["basis"] == "示例办法第五条"
    rules = [rule["zh"] for rule in told["give_to_get"]["rules"]]
    assert rules[:2] == ["数据质量不低于 100 %", "超期未办的整改工单不多于 2 件"]
    owing_of = {one["name"]: one["owing"] for one in told["departments"]}
    assert owing_of["民政局"][0]["zh"].startswith("数据质量不低于 100 %，现为 ")
