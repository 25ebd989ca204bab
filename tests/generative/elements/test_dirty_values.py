"""Whatever is written in a cell, the SQL of an element and plain Python judge it alike, and nothing fails."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS, Element
from shuzhi.govern.standardise import judged
from tests.spec.case import arrow
from tests.spec.elements.judging import AS_OF, LANDED, REGIONS
from tests.spec.elements.oracle import verdict

DIRT = (
    *"0123456789",
    *"０１９",
    *" 　\t\u200b\ufeff\xa0",
    *"-－—–_/.．。,，、;；:：·•()（）+*?□'\"\\%#@＠",
    *"XxEeOoIiTZａＡ",
    *"年月日号时分十一二三〇零万亿元整￥¥转",
    *"虚平安古丽公司村路藏桂使警挂\U00020164\ue000",
    *[
        "无",
        "不详",
        "NULL",
        "null",
        "-",
        "E+17",
        "000",
        "+86",
        "0086",
        "99010",
        "19900307",
        "2023",
        "62220",
        "POINT(",
    ],
)
SEEDS = [
    "990101199003071237",
    "99010119850307128X",
    "990101900307123",
    "91990100MA0000000D",
    "990101",
    "虚平安",
    "古丽·买买提",
    "15400000001",
    "0779-2034567",
    "云澜市虚构路1号",
    "2023-05-01",
    "2023年5月1日",
    "二〇二三年十月十二日",
    "45047",
    "20230501",
    "1,234.50",
    "1.2万元",
    "(420.5)",
    "1.5E+03",
    "6222020000000000000",
    "0099000000000000001",
    "藏Z00001",
    "藏ZD00001",
    "person1@example.com",
    "83.5,39.25",
    "39.25/83.5",
    "是",
    "12",
    "0.25",
]
ROWS = 60


@st.composite
def dirtied(draw: st.DrawFn) -> str:
    """A value someone may have meant, with pieces taken out, put in or changed; or dirt alone."""
    characters = list(draw(st.sampled_from((*SEEDS, ""))))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(characters)))
        taken = draw(st.integers(0, 2))
        characters[place : place + taken] = draw(st.lists(st.sampled_from(DIRT), max_size=2))
    return "".join(characters)


@pytest.fixture(scope="module")
def lake() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema landed; create schema reference; set threads = 1")
    connection.register("regions", arrow(REGIONS, {}))
    connection.execute("create table reference.region as from regions")
    return connection


@pytest.mark.parametrize("kind", ELEMENTS, ids=lambda kind: kind.name)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raws=st.lists(dirtied(), min_size=1, max_size=ROWS, unique=True))
def test_the_sql_and_plain_python_agree(
    lake: duckdb.DuckDBPyConnection, kind: Element, raws: list[str]
) -> None:
    lake.register("raws", arrow([{"值": raw} for raw in raws], {"值": "VARCHAR"}))
    lake.execute("create or replace table landed.样例 as from raws")
    told = lake.execute(sql.text(judged(kind, [(LANDED, "值")], as_of=AS_OF))).fetchall()
    by_sql = {raw: (_text(kind, value), reason) for raw, value, reason in told}
    assert by_sql == {raw: _canonical(kind, *verdict(kind.name, raw, REGIONS)) for raw in raws}


def _text(kind: Element, value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return None if value is None else str(value)


def _canonical(kind: Element, value: str | None, reason: str | None) -> tuple[str | None, str | None]:
    if kind.type == "DOUBLE" and value is not None:
        return str(float(value)), reason
    return value, reason
