"""Conditions that differ by reader: what he has widens what he sees, what he lacks never does."""

import pytest

from shuzhi.core import sql
from shuzhi.core.text import Text
from shuzhi.secure.conditions import bound, parse


def said(condition: str, **has: object) -> str:
    tree = parse(condition)
    assert not isinstance(tree, Text), tree
    given = {"login": "li", "departments": (), "duties": (), "regions": ()} | has
    return sql.text(bound(tree, **given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "has", "text"),
    [
        ("部门 in (reader.departments)", {"departments": ["乙", "甲"]}, "\"部门\" IN ('乙', '甲')"),
        ("部门 in (reader.departments)", {}, "FALSE"),
        ("职责 in (reader.duties)", {"duties": ["核查"]}, "\"职责\" IN ('核查')"),
        ("经办人 = reader.login", {}, "\"经办人\" = 'li'"),
        ("covers(reader.regions, 区划)", {"regions": ["990102"]}, "(\"区划\" LIKE '990102%')"),
        ("covers(reader.regions, 区划)", {"regions": [""]}, "TRUE"),
        ("covers(reader.regions, 区划)", {}, "FALSE"),
        ("金额 > 5 or covers(reader.regions, 区划)", {}, '"金额" > 5 OR FALSE'),
    ],
)
def test_what_a_reader_is_stands_in_it_as_values(condition: str, has: dict[str, object], text: str) -> None:
    assert said(condition, **has) == text


@pytest.mark.parametrize(
    "condition",
    [
        "部门 not in (reader.departments)",
        "not covers(reader.regions, 区划)",
        "经办人 <> reader.login",
        "(经办人 = reader.login) is null",
        "case when 经办人 = reader.login then false else true end",
        "reader.password = 1",
        "部门 = reader.departments",
        "covers(区划, reader.regions)",
        "covers(reader.regions)",
        "a.部门 = 1",
        "金额 > (select 1)",
        "count(*) > 1",
        "true; drop table t",
        "true) or (1=1",
        "read_text('/etc/passwd') is not null",
        "true group by 1",
    ],
)
def test_what_could_show_more_to_who_has_less_is_refused(condition: str) -> None:
    assert isinstance(parse(condition), Text)
