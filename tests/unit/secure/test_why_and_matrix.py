"""Why somebody sees a column, and who sees what: told by what reading itself does."""

from datetime import date

import pytest

from shuzhi.core.sql import TableName
from shuzhi.secure.policy import Grant, Policy, Post, Purpose, Reader, Who
from shuzhi.secure.why import matrix, why

TABLE = TableName("standard", "发放")
TODAY = date(2026, 6, 30)
READER = Reader(name="li", posts=(Post(role="核查员", department="甲局"),), purpose="监督")


def policy(*grants: Grant, **purpose: object) -> Policy:
    return Policy(
        grants=grants,
        purposes={"监督": Purpose(name="监督", **purpose)},  # type: ignore[arg-type]
        columns={TABLE: {"姓名": "person_name", "编号": "code"}},
        grades={TABLE: {"姓名": "一般3级", "编号": "一般4级"}},
    )


def grant(**said: object) -> Grant:
    given = {"who": Who(role="核查员"), "tables": ("standard.*",), "purpose": "监督", "mask": "partial"}
    return Grant(**(given | said))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("decides", "told"),
    [
        (policy(), "no grant gives you this table"),
        (policy(grant(until=date(2026, 6, 29))), "your grant has ended"),
        (policy(grant(purpose="研究")), "your grants are for: 研究"),
        (policy(grant(), until=date(2026, 6, 29)), "the purpose ended on 2026-06-29"),
        (policy(grant(who=Who(role="核查员", department="乙局"))), "no grant gives you this table"),
    ],
)
def test_what_is_missing_is_said(decides: Policy, told: str) -> None:
    found = why(decides, READER, TABLE, "姓名", TODAY)
    assert (found.level, [reason.en for reason in found.reasons]) == (None, [told])


def test_a_level_comes_with_its_rows_and_the_place_of_its_grant() -> None:
    found = why(policy(grant(rows="编号 = 'A'", where="city.yml:7")), READER, TABLE, "姓名", TODAY)
    assert (found.level, found.rows, found.grants) == ("partial", "\"编号\" = 'A'", ("city.yml:7",))


def test_a_code_made_of_something_more_sensitive_is_hidden_whole_and_that_is_said() -> None:
    found = why(policy(grant()), READER, TABLE, "编号", TODAY)
    assert found.level == "full"
    assert "一般4级" in found.reasons[0].en


def test_what_the_purpose_does_not_need_is_hidden() -> None:
    found = why(policy(grant(mask="none"), elements=frozenset({"code"})), READER, TABLE, "姓名", TODAY)
    assert found.level == "full"


def test_the_matrix_has_a_line_for_each_column_of_each_grant_in_force() -> None:
    lines = list(matrix(policy(grant(smallest=10), grant(until=date(2026, 1, 1))), TODAY))
    assert [(line.who, line.column, line.level, line.smallest) for line in lines] == [
        ("role:核查员", "姓名", "partial", 10),
        ("role:核查员", "编号", "full", 10),
    ]
