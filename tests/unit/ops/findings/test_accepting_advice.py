"""A person accepts the difference he has seen: that and nothing else is written into city.yml, and recorded."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuzhi.core.errors import Refused
from shuzhi.ops.audit.models import Record
from shuzhi.ops.errors import Conflict
from shuzhi.ops.findings import actions, advice
from shuzhi.ops.people.access import Access
from shuzhi.packs.loader import load_city
from tests.unit.ops.conftest import CITY

ADVISED = {"parameter": "死亡登记宽限天数", "advice": "change", "proposed": 45.0}
WHERE = {"scenario": "old_age", "rule": "paid_after_death", "parameter": "死亡登记宽限天数"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city of its own, whose last run advises a change."""
    shutil.copytree(CITY, tmp_path / "city")
    monkeypatch.setattr(advice, "city", lambda: load_city(tmp_path / "city"))
    monkeypatch.setattr(advice, "judged", lambda *_: [ADVISED])
    return tmp_path / "city"


def test_what_was_shown_is_what_is_written(folder: Path, by: Callable[[str], Access], people: Any) -> None:
    shown = advice.advised(by("jiandu"), "old_age", "paid_after_death", "死亡登记宽限天数").edited.diff
    assert "+  死亡登记宽限天数:" in shown
    actions.accept_advice(by=by("jiandu"), diff=shown, **WHERE)
    values = load_city(folder).scenarios[0].parameters["死亡登记宽限天数"].values
    assert list(values.values()) == [30, 45]
    assert Record.objects.get(action="findings.accept_advice").about["value"] == 45.0


def test_a_difference_that_has_changed_since_is_not_written(
    folder: Path, by: Callable[[str], Access], people: Any
) -> None:
    before = (folder / "city.yml").read_text(encoding="utf-8")
    with pytest.raises(Conflict):
        actions.accept_advice(by=by("jiandu"), diff="something else", **WHERE)
    assert (folder / "city.yml").read_text(encoding="utf-8") == before
    assert not Record.objects.filter(action="findings.accept_advice").exists()


def test_only_who_tunes_rules_for_the_whole_city_accepts(
    folder: Path, by: Callable[[str], Access], people: Any
) -> None:
    for login in ("xibei", "kezhang", "security"):
        with pytest.raises(Refused):
            actions.accept_advice(by=by(login), diff="", **WHERE)
