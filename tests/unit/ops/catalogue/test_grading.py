"""Grades: suggested with reasons, decided by the department's steward with a reason, kept to by the gateway at once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city as served
from shuzhi.packs.loader import load_city
from shuzhi.run.read import policy
from tests.unit.ops.conftest import Api, Clock

Ask = Callable[[str | None], Api]
PAYMENTS = "高龄津贴发放"


@pytest.fixture(autouse=True)
def folder(city_folder: Path, clock: Clock) -> Iterator[Path]:
    yield city_folder
    shutil.rmtree(city_folder / "grades", ignore_errors=True)
    served.cache_clear()


def rows(api: Api, which: str) -> dict[str, dict[str, Any]]:
    told = api.get("catalogue/grading", which=which, limit=100).json()["rows"]
    return {f"{row['source']}.{row['column']}": row for row in told}


def decide(api: Api, column: str, grade: str, reason: str = "示例理由") -> int:
    said = {"source": PAYMENTS, "column": column, "grade": grade, "reason": reason}
    return api.post("catalogue/grading", said).status_code


def graded(folder: Path, column: str) -> str:
    told = load_city(folder)
    source = next(each for each in told.sources if each.name == PAYMENTS)
    return policy(told).grades[source.standard][column]


def test_a_steward_settles_a_grade_with_a_reason_and_the_gateway_keeps_to_it(
    api: Ask, lake: Path, folder: Path
) -> None:
    steward = api("shenzhiming")
    before = rows(steward, "all")[f"{PAYMENTS}.金额"]
    assert (before["grade"], before["decision"]) == ("一般2级", None)
    assert decide(steward, "金额", "一般4级", " ") == 400
    assert decide(steward, "金额", "一般4级") == 204
    assert graded(folder, "金额") == "一般4级"
    row = rows(steward, "decided")[f"{PAYMENTS}.金额"]
    assert (row["grade"], row["said"], row["open"]) == ("一般4级", "一般2级", False)
    assert row["decision"]["by"] == "shenzhiming"
    told = Record.objects.get(action="catalogue.grade")
    assert (told.by, told.object) == ("shenzhiming", f"{PAYMENTS}.金额")


def test_only_the_steward_of_the_department_decides_and_sees_the_worklist(api: Ask, lake: Path) -> None:
    assert decide(api("shenyouju"), "金额", "一般4级") == 403
    assert api("jiandu").get("catalogue/grading").status_code == 403
    assert {row["owner"] for row in rows(api("shenzhiming"), "all").values()} == {"民政局"}


def test_a_lower_grade_counts_only_as_long_as_its_element_asks_for_no_more(
    api: Ask, lake: Path, folder: Path
) -> None:
    assert decide(api("shenzhiming"), "金额", "一般1级") == 204
    assert graded(folder, "金额") == "一般1级"
    file = folder / "grades" / f"{PAYMENTS}.yml"
    # As if the element had been of a lower grade when that was decided.
    file.write_text(file.read_text("utf-8").replace("was: 一般2级", "was: 一般1级"), "utf-8")
    served.cache_clear()
    assert graded(folder, "金额") == "一般2级"
    assert rows(api("shenzhiming"), "open")[f"{PAYMENTS}.金额"]["open"]


def test_what_says_who_is_not_lowered(api: Ask, lake: Path, folder: Path) -> None:
    before = graded(folder, "姓名")
    assert decide(api("shenzhiming"), "姓名", "一般2级") == 400
    assert graded(folder, "姓名") == before
    assert decide(api("shenzhiming"), "姓名", "一般4级") == 204
