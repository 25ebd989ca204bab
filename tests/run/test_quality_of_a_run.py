"""A run says which quality rules a table breaks, whose table it is, and in which rows; mended data raise the score."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuzhi.core import sql
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING

AS_OF = date(2026, 6, 30)
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quality") / "市"
    write_city(folder)
    run_city(load_city(folder), as_of=AS_OF, tell=lambda _: None)
    return folder


def rows(city: Path, query: str) -> Rows:
    with lake_of(load_city(city), read_only=True) as lake:
        found: Rows = Pipeline(lake=lake, scope=EVERYTHING).fetch(sql.query(query)).to_pylist()
        return found


def result(city: Path, rule: str) -> tuple[str, int, int]:
    (row,) = rows(city, f"select * from quality.result where \"table\" = '高龄津贴发放' and rule = '{rule}'")
    return row["owner"], row["checked"], row["failing"]


def test_what_another_department_knows_better_is_told_of_its_rows(city: Path) -> None:
    """The register calls him 乙示列, three payments 乙示例. Of whom the register does not know nothing is asked."""
    assert result(city, "agrees:姓名") == ("民政局", 6, 3)
    found = rows(
        city,
        """
        select p.姓名, p.发放日期 from quality.example e
        join standard.高龄津贴发放 p on p._batch = e._batch and p._row = e._row
        where e.rule = 'agrees:姓名' order by p.发放日期
        """,
    )
    assert [(row["姓名"], row["发放日期"].month) for row in found] == [
        ("乙示例", month) for month in (4, 5, 6)
    ]


def test_elements_and_required_columns_bring_rules_of_their_own(city: Path) -> None:
    assert result(city, "valid:身份证号") == ("民政局", 13, 1)
    assert result(city, "filled:发放金额") == ("民政局", 13, 0)
    assert result(city, "readable") == ("民政局", 13, 0)


def test_rules_that_are_kept_are_told_too(city: Path) -> None:
    assert result(city, "unique:身份证号+发放日期") == ("民政局", 12, 0)
    assert result(city, "holds:发放日期不在将来") == ("民政局", 13, 0)


def test_mended_data_raise_the_score_and_an_unchanged_run_adds_nothing(city: Path) -> None:
    def scores() -> list[float]:
        kept = rows(
            city,
            "select score from meta.quality_trend where level = 'department' and name = '民政局' "
            "and dimension = 'consistency' order by run",
        )
        return [row["score"] for row in kept]

    (first,) = scores()
    run_city(load_city(city), as_of=AS_OF, tell=lambda _: None)
    assert scores() == [first]
    register = city / "data" / "公安局" / "死亡登记.csv"
    register.write_text(register.read_text("utf-8").replace("乙示列", "乙示例"), "utf-8")
    run_city(load_city(city), as_of=AS_OF, tell=lambda _: None)
    assert scores() == [first, 1.0]
    assert first < 1
    assert result(city, "agrees:姓名") == ("民政局", 6, 0)
