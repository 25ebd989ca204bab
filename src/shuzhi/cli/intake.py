"""`shuzhi intake`: what people do about the files that came."""

import getpass
import signal
import threading
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from shuzhi.cli import show
from shuzhi.collect.quarantine import ASIDE, REASONS
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from shuzhi.run import form as forms
from shuzhi.run import intake, mending
from shuzhi.run.due import STATES, standings
from shuzhi.run.execute import Told
from shuzhi.run.feeds import pull_feeds
from shuzhi.run.fixit import report as write_report
from shuzhi.run.form_headers import headers_of
from shuzhi.run.listening import listen as listen_to
from shuzhi.run.loop import lake_of, run_city
from shuzhi.run.read import desk, post_in
from shuzhi.run.recipes import layout_text, write_layout
from shuzhi.secure.policy import Reader

app = typer.Typer(
    help="部门报来的文件：怎么读、对账、撤回、修复、反馈 · files that came: how read, accounts, withdraw, mend, report",
    no_args_is_help=True,
)
console = Console(highlight=False)

CityFolder = Annotated[Path, typer.Argument(help="城市目录 · the city's folder")]
BatchId = Annotated[str, typer.Argument(help="批次编号 · the batch")]
Role = Annotated[str, typer.Option(help="以何角色阅读 · the role to read as", envvar="SHUZHI_ROLE")]
Purpose = Annotated[str, typer.Option(help="用途 · what for", envvar="SHUZHI_PURPOSE")]


@app.command()
def look(
    folder: CityFolder,
    file: Annotated[Path, typer.Argument(help="部门的文件 · the file", exists=True, dir_okay=False)],
    write: Annotated[bool, typer.Option("--write", help="写进采集配方 · write it into the recipe")] = False,  # noqa: FBT002
) -> None:
    """这个文件怎么读：表头、类型、哪些行不算数据 · how a file is read."""
    city = load_city(folder)
    looked = intake.look(city, file, afresh=write)
    show.problems(console, looked.notes)
    _say(
        Text(
            f"来源 {looked.source.name}，{looked.rows} 行数据",
            f"source {looked.source.name}, {looked.rows} rows of data",
        )
    )
    for reasons, known in ((looked.aside, ASIDE), (looked.bad, REASONS)):
        for reason, count in reasons.items():
            code, _, column = reason.partition(":")
            what = known.get(code, Text(reason, reason))
            _say(Text(f"  {count} 行 {column} {what.zh}", f"  {count} rows {column} {what.en}"))
    if not write:
        console.print(layout_text(looked), markup=False, highlight=False, soft_wrap=True)
        return
    path = write_layout(city, looked)
    load_city(folder)
    _say(Text(f"已写入 {path}；请核对", f"written to {path}: look it over"))


@app.command()
def accounts(folder: CityFolder) -> None:
    """每一批的账 · the accounts of every batch."""
    with lake_of(load_city(folder), read_only=True) as lake:
        held = intake.accounts(lake)
    table = Table(header_style="bold")
    headings = (
        Text("批次", "batch"), Text("文件", "file"), Text("行数", "rows"), Text("入库", "landed"),
        Text("其中修复", "repaired"), Text("隔离", "quarantined"), Text("不算数据", "set aside"),
        Text("原因", "reasons"),
    )  # fmt: skip
    for heading in headings:
        table.add_column(str(heading), overflow="fold")
    for batch, reasons in held:
        counts = (batch.records, batch.landed, batch.repaired, batch.quarantined, batch.set_aside)
        told = "、".join(f"{_reason(reason)} {count}" for reason, count in sorted(reasons.items()))
        table.add_row(batch.batch, batch.file, *(f"{count:,}" for count in counts), told)
    console.print(table)
    wrong = [
        batch for batch, _ in held if batch.records != batch.landed + batch.quarantined + batch.set_aside
    ]
    _say(
        Text("账平", "the accounts add up")
        if not wrong
        else Text(f"{len(wrong)} 批对不上", f"{len(wrong)} batches do not add up")
    )
    raise typer.Exit(1 if wrong else 0)


@app.command()
def calendar(folder: CityFolder) -> None:
    """报送日历：哪些该到、迟到，谁按时 · what is due, what is late."""
    city = load_city(folder)
    with lake_of(city, read_only=True) as lake:
        found, notes = standings(lake, city, city.sources, city.as_of or _today())
    show.problems(console, notes)
    table = Table(header_style="bold")
    for heading in (
        Text("来源", "source"), Text("部门", "department"), Text("状态", "state"), Text("应报", "due"),
        Text("最近到达", "last came"), Text("按时", "in time"),
    ):  # fmt: skip
        table.add_column(str(heading), overflow="fold")
    for each in found:
        state = str(STATES[each.state]) + (f" {each.days}" if each.state in ("late", "never") else "")
        due = "" if each.asked is None else each.asked.due.isoformat()
        table.add_row(
            each.source.name,
            each.sender,
            state,
            due,
            str(each.last or "—"),
            f"{each.in_time}/{each.judged}",
        )
    console.print(table)
    raise typer.Exit(1 if any(each.state in ("late", "never") for each in found) else 0)


@app.command()
def quarantine(
    folder: CityFolder,
    batch: BatchId,
    to: Annotated[Path, typer.Argument(help="写到 · the workbook to write")],
    role: Role,
    purpose: Purpose,
) -> None:
    """把一批的隔离行写成修复表 · a batch's quarantined rows as a sheet to mend."""
    city = load_city(folder)
    with lake_of(city, read_only=True) as lake:
        count = mending.write_sheet(desk(lake, city, _reader(city, role, purpose), _today()), city, batch, to)
    _say(Text(f"{count} 行，已写到 {to}", f"{count} rows, written to {to}"))


