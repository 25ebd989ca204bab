"""The verb of whoever publishes a table: could its people be recognised?"""

import getpass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.loader import load_city
from shuzhi.run.loop import lake_of
from shuzhi.run.publication import publication_risk
from shuzhi.run.read import desk, post_in
from shuzhi.secure.policy import Reader
from shuzhi.secure.publication import Risk, objections

console = Console(highlight=False)

LEAST_VALUES = 2
"""Of a sensitive column in every class that is published: one value would tell it of everybody in the class."""


def add_to(app: typer.Typer) -> None:
    app.command()(publication)


def publication(
    folder: Annotated[Path, typer.Argument(help="城市目录 · the city's folder")],
    table: Annotated[str, typer.Argument(help="模式.表名 · schema.table")],
    role: Annotated[str, typer.Option(help="以何角色阅读 · the role to read as", envvar="SHUZHI_ROLE")],
    purpose: Annotated[str, typer.Option(help="用途 · what for", envvar="SHUZHI_PURPOSE")],
    known: Annotated[
        list[str], typer.Option(help="外人可能知道的列，可写多次 · a column that a neighbour may know")
    ],
    sensitive: Annotated[str | None, typer.Option(help="敏感列 · the sensitive column")] = None,
    k: Annotated[int, typer.Option(help="每类至少多少行 · least rows alike", min=2)] = 5,
) -> None:
    """公开前量一量：表里的人会不会被认出来 · before a table is published: could its people be recognised."""
    city = load_city(folder)
    schema, _, name = table.partition(".")
    reader = Reader(name=getpass.getuser(), posts=(post_in(city, role, None),), purpose=purpose)
    with lake_of(city, read_only=True) as lake:
        at = desk(lake, city, reader, date.today())  # noqa: DTZ011  people's own calendar day is meant
        found = publication_risk(at, TableName(schema, name), known=known, sensitive=sensitive, k=k)
    _show(found)
    against = objections(found, k=k, l=LEAST_VALUES if sensitive else None, where=table)
    if against:
        raise ShuzhiError(against)
    fine = Text("可以公开：各项都达到所要求的", "it may be published: every measure is as asked for")
    console.print(str(fine), markup=False)


def _show(found: Risk) -> None:
    told = [
        (Text("行", "rows"), f"{found.rows:,}"),
        (Text("类", "classes"), f"{found.classes:,}"),
        (Text("最小的一类（k）", "smallest class (k)"), f"{found.k}"),
        (
            Text("敏感列最少几种值（l）", "fewest sensitive values (l)"),
            "—" if found.l is None else f"{found.l}",
        ),
        (Text("独自成类的行", "rows alone in their class"), f"{found.unique:.2%}"),
        (Text("在过小的类里的行", "rows in classes too small"), f"{found.below:.2%}"),
        (Text("最高重识别风险", "highest risk of being found"), f"{found.highest:.2%}"),
        (Text("平均重识别风险", "average risk of being found"), f"{found.average:.2%}"),
    ]
    for name, figure in told:
        console.print(f"{name}: {figure}", markup=False)
