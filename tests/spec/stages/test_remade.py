"""What the last run made stays while it is asked for and made alike; of an entity, while its records say the same."""

from datetime import date

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.fuse import remade
from tests.spec.case import Case, Row
from tests.spec.conftest import Answer

KEPT, FOUND, SAID = (TableName("linkage", name) for name in ("person_form", "person_found", "person_said"))
ASKED = "select '甲' as written union select '乙' union select '丙' union select cast(null as varchar)"
FORMS: list[Row] = [
    {"written": "甲", "sound": "jia", "how": "今"},
    {"written": "乙", "sound": "yi", "how": "昔"},
    {"written": "丁", "sound": "ding", "how": "今"},
]


def test_only_what_is_asked_for_and_was_made_alike_stays(answer: Answer) -> None:
    case = Case(
        given={str(KEPT): FORMS},
        sql=remade.still(KEPT, sql.query(ASKED), ("written", "sound"), "今"),
        oracle=lambda _: [{"written": "甲", "sound": "jia"}],
    )
    assert answer(case) == case.expected


def test_what_is_new_or_was_made_otherwise_is_missing(answer: Answer) -> None:
    case = Case(
        given={str(KEPT): FORMS},
        sql=remade.missing(KEPT, sql.query(ASKED), "今"),
        oracle=lambda _: [{"written": "乙"}, {"written": "丙"}],
    )
    assert answer(case) == case.expected


def record(name: str, person: str, seen: date | None = None, authority: int = 1) -> Row:
    return {"record": name, "person": person, "authority": authority, "seen": seen}


def test_entities_change_by_records_that_came_went_moved_or_are_of_another_day(answer: Answer) -> None:
    before = [
        record("同", "P同"),
        record("走", "P走"),
        record("移", "P旧"),
        record("晚", "P晚", date(2025, 1, 1)),
        record("信", "P信"),
    ]
    now = [
        record("同", "P同"),
        record("来", "P来"),
        record("移", "P新"),
        record("晚", "P晚", date(2025, 2, 1)),
        record("信", "P信", authority=2),
    ]
    case = Case(
        given={str(SAID): [{**row, "how": "今"} for row in before], str(FOUND): now},
        sql=remade.changed("person", FOUND, SAID, "今"),
        oracle=lambda _: [{"person": f"P{name}"} for name in ("走", "旧", "新", "来", "晚", "信")],
    )
    assert answer(case) == case.expected


def test_facts_made_in_another_way_are_all_made_anew(answer: Answer) -> None:
    case = Case(
        given={str(SAID): [{**record("同", "P同"), "how": "昔"}], str(FOUND): [record("同", "P同")]},
        sql=remade.changed("person", FOUND, SAID, "今"),
        oracle=lambda _: [{"person": "P同"}],
    )
    assert answer(case) == case.expected
