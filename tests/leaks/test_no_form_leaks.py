"""A form, even one forged past the page and its checks, gets nobody a cell that his grants do not give."""

from collections.abc import Iterator

import pytest

from shuzhi.analyse.tabulate.compiling import compiled
from shuzhi.analyse.tabulate.form import Analysis, Kind, Known
from shuzhi.core import sql
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.links import Link
from shuzhi.core.sql import TableName
from shuzhi.secure.gateway import Lake
from tests.leaks.attack import Attack, leaked
from tests.leaks.defences import typed, without
from tests.leaks.world import CLERK, COLUMNS, DERIVED, FIRST, KNOWN, PEOPLE, ROSTER, SECRET, Person, world

KINDS: dict[str, Kind] = {"出生": "date", "金额": "number", "_row": "number"}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    with world(tmp_path_factory.mktemp("leaks") / "lake") as held:
        yield held


def forged() -> Iterator[tuple[str, Analysis, Known]]:
    """Every column grouped by, measured, asked about and joined for, as if all were granted as they are."""
    for table in (ROSTER, DERIVED, SECRET):
        for column in COLUMNS[table]:
            groups = [
                {"rows": [{"column": column}]},
                {"rows": [{"column": column}], "across": [{"column": column}]},
                {"rows": [{"column": column}, {"column": column}], "subtotals": True},
            ]
            counts = [{"measures": [{"how": how, "of": column}]} for how in ("min", "max", "sum", "avg")]
            asks = [
                {"where": [{"column": column, "how": "eq", "values": [FIRST]}], "rows": [{"column": column}]}
            ]
            for number, said in enumerate([*groups, *counts, *asks]):
                yield f"{table.name}.{column} {number}", _form(table, said), _known(table)
    for name in COLUMNS[ROSTER]:
        key = Link(on="身份证号", table=ROSTER, key="身份证号")
        join = {"table": str(ROSTER), "on": key.on, "key": key.key}
        said = {"join": join, "rows": [{"column": f"joined.{name}"}]}
        yield f"joined {name}", _form(KNOWN, said), _known(KNOWN, key)


def _form(table: TableName, said: dict[str, object]) -> Analysis:
    return Analysis.model_validate(
        {"purpose": "p", "table": str(table), "measures": [{"how": "rows"}], **said}
    )


def _known(table: TableName, link: Link | None = None) -> Known:
    columns = {name: KINDS.get(name, "text") for name in COLUMNS[table]}
    if link is not None:
        columns |= {f"joined.{name}": KINDS.get(name, "text") for name in COLUMNS[link.table]}
    return Known(table=table, joined=link, columns=columns)


def through(lake: Lake, who: Person, form: Analysis, known: Known) -> bool:
    groups = len(form.rows) + len(form.across)
    titles = [f"c{number}" for number in range(groups + len(form.measures))]
    text = sql.text(compiled(form, known, titles))
    try:
        rows, said = typed(lake, who.reader, text), ""
    except ShuzhiError as error:
        rows, said = [], str(error)
    return leaked(who, Attack(name="form", sql=text, defence="masks"), rows, said)


def test_no_forged_form_leaks_to_anybody(lake: Lake) -> None:
    leaks = [
        f"{name}: {who.name}"
        for name, form, known in forged()
        for who in PEOPLE
        if through(lake, who, form, known)
    ]
    assert leaks == []


@pytest.mark.parametrize("defence", ["masks", "rows"])
def test_forms_would_leak_without_the_defence(lake: Lake, defence: str) -> None:
    with without(defence):
        assert any(through(lake, CLERK, form, known) for _, form, known in forged())
