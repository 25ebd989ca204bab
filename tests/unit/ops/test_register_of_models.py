"""The register's pages, and the last gate: no order of what a retired model found."""

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.clock import today
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.orders.actions import opening
from shuzhi.ops.people.access import Access
from shuzhi.ops.register import queries
from shuzhi.packs.files import StepCall
from shuzhi.packs.places import Places
from shuzhi.packs.schema import City, ModelEntry
from tests.unit.ops.conftest import Api
from tests.unit.ops.findings.conftest import copied, north

__all__ = ["copied", "north"]

SAID = Text("说", "said")


def with_model(city: City, *, retires: date) -> City:
    """The city with an entry for what a rule about old people rests on."""
    entry = ModelEntry(
        name="判断", path=Path("判断.yml"), places=Places(file="判断.yml"), title=SAID, purpose=SAID, impact=SAID,
        output="standard.死亡登记", owner="民政局", data=("死亡登记",), measured=SAID, appeals=SAID,
        registered=date(2026, 1, 1), reviewed=date(2026, 1, 2), retires=retires,
    )  # fmt: skip
    step = StepCall(
        step="classify_text",
        inputs={"messages": "standard.高龄津贴发放"},
        output="standard.死亡登记",
        parameters={},
    )
    scenarios = [
        dataclasses.replace(each, models=(entry,), steps=(step,)) if each.name == "old_age" else each
        for each in city.scenarios
    ]
    return dataclasses.replace(city, scenarios=tuple(scenarios))


@pytest.mark.parametrize(("days", "opened"), [(1, True), (0, False), (-1, False)])
def test_no_order_is_opened_on_a_finding_of_a_retired_model(
    city: City,
    by: Callable[[str], Access],
    north: list[Finding],
    monkeypatch: pytest.MonkeyPatch,
    days: int,
    opened: bool,  # noqa: FBT001
) -> None:
    held = with_model(city, retires=today() + timedelta(days=days))
    monkeypatch.setattr(opening, "city", lambda: held)
    matter = opening.of_finding(north[0], title="核实")
    if opened:
        assert opening.open_order(by=by("jiandu"), matter=matter).finding == north[0]
        return
    with pytest.raises(ShuzhiError, match=r"已于 .* 退役"):
        opening.open_order(by=by("jiandu"), matter=matter)


def test_an_entry_tells_how_it_stands(city: City) -> None:
    day = date(2026, 11, 22)
    stands = {
        after: queries.state_of(
            with_model(city, retires=day + timedelta(days=after)).scenarios[0].models[0], day
        )
        for after in (31, 30, 1, 0)
    }
    assert stands == {31: "in_use", 30: "review", 1: "review", 0: "retired"}


def test_the_register_tells_everybody_what_the_files_say_and_figures_to_whom_they_are_granted(
    api: Callable[[str | None], Api], city: City, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "city", lambda: with_model(city, retires=date(2099, 1, 1)))
    (row,) = api("pangguan").get("models").json()
    assert (row["model"], row["state"], row["rules_on"], row["out"]) == ("判断", "in_use", 1, 0)
    granted = api("jiandu").get("models/old_age/判断").json()
    assert granted["figures"] == []
    assert granted["rules"][0]["rule"] == "paid_after_death"
    assert granted["rules"][0]["worth"]["findings"] == 9
    assert granted["tables"][0]["table"] == "standard.高龄津贴发放"
    refused = api("pangguan").get("models/old_age/判断").json()
    assert refused["owner"] == "民政局"
    assert refused["figures"] is None
    assert refused["rules"][0]["worth"] is None
    assert api("jiandu").get("models/old_age/没有").status_code == 404
