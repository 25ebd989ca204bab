"""``shuzhi init`` writes a city without a single mistake or warning, of people who are nobody."""

import re
from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.api import id_check_character
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine


def test_the_city_is_clean(tmp_path):
    write_city(tmp_path / "city")
    city, problems = examine(tmp_path / "city")
    assert problems == []
    assert [rule.rule for scenario in city.scenarios for rule in scenario.rules] == ["paid_after_death"]


def test_its_files_are_in_two_encodings(tmp_path):
    write_city(tmp_path)
    assert "身份证号" in (tmp_path / "data/民政局/高龄津贴2026.csv").read_text(encoding="gbk")
    assert "身份证号" in (tmp_path / "data/公安局/死亡登记.csv").read_text(encoding="utf-8")


def test_its_people_are_nobody(tmp_path):
    files = [path for path in write_city(tmp_path) if path.suffix == ".csv"]
    text = "".join(path.read_bytes().decode("gbk" if "高龄" in path.name else "utf-8") for path in files)
    numbers = set(re.findall(r"\d{17}[\dX]", text))
    right = {number for number in numbers if id_check_character(number[:17]) == number[17]}
    assert all(number.startswith("99") for number in numbers)
    assert (len(numbers), len(right)) == (6, 5), "one number is mistyped on purpose"


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ShuzhiError):
        write_city(tmp_path)
    assert [path.name for path in Path(tmp_path).iterdir()] == ["mine.txt"]
