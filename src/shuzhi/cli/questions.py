"""`shuzhi ask`: a question in Chinese, the query it means in words, and the number."""

import getpass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from shuzhi.analyse.questions.parse import AskedBack, NotKnown
from shuzhi.cli.indicators import show
from shuzhi.core.text import Text
from shuzhi.packs.indicators import indicators
from shuzhi.packs.loader import load_city
from shuzhi.run.held import held
from shuzhi.run.indicators import Counter
from shuzhi.run.loop import lake_of
from shuzhi.run.questions import understood, vocabulary
from shuzhi.run.read import desk, post_in
from shuzhi.secure.policy import Reader

console = Console(highlight=False)


def ask(
    folder: Annotated[Path, typer.Argument(help="城市目录 · the city's folder")],
    question: Annotated[str, typer.Argument(help="如：今年各区县诉求量同比 · a question in Chinese")],
    *,
    role: Annotated[str, typer.Option(help="以何角色阅读 · the role to read as", envvar="SHUZHI_ROLE")],
    department: Annotated[
        str | None, typer.Option(help="在哪个部门 · the department one reads in", envvar="SHUZHI_DEPARTMENT")
    ] = None,
) -> None:
    """问数：一句话问指标，听不懂就说听不懂 · a question in Chinese; what is not understood is not answered."""
    city = load_city(folder)
    today = date.today()  # noqa: DTZ011  people's own calendar day is meant
    reader = Reader(name=getpass.getuser(), posts=(post_in(city, role, department),))
    with lake_of(city, read_only=True) as lake:
        asking = Counter(
            desk=desk(lake, city, reader, today),
            city=city,
            catalogue=indicators(city, city.as_of or today),
            held=held(lake),
        )
        told = understood(question, vocabulary(asking), city, today)
        match told:
            case NotKnown(why=why):
                console.print(str(Text(f"没有回答：{why.zh}", f"not answered: {why.en}")), markup=False)
                raise typer.Exit(1)
            case AskedBack(why=why, choices=choices):
                console.print(f"{why}？ {'、'.join(choices)}", markup=False)
                raise typer.Exit(1)
            case _:
                show(asking.answer(told.inquiry))
