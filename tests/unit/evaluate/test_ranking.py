"""Figures of an order, on orders whose figures can be counted on fingers."""

import numpy as np
import pytest

from shuzhi.evaluate import ranking

DAYS = np.array(["2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04"], dtype="datetime64[D]")
LABELS = np.array([False, False, False, True])
GOOD = np.array([0.1, 0.2, 0.3, 0.9])


def test_the_worst_moved_to_the_front_comes_three_days_earlier():
    new = ranking.reordered(GOOD, DAYS)
    assert new.tolist() == DAYS[[3, 2, 1, 0]].tolist()
    assert ranking.days_earlier(DAYS, new, LABELS) == 3.0
    assert ranking.first_half_share(DAYS, DAYS, LABELS) == 0.0
    assert ranking.first_half_share(DAYS, new, LABELS) == 1.0


def test_within_groups_days_are_given_out_inside_each_group_only():
    new = ranking.reordered(GOOD, DAYS, np.array([0, 0, 1, 1]))
    assert new.tolist() == DAYS[[1, 0, 3, 2]].tolist()
    assert ranking.days_earlier(DAYS, new, LABELS) == 1.0


def test_auc_counts_ties_half_and_says_nothing_of_one_kind():
    assert ranking.auc(GOOD, LABELS) == 1.0
    assert ranking.auc(np.zeros(4), LABELS) == 0.5
    assert np.isnan(ranking.auc(GOOD, np.zeros(4, dtype=bool)))


def test_precision_and_recall_at_capacity():
    labels = np.array([False, True, False, True])
    assert ranking.precision_at(GOOD, labels, 2) == 0.5
    groups = np.array(["甲", "甲", "乙", "乙"], dtype=object)
    assert ranking.recall_by_group(GOOD, labels, groups, 2) == {"乙": (1.0, 1), "甲": (0.0, 1)}


def test_chances_that_are_shares_have_no_calibration_error():
    labels = np.array([True, False, False, False] * 25)
    assert ranking.calibration_error(np.full(100, 0.25), labels, parts=1) == pytest.approx(0.0)
    assert ranking.calibration_error(np.full(100, 0.75), labels, parts=1) == pytest.approx(0.5)


def test_what_is_caught_within_capacity_shares_ties_out():
    counts = np.array([0.0, 2.0, 0.0, 6.0])
    assert ranking.share_at(GOOD, counts, 1) == 0.75
    assert ranking.share_at(GOOD, counts, 4) == 1.0
    # All alike: whichever two are seen, half on average, in whatever order they stand.
    assert ranking.share_at(np.zeros(4), counts, 2) == 0.5
    assert np.isnan(ranking.share_at(GOOD, np.zeros(4), 2))
