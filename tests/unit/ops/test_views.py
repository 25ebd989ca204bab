"""A view is there for whoever may ask something of it; what he may not ask is named and stays empty."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shuzhi.ops.audit.models import Record
from shuzhi.ops.city import city as served_city
from tests.unit.ops.conftest import Api

VIEW = """
title: {zh: 津贴, en: Allowance}
panels:
  - {kind: kpi, at: [1, 1, 3, 1], asks: [{indicator: old_age.津贴金额}]}
  - {kind: kpi, at: [4, 1, 3, 1], asks: [{indicator: old_age.疑点数}]}
"""


@pytest.fixture
def view(city_folder: Path, lake: Path) -> Iterator[None]:
    path = city_folder / "views" / "津贴.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(VIEW, encoding="utf-8")
    served_city.cache_clear()
    yield
    path.unlink()
    served_city.cache_clear()


def test_who_may_ask_sees_it(api: Callable[[str | None], Api], view: None) -> None:
    names = {
        login: [each["name"] for each in api(login).get("views").json()] for login in ("jiandu", "pangguan")
    }
    assert names == {"jiandu": ["city/津贴"], "pangguan": []}
    assert api("pangguan").get("views/city/津贴").status_code == 404
    assert api("jiandu").get("views/city/无").status_code == 404


def test_a_panel_that_is_not_granted_is_empty(api: Callable[[str | None], Api], view: None) -> None:
    panels = api("jiandu").get("views/city/津贴").json()["panels"]
    assert [panel["at"] for panel in panels] == [[1, 1, 3, 1], [4, 1, 3, 1]]
    for panel in panels:
        answer = api("jiandu").post("indicators/query", panel["asks"][0])
        assert (answer.status_code == 200) == panel["allowed"]


def arranged(held: dict[str, Any], **said: object) -> dict[str, object]:
    panels = [{"was": place, "at": panel["at"]} for place, panel in enumerate(held["panels"])]
    return {"mark": held["mark"], "panels": panels} | said


FRESH = {"at": [7, 1, 3, 1], "kind": "kpi", "title": {"zh": "新", "en": "New"}}


def test_what_is_arranged_is_in_the_file_and_audited(
    api: Callable[[str | None], Api], view: None, city_folder: Path
) -> None:
    jiandu = api("jiandu")
    held = jiandu.get("views/city/津贴").json()
    moved = {"was": 0, "at": [1, 2, 4, 2]}
    new = FRESH | {"asks": [{"indicator": "old_age.津贴金额", "period": "this_year"}]}
    answer = jiandu.put("views/city/津贴", arranged(held, panels=[moved, new]))
    assert answer.status_code == 200, answer.content.decode()
    assert [panel["at"] for panel in answer.json()["panels"]] == [[1, 2, 4, 2], [7, 1, 3, 1]]
    text = (city_folder / "views" / "津贴.yml").read_text(encoding="utf-8")
    assert "{kind: kpi, at: [1, 2, 4, 2], asks: [{indicator: old_age.津贴金额}]}" in text
    assert "疑点数" not in text
    assert Record.objects.filter(action="views.arrange", object="view:city/津贴", by="jiandu").count() == 1


def test_who_may_not_edit_changes_nothing(
    api: Callable[[str | None], Api], view: None, city_folder: Path
) -> None:
    held = api("jiandu").get("views/city/津贴").json()
    assert held["edits"]
    for login in ("kezhang", "pangguan", None):
        assert api(login).put("views/city/津贴", arranged(held)).status_code in {401, 403, 404}
    assert (city_folder / "views" / "津贴.yml").read_text(encoding="utf-8") == VIEW


def test_what_somebody_else_changed_meanwhile_stays(api: Callable[[str | None], Api], view: None) -> None:
    held = api("jiandu").get("views/city/津贴").json()
    first = arranged(held, panels=[{"was": 0, "at": [1, 1, 6, 1]}])
    assert api("jiandu").put("views/city/津贴", first).status_code == 200
    assert api("jiandu").put("views/city/津贴", arranged(held)).status_code == 409


def test_what_would_not_load_is_told_and_not_written(
    api: Callable[[str | None], Api], view: None, city_folder: Path
) -> None:
    held = api("jiandu").get("views/city/津贴").json()
    on_each_other = [{"was": 0, "at": [1, 1, 3, 1]}, {"was": 1, "at": [2, 1, 3, 1]}]
    nowhere = [{"was": 7, "at": [1, 1, 3, 1]}]
    unknown = [FRESH | {"asks": [{"indicator": "old_age.无"}]}]
    for panels in (on_each_other, nowhere, unknown, []):
        answer = api("jiandu").put("views/city/津贴", arranged(held, panels=panels))
        assert answer.status_code == 400, answer.content.decode()
        assert answer.json()["problems"][0]["todo"]["zh"]
    assert (city_folder / "views" / "津贴.yml").read_text(encoding="utf-8") == VIEW
