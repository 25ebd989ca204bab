"""The gateway fails closed: without a matching grant there is nothing to see, and what is granted is masked."""

from datetime import date
from pathlib import Path

import pytest
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS
from shuzhi.core.errors import Refused
from shuzhi.core.sql import TableName
from shuzhi.secure import audit, gateway
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Grant, Policy, Post, Purpose, Reader, Scope, Who

PAYMENTS = TableName("standard", "发放")
COLUMNS = {
    PAYMENTS: {
        "姓名": "person_name",
        "身份证号": "id_card",
        "县": "text",
        "_batch": "text",
        "_row": "integer",
    }
}
TODAY = date(2026, 6, 30)
CLERK = Reader(name="李某", posts=(Post(role="监督员"),), purpose="监督")


def grant(**changes: object) -> Grant:
    given: dict[str, object] = {
        "who": Who(role="监督员"),
        "tables": ("standard.*",),
        "purpose": "监督",
        "mask": "none",
    }
    return Grant(**(given | changes))


def policy(*grants: Grant, columns: dict[TableName, dict[str, str]] = COLUMNS, **changes: object) -> Policy:
    """The grants for two purposes; every column graded as its element says."""
    own = {element.name: element.grade for element in ELEMENTS}
    return Policy(
        grants=grants,
        purposes={name: Purpose(name=name, **changes) for name in ("监督", "研究")},
        columns=columns,
        grades={
            table: {name: own[element] for name, element in held.items()} for table, held in columns.items()
        },
    )


@pytest.fixture
def lake(tmp_path: Path):
    with gateway.open_lake(tmp_path / "lake") as lake:
        everything = Pipeline(lake=lake, scope=Scope(name="test", reads=("*",), writes=("*",)))
        rows = (
            "select '张三' as 姓名, '990101195001010017' as 身份证号, '甲县' as 县, 'b1' as _batch, 1 as _row "
            "union all select '李四', '990102196002020028', '乙县', 'b1', 2"
        )
        everything.replace(PAYMENTS, sql.query(rows))
        everything.replace(TableName("standard", "秘密"), sql.query("select 1 as 数"))
        yield lake


def read(lake: Lake, query: str, *grants: Grant, reader: Reader = CLERK) -> list[dict[str, object]]:
    answer = gateway.read(lake, reader, sql.query(query), policy=policy(*grants), today=TODAY)
    return answer.to_pylist()


ALL = "select 姓名, 身份证号, 县 from standard.发放 order by 县"


@pytest.mark.parametrize(
    "grants",
    [
        (),
        (grant(who=Who(role="统计员")),),
        (grant(who=Who(user="监督员")),),
        (grant(purpose="研究"),),
        (grant(tables=("finding.*",)),),
        (grant(until=date(2026, 6, 29)),),
    ],
    ids=["none", "another role", "a user of that name", "another purpose", "another table", "expired"],
)
def test_without_a_matching_grant_nothing_is_read(lake: Lake, grants: tuple[Grant, ...]) -> None:
    with pytest.raises(Refused):
        read(lake, ALL, *grants)


def test_a_grant_shows_its_rows_only(lake: Lake) -> None:
    assert [row["姓名"] for row in read(lake, ALL, grant(rows="县 = '乙县'"))] == ["李四"]


def test_a_count_counts_only_the_rows_granted(lake: Lake) -> None:
    assert read(lake, "select count(*) as n from standard.发放", grant(rows="县 = '乙县'")) == [{"n": 1}]


def test_masks_are_applied_before_any_condition_of_the_reader(lake: Lake) -> None:
    """Otherwise `where 身份证号 = '…'` would tell what the mask hides."""
    probe = "select count(*) as n from standard.发放 where 身份证号 = '990101195001010017'"
    assert read(lake, probe, grant(mask="partial")) == [{"n": 0}]
    assert read(lake, probe, grant(mask="none")) == [{"n": 1}]


def test_a_partial_mask_hides_the_value_and_a_column_may_have_its_own_level(lake: Lake) -> None:
    (first, _) = read(lake, ALL, grant(mask="partial", columns={"县": "none"}))
    assert first["县"] == "乙县"
    assert first["姓名"] not in {"张三", "李四"}
    assert str(first["身份证号"]) not in {"990101195001010017", "990102196002020028"}


def test_a_part_of_no_value_is_no_value(lake: Lake) -> None:
    """A mask that tells sizes would tell one of what is not there."""
    empty = TableName("standard", "空")
    everything = Pipeline(lake=lake, scope=Scope(name="test", reads=("*",), writes=("*",)))
    columns = {element.name: element.name for element in ELEMENTS}
    nothing = ", ".join(f'cast(null as {element.type}) as "{element.name}"' for element in ELEMENTS)
    everything.replace(empty, sql.query(f"select {nothing}"))
    asked = exp.select(*map(sql.column, columns)).from_(empty.tree)
    (row,) = gateway.read(
        lake, CLERK, asked, policy=policy(grant(mask="partial"), columns={empty: columns}), today=TODAY
    ).to_pylist()
    assert set(row.values()) == {None}


def test_two_grants_over_different_rows_never_add_up_to_more_than_each_alone(lake: Lake) -> None:
    plain_here = grant(rows="县 = '甲县'", mask="none")
    masked_there = grant(rows="县 = '乙县'", mask="full")
    assert {row["姓名"] for row in read(lake, ALL, plain_here, masked_there)}.isdisjoint({"张三", "李四"})


@pytest.mark.parametrize(
    "attack",
    [
        "select * from standard.秘密",
        "select * from read_parquet('lake/data/**/*.parquet')",
        "select * from (values (1)) t join standard.秘密 s on true",
        "select (select max(数) from standard.秘密) as x from standard.发放",
        "select 姓名 from standard.发放 union all select cast(数 as varchar) from standard.秘密",
        "with 发放 as (select * from standard.秘密) select * from 发放",
        "select * from __ducklake_metadata_lake.ducklake_data_file",
        "select * from memory.standard.发放",
        "select * from 发放",
        "select * from duckdb_tables()",
        "select * from glob('*')",
        "select getenv('HOME') as x from standard.发放",
        "select current_setting('memory_limit') as x from standard.发放",
        "select * from query('select 1')",
    ],
)
def test_what_cannot_be_proven_is_refused(lake: Lake, attack: str) -> None:
    with pytest.raises(Refused):
        read(lake, attack, grant())


def test_both_a_reading_and_a_refusal_are_recorded(lake: Lake) -> None:
    read(lake, ALL, grant())
    with pytest.raises(Refused):
        read(lake, ALL)
    written = lake.audit.read_text(encoding="utf-8").splitlines()
    assert '"action":"read"' in written[-2]
    assert '"action":"read refused"' in written[-1]
    assert audit.verify(lake.audit) is None


def test_a_step_reads_and_writes_only_what_it_declared(lake: Lake) -> None:
    step = Pipeline(lake=lake, scope=Scope(name="场景", reads=("standard.发放",), writes=("场景.*",)))
    assert step.replace(TableName("场景", "表"), sql.query("select 姓名 from standard.发放")) == 2
    with pytest.raises(Refused):
        step.fetch(sql.query("select * from standard.秘密"))
    with pytest.raises(Refused):
        step.replace(TableName("standard", "发放"), sql.query("select 1 as a"))
