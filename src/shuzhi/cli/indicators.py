"""`shuzhi indicators`: the governed numbers at the command line, as a reader's grants give them."""

import getpass
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from shuzhi.analyse.indicators.form import NOT_FILLED, Answered, Cell, Column, Inquiry
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.indicators import indicators as catalogue
from shuzhi.packs.loader import load_city
from shuzhi.run.held import held
from shuzhi.run.indicators import Counter
from shuzhi.run.loop import lake_of
from shuzhi.run.read import desk, post_in
from shuzhi.run.told import Explained
from shuzhi.secure.policy import Reader

console = Console(highlight=False)


def indicators(  # noqa: PLR0913  each is an option of the command
    folder: Annotated[Path, typer.Argument(help="城市目录 · the city's folder")],
    name: Annotated[
        str | None, typer.Argument(help="指标全名，如 hotline.诉求量；不写则列出 · none: list them")
    ] = None,
    *,
    role: Annotated[str, typer.Option(help="以何角色阅读 · the role to read as", envvar="SHUZHI_ROLE")],
    department: Annotated[
        str | None, typer.Option(help="在哪个部门 · the department one reads in", envvar="SHUZHI_DEPARTMENT")
    ] = None,
    period: Annotated[str, typer.Option(help="2026-05、2026-Q1、this_year、last_30_days、all")] = "all",
    grain: Annotated[str | None, typer.Option(help="day、week、month、quarter、year")] = None,
    by: Annotated[
        list[str] | None, typer.Option(help="维度，或 维度/层级 · a dimension, or dimension/level")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="维度=值[,值] · dimension=value[,value]")] = None,
    compare: Annotated[
        list[str] | None, typer.Option(help="previous_year、previous、cumulative、share、rank")
    ] = None,
    top: Annotated[int | None, typer.Option(help="前几个 · so many groups")] = None,
    explain: Annotated[bool, typer.Option(help="口径、SQL、来源 · how it is counted")] = False,
    rows: Annotated[bool, typer.Option(help="背后的行 · the rows behind it")] = False,
    snapshot: Annotated[
        int | None,
        typer.Option(
            help="按哪个快照算，保留 30 天 · as of that snapshot of the lake, kept for 30 days", min=0
        ),
    ] = None,
    why: Annotated[bool, typer.Option(help="为什么变 · what each group adds to the change")] = False,
) -> None:
    """指标：有哪些、是多少、怎么数的、为什么变 · governed numbers: which, how much, how counted, why changed."""
    city = load_city(folder)
    today = date.today()  # noqa: DTZ011  people's own calendar day is meant
    reader = Reader(name=getpass.getuser(), posts=(post_in(city, role, department),))
    with lake_of(city, read_only=True, at=snapshot) as lake:
        asking = Counter(
            desk=desk(lake, city, reader, today),
            city=city,
            catalogue=catalogue(city, city.as_of or today),
            held=held(lake),
        )
        if name is None:
            _list(asking)
            return
        inquiry = _inquiry(name, period, grain, by or (), only or (), compare or (), top)
        if explain:
            _explain(asking.explain(inquiry))
        elif rows:
            behind = asking.behind(inquiry)
            _table([str(title) for title in behind.titles], behind.rows)
        else:
            show(asking.changes(inquiry) if why else asking.answer(inquiry))


def _inquiry(
    name: str,
    period: str,
    grain: str | None,
    by: Sequence[str],
    only: Sequence[str],
    compare: Sequence[str],
    top: int | None,
) -> Inquiry:
    said = {
        "indicator": name,
        "period": period,
        "grain": grain,
        "by": [dict(zip(("dimension", "level"), each.split("/", 1), strict=False)) for each in by],
        "where": [
            {"dimension": each.partition("=")[0], "values": each.partition("=")[2].split(",")}
            for each in only
        ],
        "compare": compare,
        "top": top,
    }
    try:
        return Inquiry.model_validate(said)
    except ValidationError as error:
        raise ShuzhiError(
            [
                Problem(
                    what=Text("问法不对", "the question is not well formed"),
                    where=".".join(map(str, mistake["loc"])),
                    why=Text(mistake["msg"], mistake["msg"]),
                    todo=Text("见 shuzhi indicators --help", "see `shuzhi indicators --help`"),
                )
                for mistake in error.errors()
            ]
        ) from None


def _list(asking: Counter) -> None:
    lines = [
        [
            offered.entry.name,
            str(offered.entry.declared.title),
            str(offered.entry.declared.unit),
            "、".join(each.name for each in offered.indicator.dimensions),
            str(offered.entry.declared.definition),
        ]
        for offered in asking.offered()
    ]
    heads = (
        Text("指标", "indicator"),
        Text("名称", "title"),
        Text("单位", "unit"),
        Text("维度", "dimensions"),
    )
    _table([*map(str, heads), str(Text("口径", "definition"))], lines)


def show(told: Answered) -> None:
    """An answer: the inquiry in words, the table, what has to be said beside it."""
    console.print(str(told.said), markup=False, soft_wrap=True)
    heads = [
        f"{each.title}（{each.unit}）" if each.unit is not None else str(each.title) for each in told.columns
    ]
    _table(
        heads, [[_called(cell, of) for cell, of in zip(row, told.columns, strict=True)] for row in told.rows]
    )
    fresh = told.freshness
    notes = [*map(str, told.notes)]
    if fresh.first is not None:
        notes.append(str(Text(f"数据：{fresh.first}—{fresh.last}", f"data: {fresh.first}—{fresh.last}")))
    notes.append(str(Text(f"快照：{told.snapshot or '—'}", f"snapshot: {told.snapshot or '—'}")))
    for note in notes:
        console.print(note, markup=False, soft_wrap=True)


def _called(cell: Cell, of: Column) -> Cell:
    """As people call it; a group of which nothing is filled in says so, as it does on the pages."""
    if cell is None:
        return str(NOT_FILLED) if of.kind == "dimension" else None
    label = (of.labels or {}).get(str(cell))
    return str(label) if label is not None else cell


def _explain(told: Explained) -> None:
    for line in (told.said, told.definition, f"{told.table_title}（{told.table}） · {told.owner}", told.sql):
        console.print(str(line), markup=False, soft_wrap=True)


def _table(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    table = Table(header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(_shown, row))
    console.print(table)


def _shown(cell: Cell) -> str:
    if cell is None:
        return "—"
    if isinstance(cell, float):
        return f"{cell:,.2f}"
    return f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else str(cell)
