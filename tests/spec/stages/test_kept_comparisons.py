"""What a run compared the next one takes over, but for records that are no longer as they were."""

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.fuse.comparison import contents, known
from shuzhi.fuse.persons import PERSON
from tests.spec.case import Case, Given, Row
from tests.spec.conftest import Answer

KEPT, CONTENT = TableName("linkage", "person_compared"), TableName("linkage", "person_content")
RECORDS = TableName("linkage", "person_record")
PAIRS = [("甲", "乙"), ("甲", "丙"), ("乙", "丙"), ("乙", "丁")]


def taken_over(given: Given) -> list[Row]:
    fresh = {row["record"] for row in given[str(CONTENT)] if row["fresh"]}
    kept = {(row["l"], row["r"]): row["pattern"] for row in given[str(KEPT)]}
    return [
        {"l": left, "r": right, "pattern": None if {left, right} & fresh else kept.get((left, right))}
        for left, right in PAIRS
    ]


def test_a_pair_is_known_while_both_records_stay_as_they_were(answer: Answer) -> None:
    pairs = " union all ".join(f"select '{left}' as l, '{right}' as r" for left, right in PAIRS)
    case = Case(
        given={
            str(CONTENT): [
                {"record": "甲", "content": "1", "fresh": False},
                {"record": "乙", "content": "2", "fresh": False},
                {"record": "丙", "content": "3", "fresh": True},
                {"record": "丁", "content": "4", "fresh": False},
            ],
            str(KEPT): [
                {"l": "甲", "r": "乙", "pattern": "111111"},
                {"l": "甲", "r": "丙", "pattern": "222222"},
                {"l": "丙", "r": "戊", "pattern": "333333"},
            ],
        },
        sql=known(sql.query(pairs), KEPT, CONTENT),
        oracle=taken_over,
    )
    assert answer(case) == case.expected


def test_a_record_is_fresh_that_the_last_run_did_not_have_so(answer: Answer) -> None:
    nobody: Row = dict.fromkeys(PERSON.model.columns, "同")
    told = contents(PERSON.model, RECORDS, CONTENT)
    told = sql.query("select record, fresh, length(content) as long from c").with_("c", as_=told)
    case = Case(
        given={
            str(RECORDS): [nobody | {"record": "甲"}, nobody | {"record": "乙"}],
            str(CONTENT): [{"record": "甲", "content": "别的", "fresh": False}],
        },
        sql=told,
        oracle=lambda _: [{"record": name, "fresh": True, "long": 64} for name in ("甲", "乙")],
    )
    assert answer(case) == case.expected
