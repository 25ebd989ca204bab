"""A city's parameter values are merged date by date into the scenario's; what it does not say stays."""

from datetime import date

from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.packs.macros import value_on


def test_values_are_merged_at_the_leaf(tmp_path):
    write_city(tmp_path)
    grace = load_city(tmp_path).scenarios[0].parameters["死亡登记宽限天数"]
    assert (value_on(grace.values, date(2025, 12, 31)), value_on(grace.values, date(2026, 1, 1))) == (30, 15)
    assert grace.unit == "天", "not said by the city"
    assert grace.reference == "示例市2026年通知（虚构）", "said by the city"
