"""YAML is read with the line of every key and value, and nothing is passed over in silence."""

from datetime import date

from shuzhi.packs.places import read_yaml


def test_lines_of_keys_and_items():
    document = read_yaml("甲: 1\n乙:\n  - 一\n  - {丙: 3}\n", "file.yml")
    assert document.places.at("乙", 1, "丙") == "file.yml:4"
    assert document.places.at("乙", 9) == "file.yml:2", "the nearest thing around it"


def test_lines_count_from_where_the_header_begins():
    document = read_yaml("\n甲: 1\n", "rule.sql", first_line=3)
    assert document.places.at("甲") == "rule.sql:4"


def test_dates_are_keys():
    document = read_yaml("{2024-01-01: 480}", "f")
    assert document.value == {date(2024, 1, 1): 480}
    assert document.places.at("2024-01-01") == "f:1"


def test_a_key_said_twice_is_a_mistake():
    document = read_yaml("甲: 1\n乙: 2\n甲: 3\n", "f")
    assert [problem.where for problem in document.problems] == ["f:3"]
    assert document.value == {"甲": 1, "乙": 2}


def test_impossible_dates_and_circles_are_mistakes():
    assert [problem.where for problem in read_yaml("a: 1\nb: 2024-02-31\n", "f").problems] == ["f:2"]
    assert len(read_yaml("a: &a [*a]\n", "f").problems) == 1


def test_python_objects_are_never_made():
    document = read_yaml("a: !!python/object/apply:os.getcwd []\n", "f")
    assert document.value == {"a": ()}
    assert read_yaml("a: !!python/name:os.getcwd x\n", "f").problems