@app.command()
def mend(
    folder: CityFolder,
    batch: BatchId,
    sheet: Annotated[Path, typer.Argument(help="修复表 · the mended sheet", exists=True, dir_okay=False)],
) -> None:
    """修复表里改好的行入库 · land the rows of the sheet that were mended."""
    city = load_city(folder)
    repairs = mending.read_sheet(sheet, by=getpass.getuser())
    with lake_of(city) as lake:
        count = intake.mend(lake, city, batch, repairs, by=getpass.getuser())
    _say(Text(f"{count} 行已入库", f"{count} rows landed"))
    _run(folder)


@app.command()
def withdraw(
    folder: CityFolder, batch: BatchId, because: Annotated[str, typer.Option(help="原因 · why")]
) -> None:
    """撤回一批，由它得出的一并撤销 · take a batch back, with everything derived from it."""
    city = load_city(folder)
    with lake_of(city) as lake:
        held = intake.withdraw(lake, city, batch, by=getpass.getuser(), because=because)
    _say(Text(f"已撤回 {held.file}：{held.landed} 行", f"took back {held.file}: {held.landed} rows"))
    _run(folder)


@app.command()
def restore(folder: CityFolder, batch: BatchId) -> None:
    """恢复撤回的批次 · let a batch that was taken back come in again."""
    city = load_city(folder)
    with lake_of(city) as lake:
        intake.restore(lake, city, batch, by=getpass.getuser())
    _run(folder)


@app.command()
def report(
    folder: CityFolder,
    batch: BatchId,
    to: Annotated[Path, typer.Argument(help="写到 · the workbook to write")],
    role: Role,
    purpose: Purpose,
) -> None:
    """给报送部门的改错表：错处标色、旁注原因，首页摘要 · the fix-it report for the sender."""
    city = load_city(folder)
    with lake_of(city, read_only=True) as lake:
        marks = write_report(desk(lake, city, _reader(city, role, purpose), _today()), city, batch, to)
    _say(Text(f"标出 {marks} 处，已写到 {to}", f"{marks} places marked, written to {to}"))


@app.command()
def form(
    folder: CityFolder,
    file: Annotated[
        Path, typer.Argument(help="要下发的采集表 · the form to be sent out", exists=True, dir_okay=False)
    ],
) -> None:
    """新采集表里哪些字段本市已有、由谁提供 · which fields of a new form the city has already, and from whom."""
    city = load_city(folder)
    found = forms.fields(city, headers_of(file, file.name, forms.known_words(city)))
    for field in found:
        todo = Text("没有，可以采集", "not held: may be asked for")
        if field.held:
            todo = Text("已有，可申请共享，不再采集", "held: apply for it, do not ask again")
        if field.identifies:
            todo = Text("保留，用来关联已有数据", "keep it: it joins what is held")
        _say(Text(f"{field.header}：{todo.zh}", f"{field.header}: {todo.en}"))
        for held in field.held:
            often = forms.OFTEN[held.source.cadence]
            _say(
                Text(
                    f"    由{held.source.owner}提供：{held.source.title.zh}，{often.zh}",
                    f"    provided by {held.source.owner}: {held.source.title.en}, {often.en}",
                )
            )
    twice = [field for field in found if field.held and not field.identifies]
    _say(
        Text(
            f"{len(found)} 个字段，{len(twice)} 个不必再采集",
            f"{len(found)} fields, {len(twice)} of which need not be asked for",
        )
    )
    raise typer.Exit(1 if twice else 0)


@app.command()
def pull(
    folder: CityFolder,
    sources: Annotated[
        list[str] | None, typer.Argument(help="来源；不写则全部 · sources; none = all")
    ] = None,
    may_empty: Annotated[  # noqa: FBT002
        bool, typer.Option("--may-empty", help="来源确实清空了 · the source is meant to be empty")
    ] = False,
) -> None:
    """从数据库等接入处取数；下次运行入库 · bring what feeds have; the next run lands it."""
    city = load_city(folder)
    told: list[Problem] = []
    with show.Progress(console) as progress:

        def listen(event: Told) -> None:
            told.extend(event.problems)
            progress.tell(event)

        pull_feeds(city, listen, only=sources or (), may_empty=may_empty)
    show.problems(console, told)
    raise typer.Exit(1 if any(not problem.warning for problem in told) else 0)


@app.command()
def listen(
    folder: CityFolder,
    sources: Annotated[
        list[str] | None, typer.Argument(help="来源；不写则全部 · sources; none = all")
    ] = None,
) -> None:
    """收听消息来源，一直到被叫停；shuzhi run 入库 · keep what streams say until stopped; `shuzhi run` lands it."""
    city = load_city(folder)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    _say(Text("开始收听，Ctrl+C 结束", "listening; Ctrl+C ends"))
    for name, count in listen_to(city, _say, stop, only=sources or ()).items():
        _say(Text(f"{name}：存下 {count:,} 条消息", f"{name}: {count:,} messages kept"))


def _run(folder: Path) -> None:
    """What was derived is made again at once: nothing may stand that rests on what is gone."""
    city = load_city(folder)
    with show.Progress(console) as progress:
        run_city(city, as_of=city.as_of or _today(), tell=progress.tell, pull=False)


def _reason(code: str) -> str:
    return str(ASIDE.get(code) or REASONS.get(code) or code)


def _say(text: Text) -> None:
    console.print(str(text), markup=False, soft_wrap=True)


def _reader(city: City, role: str, purpose: str) -> Reader:
    return Reader(name=getpass.getuser(), posts=(post_in(city, role, None),), purpose=purpose)


def _today() -> date:
    return date.today()  # noqa: DTZ011  people's own calendar day is meant
