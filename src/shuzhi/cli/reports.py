"""`shuzhi report`: a scenario's document of a period in the layout of GB/T 9704-2012, as Word, PDF, or its numbers."""

import getpass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.closest import did_you_mean
from shuzhi.packs.indicators import indicators
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City, Report
from shuzhi.run import reports
from shuzhi.run.held import held
from shuzhi.run.indicators import Counter
from shuzhi.run.loop import lake_of
from shuzhi.run.read import desk, post_in
from shuzhi.secure.policy import Reader

console = Console(highlight=False)


def report(  # noqa: PLR0913  each is an option of the command
    folder: Annotated[Path, typer.Argument(help="城市目录 · the city's folder")],
    name: Annotated[str, typer.Argument(help="场景.报告，如 hotline.月度通报 · scenario.report")],
    *,
    period: Annotated[str, typer.Option(help="2026-05、2026-Q1、2026 · the period it is of")],
    subject: Annotated[
        str | None, typer.Option(help="专报讲什么，如 教育 · what a document with subjects is about")
    ] = None,
    form: Annotated[
        reports.DocumentForm, typer.Option(help="Word、PDF，或只要数 · Word, PDF, or its numbers")
    ] = "docx",
    role: Annotated[str, typer.Option(help="以何角色阅读 · the role to read as", envvar="SHUZHI_ROLE")],
    department: Annotated[
        str | None, typer.Option(help="在哪个部门 · the department one reads in", envvar="SHUZHI_DEPARTMENT")
    ] = None,
    to: Annotated[
        Path,
        typer.Option(
            help="写到哪个目录，没有就建 · the folder it is written to, made where there is none",
            file_okay=False,
        ),
    ] = Path(),
) -> None:
    """公文：场景的报告，每个数都对回查询 · a document in Word whose every number is held against its query."""
    city = load_city(folder)
    today = date.today()  # noqa: DTZ011  people's own calendar day is meant
    declared = _declared(city, name)
    reader = Reader(name=getpass.getuser(), posts=(post_in(city, role, department),))
    to.mkdir(parents=True, exist_ok=True)
    called = "-".join(each for each in (declared.name, subject, period) if each)
    target = to / f"{called}.{form}"
    with lake_of(city, read_only=True) as lake:
        asking = Counter(
            desk=desk(lake, city, reader, today),
            city=city,
            catalogue=indicators(city, city.as_of or today),
            held=held(lake),
        )
        edition = reports.Edition(period=period, subject=subject)
        written = reports.write(asking, declared, edition, today, {form: target})
    console.print(
        str(
            Text(
                f"已写好 {target}：{written.numbers} 个数，逐个对过；快照 {written.snapshot or '—'}",
                f"wrote {target}: {written.numbers} numbers, each held against its query; "
                f"snapshot {written.snapshot or '—'}",
            )
        ),
        markup=False,
        soft_wrap=True,
    )


def _declared(city: City, name: str) -> Report:
    there = {f"{scenario.name}.{each.name}": each for scenario in city.scenarios for each in scenario.reports}
    if name not in there:
        raise ShuzhiError(
            [
                Problem(
                    what=Text(f"没有报告“{name}”", f"there is no report “{name}”"),
                    where="report",
                    todo=did_you_mean(
                        name, list(there), otherwise=Text("写 场景.报告", "write scenario.report")
                    ),
                )
            ]
        )
    return there[name]
