"""k-anonymity, l-diversity and the risk of being found again, against a count by hand and against plain Python."""

from collections import Counter

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuzhi.core import sql
from shuzhi.secure.publication import Risk, measuring, objections, risk

VILLAGES = [("甲村", 30, "病一")] * 5 + [("甲村", 40, "病一"), ("甲村", 40, "病二")] + [("乙村", 30, "病三")]
ROWS = st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 3), st.sampled_from("xyz")), max_size=60)


def measured(rows: list[tuple[str, int, str]], k: int = 3) -> Risk:
    with duckdb.connect() as connection:
        connection.execute("create table t (村 varchar, 年龄 integer, 病 varchar)")
        if rows:
            connection.executemany("insert into t values (?, ?, ?)", rows)
        asked = measuring(sql.query("select * from t"), ["村", "年龄"], "病", k=k)
        return risk(connection.execute(sql.text(asked)).to_arrow_table())


def test_the_classes_are_counted() -> None:
    assert measured(VILLAGES) == Risk(
        rows=8, classes=3, k=1, l=1, unique=1 / 8, below=3 / 8, highest=1.0, average=3 / 8
    )


@given(ROWS)
def test_they_are_what_plain_python_counts(rows: list[tuple[str, int, str]]) -> None:
    classes = Counter((village, age) for village, age, _ in rows)
    values = {at: len({ill for village, age, ill in rows if (village, age) == at}) for at in classes}
    found = measured(rows)
    assert (found.rows, found.classes) == (len(rows), len(classes))
    assert found.k == min(classes.values(), default=0)
    assert found.l == min(values.values(), default=None)
    assert found.below == (sum(n for n in classes.values() if n < 3) / len(rows) if rows else 0)


@pytest.mark.parametrize(("k", "l", "problems"), [(1, 1, 0), (2, 1, 1), (1, 2, 1), (5, 2, 2)])
def test_what_is_too_easily_found_is_objected_to(k: int, l: int, problems: int) -> None:  # noqa: E741
    assert len(objections(measured(VILLAGES), k=k, l=l, where="公开表")) == problems
