"""Nothing in the lake changes with a cell of a department's file but what lineage says it can reach."""

import random

import pytest

from bench.lineage import Changed, changed, made
from shuzhi.packs.init import write_city

CELLS = 3


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Changed]:
    folder = tmp_path_factory.mktemp("lineage") / "市"
    write_city(folder)
    base, chance = made(folder), random.Random(11)
    return [changed(folder, base, chance) for _ in range(CELLS)]


def test_no_change_comes_unpredicted(found: list[Changed]) -> None:
    assert [(each.cells, sorted(each.unpredicted)) for each in found if each.unpredicted] == []


def test_a_changed_cell_changes_its_own_row_only(found: list[Changed]) -> None:
    assert [(each.cells, each.stray) for each in found if each.stray] == []


def test_changes_do_reach_what_is_predicted(found: list[Changed]) -> None:
    assert any(each.happened & predicted for each in found for predicted in each.predicted)
    assert all(len(predicted) > 0 for each in found for predicted in each.predicted)
