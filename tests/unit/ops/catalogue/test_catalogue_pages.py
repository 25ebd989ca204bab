"""The catalogue as the pages ask for it: everybody with a post finds tables; what is secret or a value stays so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.catalogue import held as holding
from shuzhi.ops.people.models import User
from tests.unit.ops.conftest import Api

Ask = Callable[[str | None], Api]
PAYMENTS = "catalogue/tables/standard.高龄津贴发放"


def tables(api: Api, **query: object) -> list[str]:
    return [row["table"] for row in api.get("catalogue", limit=200, **query).json()["rows"]]


@pytest.mark.parametrize("question", ["死亡登记", "swdj", "siwang", "死亡人员的登记"])
def test_a_table_is_found_by_words_pinyin_and_initials(api: Ask, lake: Path, question: str) -> None:
    assert tables(api("pangguan"), q=question)[0] == "standard.死亡登记"


def test_a_column_is_found_by_what_departments_write_over_it(api: Ask, lake: Path) -> None:
    rows = api("pangguan").get("catalogue", q="公民身份号码").json()["rows"]
    assert {(row["table"], row["column"]) for row in rows} >= {("standard.死亡登记", "身份证号")}


def test_facets_count_and_narrow(api: Ask, lake: Path) -> None:
    asking = api("pangguan")
    owners = {each["value"]: each["tables"] for each in asking.get("catalogue/choices").json()["owner"]}
    found = tables(asking, owner="公安局")
    assert len(found) == owners["公安局"] > 0
    assert all(name.startswith(("standard.", "fused.")) for name in found)


def test_a_tables_page_walks_both_ways_and_says_for_whom(api: Ask, lake: Path) -> None:
    told = api("jiandu").get(PAYMENTS).json()
    assert [each["table"] for each in told["made_from"]] == ["landed.高龄津贴发放"]
    assert ("old_age.paid_after_death", "rule") in {(each["table"], each["kind"]) for each in told["used_by"]}
    assert {each["owner"] for each in told["needed_for"]} == {"民政局"}
    assert {each["purpose"] for each in told["mine"]} == {"高龄津贴监督"}
    assert {batch["landed"] for batch in told["batches"]} == {told["rows"]}


def test_names_of_files_are_for_those_who_may_read_them(api: Ask, lake: Path) -> None:
    assert all(batch["file"] for batch in api("jiandu").get(PAYMENTS).json()["batches"])
    assert not any(batch["file"] for batch in api("pangguan").get(PAYMENTS).json()["batches"])


def test_a_table_graded_important_is_only_for_its_owner_and_its_readers(
    api: Ask, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = holding.held()
    assert now is not None
    entry = now.inventory.tables["standard.高龄津贴发放"]
    graded = replace(entry, about=entry.about | {"grade": "重要"})
    secret = replace(now.inventory, tables=now.inventory.tables | {"standard.高龄津贴发放": graded})
    monkeypatch.setattr(holding, "_HELD", [replace(now, inventory=secret)])
    assert api("pangguan").get(PAYMENTS).status_code == 404
    assert "standard.高龄津贴发放" not in tables(api("pangguan"), q="高龄津贴发放")
    finding = api("pangguan").get("catalogue/tables/finding.finding").json()
    assert "高龄津贴发放" not in str(finding)
    assert api("jiandu").get(PAYMENTS).status_code == 200
    assert api("kezhang").get(PAYMENTS).status_code == 200


def test_nobody_is_told_anything_unless_signed_in(api: Ask, lake: Path) -> None:
    assert api("security").get("catalogue").status_code == 200
    assert api(None).get("catalogue").status_code == 401


def test_last_used_comes_from_readings_of_people(api: Ask, lake: Path) -> None:
    before = api("jiandu").get("catalogue/tables/entity.person").json()["use"]
    api("jiandu").get(PAYMENTS)
    used = api("jiandu").get("catalogue/tables/meta.batch").json()["use"]
    assert before is None
    assert used["readers"] == 1


def test_what_is_taken_out_is_recorded(api: Ask, lake: Path, people: dict[str, User]) -> None:
    for form, begins in (("resources", b"PK"), ("lists", b"PK"), ("dcat", b"{"), ("openlineage", b"{")):
        answer = api("pangguan").get("catalogue/export", form=form)
        assert answer.content.startswith(begins)
        assert Record.objects.filter(action="catalogue.export", object=f"catalogue:{form}").exists()


def test_elements_tell_where_they_stand_and_how_well_columns_keep_to_them(api: Ask, lake: Path) -> None:
    told = api("pangguan").get("catalogue/standards").json()
    listed = next(each for each in told["elements"] if each["name"] == "id_card")
    one = api("pangguan").get("catalogue/standards/elements/id_card").json()
    assert listed["columns"] == len(one["stands"]) > 0
    assert listed["failing"] == sum(each["failing"] for each in one["stands"]) > 0
    assert listed["share"] == 1 - listed["failing"] / listed["checked"]
    assert "standard.死亡登记" in {each["table"] for each in one["stands"]}


def test_a_code_list_tells_its_codes_with_what_is_above_them(api: Ask, lake: Path) -> None:
    told = api("pangguan").get("catalogue/standards/codes/国民经济行业分类").json()
    assert (told["count"], told["valid"], told["standard"]) == (117, 117, "GB/T 4754-2017")
    found = {each["code"]: (each["name"], each["above"]) for each in told["codes"]}
    assert found["62"] == ("餐饮业", "H")
    assert api("pangguan").get("catalogue/standards/codes/没有").status_code == 404


def test_what_the_last_run_could_not_make_is_told_to_whoever_knows_of_it(
    api: Ask, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = holding.held()
    assert now is not None
    words = {"why": "键重复", "why_en": "twice", "todo": "看来源", "todo_en": "look at the source"}
    told = {"since": date(2026, 6, 30), "what": "没有做成", "what_en": "not made", **words}
    tables = ("standard.高龄津贴发放", "old_age.paid_after_death", "old_age.从未做成")
    entry = now.inventory.tables[tables[0]]
    secret = dict(now.inventory.tables) | {tables[0]: replace(entry, about=entry.about | {"grade": "重要"})}
    held = [{"table": name, **told} for name in tables]
    monkeypatch.setattr(
        holding, "_HELD", [replace(now, inventory=replace(now.inventory, tables=secret, held=held))]
    )
    found = api("pangguan").get("catalogue/not_made").json()
    assert [(each["kind"], each["table"]) for each in found] == [
        ("hidden", ""), ("rule", "old_age.paid_after_death"), ("working", "")
    ]  # fmt: skip
    assert [each["why"]["zh"] for each in found] == ["", "键重复", ""]
    assert "高龄津贴发放" not in str(found)
    assert "从未做成" not in str(found)
