"""A view is there for whoever may ask something of it; what he may not ask is named and stays empty."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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
