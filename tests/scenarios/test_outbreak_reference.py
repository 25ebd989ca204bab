"""On every series given, bounds and alarms are those of the R package `surveillance`."""

import pytest

from bench import outbreak

pytestmark = pytest.mark.skipif(
    not outbreak.FOLDER.exists(), reason=f"no series in {outbreak.FOLDER.name}: SHUZHI_REAL_DATA"
)


def test_bounds_and_alarms_equal_the_reference_to_rounding() -> None:
    found = outbreak.differences()
    assert len(found) == 3 * 5 + 14 * 8
    apart = {
        name: each for name, each in found.items() if each.largest > 1e-6 or each.one_sided or each.alarms
    }
    assert apart == {}


def test_our_way_finds_more_than_the_best_of_the_eight_at_its_specificity() -> None:
    rates = {name: (tp / (tp + fn), tn / (tn + fp)) for name, (tp, fp, tn, fn) in outbreak.table().items()}
    theirs = rates["bayes(4,0,2)"]
    ours = rates["three years, negative binomial, alpha 0.05"]
    assert theirs == (pytest.approx(0.537, abs=5e-4), pytest.approx(0.926, abs=5e-4))
    assert ours > theirs
    assert ours[1] > theirs[1]
