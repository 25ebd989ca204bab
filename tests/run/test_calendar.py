"""A run counts working days by the city's calendar, and says so when the year it is seen from is not announced."""

from datetime import date
from pathlib import Path

from sqlglot import exp

from shuzhi.core.sql import column
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.packs.platform_tables import WORKDAY
from shuzhi.run.loop import Done, lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING, digest

ANNOUNCED = """
arrangements:
  - {year: 2027, notice: 国办发明电〔2026〕9号, rest: [2027-01-01/2027-01-03], work: [2027-01-09]}
"""


def run(city: Path, as_of: date = date(2027, 1, 11)) -> Done:
    return run_city(load_city(city), as_of=as_of, tell=lambda _: None)


def worked(city: Path, day: date) -> list[dict[str, object]]:
    query = exp.select("is_working", "announced").from_(WORKDAY.tree)
    asked = query.where(exp.EQ(this=column("day"), expression=exp.cast(exp.Literal.string(str(day)), "date")))
    with lake_of(load_city(city), read_only=True) as lake:
        return Pipeline(lake=lake, scope=EVERYTHING).fetch(asked).to_pylist()


def test_a_year_not_announced_is_told_until_the_city_says_it(tmp_path: Path) -> None:
    city = tmp_path / "市"
    write_city(city)
    (warning,) = [problem for problem in run(city).problems if problem.where == "calendar.yml"]
    assert "2027年的放假调休安排不在工作日历中，按周一至周五计算" in str(warning)
    assert worked(city, date(2027, 1, 9)) == [{"is_working": False, "announced": False}]
    before = digest(city)

    (city / "calendar.yml").write_text(ANNOUNCED, encoding="utf-8")
    assert [problem for problem in run(city).problems if problem.where == "calendar.yml"] == []
    assert worked(city, date(2027, 1, 9)) == [{"is_working": True, "announced": True}]
    assert {table for table, rows in digest(city).items() if rows != before[table]} <= {
        "reference.workday",
        "meta.step",
    }
