"""Of a table of counts with its totals, no withheld cell can be computed, nor a sum of them too small to publish."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuzhi.secure.statistics import complemented

SMALLEST = 5
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(1, 30), min_size=width, max_size=width), min_size=2, max_size=5
    )
)


def withheld(counts: list[list[int]]) -> np.ndarray:
    shape = (len(counts), len(counts[0]))
    cells = [(row, column) for row in range(shape[0]) for column in range(shape[1])]
    flat = np.array(counts).ravel()
    return complemented(cells, flat, flat < SMALLEST, SMALLEST).reshape(shape)


@given(TABLES)
def test_no_line_leaves_one_cell_or_too_few_rows_to_be_told_from_its_total(counts: list[list[int]]) -> None:
    out, table = withheld(counts), np.array(counts)
    assert out[table < SMALLEST].all()
    for lines, numbers in ((out, table), (out.T, table.T)):
        for gone, line in zip(lines, numbers, strict=True):
            assert gone.all() or not gone.any() or (gone.sum() > 1 and line[gone].sum() >= SMALLEST)


@given(TABLES)
def test_nothing_is_withheld_where_nothing_is_small(counts: list[list[int]]) -> None:
    assert not withheld([[count + SMALLEST for count in row] for row in counts]).any()


@pytest.mark.parametrize(
    ("counts", "out"),
    [
        ([[2, 9, 30]], [[True, True, False]]),
        ([[2, 9], [20, 40]], [[True, True], [True, True]]),
        ([[1, 1, 1, 9], [9, 9, 9, 9]], [[True, True, True, True], [True, True, True, True]]),
    ],
    ids=["the smallest of the others goes too", "in both directions", "three of one row are too few"],
)
def test_further_cells_are_withheld(counts: list[list[int]], out: list[list[bool]]) -> None:
    assert withheld(counts).tolist() == out
