"""Nothing in the lake changes with a cell of a department's file but what lineage says it can reach."""

import random

import pytest

from bench.lineage import Changed, changed, draw, grouped, made
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.inventory import At, inventory
from shuzhi.run.loop import lake_of

CELLS = 3


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Changed]:
    folder = tmp_path_factory.mktemp("lineage") / "市"
    write_city(folder)
    base, chance = made(folder), random.Random(11)
    city = load_city(folder)
    with lake_of(city, read_only=True) as lake:
        held = inventory(lake, city)
    told = []
    for cell in draw(folder, chance, CELLS):
        one, base = changed(folder, base, (cell,), held, chance)
        told.append(one)
    return told


def test_no_change_comes_unpredicted(found: list[Changed]) -> None:
    assert [(each.cells, sorted(each.unpredicted)) for each in found if each.unpredicted] == []


def test_a_changed_cell_changes_its_own_row_only(found: list[Changed]) -> None:
    assert [(each.cells, each.stray) for each in found if each.stray] == []


def test_changes_do_reach_what_is_predicted(found: list[Changed]) -> None:
    assert any(each.happened & predicted for each in found for predicted in each.predicted)
    assert all(len(predicted) > 0 for each in found for predicted in each.predicted)


def test_cells_of_one_run_are_of_different_sources_and_reach_different_columns(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("lineage") / "市"
    write_city(folder)
    cells = draw(folder, random.Random(3), 9)
    reached = {cell.at: frozenset({At("x", cell.at.column)}) for cell in cells}
    groups = grouped(cells, reached, 2)
    assert sorted(map(str, (cell for group in groups for cell in group))) == sorted(map(str, cells))
    assert all(len({cell.at.table for cell in group}) == len(group) <= 2 for group in groups)
