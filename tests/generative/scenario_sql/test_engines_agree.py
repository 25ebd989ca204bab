"""Whatever expression of the portable subset, over whatever values: DuckLake and Spark answer alike."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.ports import Engine
from tests.generative.scenario_sql.expressions import projections
from tests.spec.case import Case, Row, comparable
from tests.spec.conftest import Open, holds, opened, spark_remote

__all__ = ["opened", "spark_remote"]

# Outside of these, answers are known to differ, and why:
#  text: a NUL cannot be kept by every engine; DuckDB alone reads 1_000 and 0x10 as numbers (no _ and no letter x);
#        DuckDB alone reads a sign or a point with nothing after it as 0 (a sign only in the words below);
#        upper-casing follows each engine's own edition of Unicode (no letters beyond the ones named)
#  days: years of four digits, as ISO 8601 writes them; DuckDB also knows years before Christ
#  sums of whole numbers may overflow where one engine widens and the other raises (small numbers)
ALPHABET = "中国𠮷·aBc019 /\u3000\t\n%'\\"
TYPES = {
    "t.t": {
        "s": "VARCHAR",
        "t": "VARCHAR",
        "i": "INTEGER",
        "j": "BIGINT",
        "m": "DECIMAL(18,2)",
        "n": "DECIMAL(10,3)",
        "d": "DATE",
        "e": "DATE",
        "b": "BOOLEAN",
    }
}


def nullable(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(st.none(), values, values, values)


texts = st.one_of(
    st.text(ALPHABET, max_size=8),
    st.sampled_from(["12", "1.5", " -3 ", "2024-02-29", "2024/1/2", "1e3", ".5", "5.", "990101199001011234"]),
)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
amounts = st.integers(-(10**6), 10**6)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "s": nullable(texts),
            "t": nullable(texts),
            "i": nullable(st.integers(-1000, 1000)),
            "j": nullable(st.integers(-(10**9), 10**9)),
            "m": nullable(amounts.map(lambda n: Decimal(n) / 100)),
            "n": nullable(amounts.map(lambda n: Decimal(n) / 1000)),
            "d": nullable(days),
            "e": nullable(days),
            "b": nullable(st.booleans()),
        }
    ),
    min_size=3,
    max_size=12,
)


@pytest.fixture(scope="module")
def both(
    opened: dict[str, Open], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, Engine]]:
    first, second = (opened[name](tmp_path_factory.mktemp(name)) for name in ("ducklake", "spark"))
    yield first, second
    first.close()
    second.close()


def answered(engine: Engine, case: Case) -> list[Row] | str:
    """The answer, or that there is none: an error is an answer too, if both engines give one."""
    try:
        return comparable(engine.fetch(case.query).to_pylist(), ordered=False)
    except ShuzhiError:
        return "an error"


@settings(max_examples=25, derandomize=True, suppress_health_check=list(HealthCheck))
@given(rows=ROWS, expressions=projections())
def test_engines_agree(both: tuple[Engine, Engine], rows: list[Row], expressions: list[str]) -> None:
    columns = ", ".join(f"{text} as c{i}" for i, text in enumerate(expressions))
    case = Case(sql=f"select {columns} from t.t", given={"t.t": rows}, types=TYPES, oracle=lambda _: [])
    for engine in both:
        holds(engine, case.tables)
    ducklake, spark = (answered(engine, case) for engine in both)
    assert spark == ducklake
