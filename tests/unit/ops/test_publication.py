"""Before a table is published it is measured as its reader is given it; refused where people could be recognised."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shuzhi.cli.commands import app
from shuzhi.core import sql
from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.lake import lake as held
from shuzhi.run.publication import publication_risk
from shuzhi.run.read import Desk, desk

TABLE, PURPOSE = TableName("standard", "高龄津贴发放"), "高龄津贴监督"

pytestmark = pytest.mark.usefixtures("lake", "people")


def at(by: Callable[[str], object], login: str) -> Desk:
    there = held()
    assert there is not None
    return desk(there, city(), by(login).reader(PURPOSE), today())  # type: ignore[attr-defined]


def test_it_is_measured_as_the_reader_is_given_it(by: Callable[[str], object]) -> None:
    reader = at(by, "jiandu")
    rows = reader.rows(sql.query(f"select 身份证号, 金额, 发放日期 from {TABLE}"))
    for known in (["金额"], ["身份证号"], ["身份证号", "金额"]):
        classes = Counter(tuple(row[name] for name in known) for row in rows)
        found = publication_risk(reader, TABLE, known=known, sensitive="发放日期", k=5)
        assert (found.rows, found.classes, found.k) == (len(rows), len(classes), min(classes.values()))
        assert found.below == sum(n for n in classes.values() if n < 5) / len(rows)


def test_no_grant_no_measure(by: Callable[[str], object]) -> None:
    with pytest.raises(Refused):
        publication_risk(at(by, "xibei"), TABLE, known=["金额"], sensitive=None, k=5)


@pytest.mark.parametrize("k", [2, 500])
def test_the_command_refuses_what_would_give_people_away(
    lake: Path, by: Callable[[str], object], k: int
) -> None:
    smallest = publication_risk(at(by, "jiandu"), TABLE, known=["金额"], sensitive=None, k=k).k
    asked = ["publication", str(lake.parent), str(TABLE), "--role", "监督员", "--purpose", PURPOSE]
    told = CliRunner().invoke(app, [*asked, "--known", "金额", "--k", str(k)])
    assert isinstance(told.exception, ShuzhiError) is (smallest < k), told.output
    assert (told.exit_code == 0) is (smallest >= k)
