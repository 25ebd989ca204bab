"""The command line: one verb per job."""

import getpass
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from shuzhi.cli import catalogue, intake, keeping, package, publishing, show
from shuzhi.cli.indicators import indicators
from shuzhi.cli.questions import ask
from shuzhi.cli.reports import report
from shuzhi.core.elements import ELEMENTS
from shuzhi.core.errors import ShuzhiError
from shuzhi.core.keys import from_environment, key_file
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.ops.serve import Certificate, verify_audit
from shuzhi.ops.serve import serve as serve_city
from shuzhi.packs.generate import generate as generate_city
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import examine as examine_city
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from shuzhi.packs.standards import recognised
from shuzhi.run.checkup.folder import as_city, survey
from shuzhi.run.checkup.measure import examine
from shuzhi.run.checkup.report import write as write_checkup
from shuzhi.run.confirmed import recalled
from shuzhi.run.explain import explain as explain_finding
from shuzhi.run.loop import Held, lake_of, run_city
from shuzhi.run.overview import best_findings, overview
from shuzhi.run.propose import draft, guessed_columns, write_draft
from shuzhi.run.read import desk, policy, post_in
from shuzhi.secure import audit as chain
from shuzhi.secure.gateway import AUDIT
from shuzhi.secure.policy import Reader
from shuzhi.secure.why import why as explain_column

app = typer.Typer(
    help="数治 Shuzhi: 一座城市的数据闭环 · a city's data loop (SHUZHI_LANG=en for English)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
catalogue.add_to(app)
keeping.add_to(app)
publishing.add_to(app)
app.command()(indicators)
app.command()(ask)
app.command()(report)
console = Console(highlight=False)
app.add_typer(intake.app, name="intake")
app.add_typer(package.app, name="package")

CityFolder = Annotated[Path, typer.Argument(help="城市目录 · the city's folder")]
Role = Annotated[str, typer.Option(help="以何角色阅读 · the role to read as", envvar="SHUZHI_ROLE")]
Purpose = Annotated[str, typer.Option(help="用途 · what for", envvar="SHUZHI_PURPOSE")]
Department = Annotated[
    str | None, typer.Option(help="在哪个部门 · the department one reads in", envvar="SHUZHI_DEPARTMENT")
]


@app.command()
def init(folder: CityFolder) -> None:
    """写一座可以运行的小城市 · write a small city that runs."""
    write_city(folder)
    _say(Text(f"已写好 {folder}。下一步：shuzhi run {folder}", f"wrote {folder}; next: shuzhi run {folder}"))


@app.command()
def check(folder: CityFolder) -> None:
    """不用数据，检查城市与场景的全部文件 · check every file of the city, without data."""
    _, problems = examine_city(folder)
    show.problems(console, problems)
    mistakes = sum(not problem.warning for problem in problems)
    _say(
        Text(
            f"{mistakes} 处错误，{len(problems) - mistakes} 处提醒",
            f"{mistakes} mistakes, {len(problems) - mistakes} warnings",
        )
    )
    raise typer.Exit(1 if mistakes else 0)


@app.command()
def propose(
    file: Annotated[Path, typer.Argument(help="部门送来的文件 · a department's file", exists=True)],
    to: Annotated[
        Path | None, typer.Option(help="写进此目录（场景的 sources） · write it into this folder")
    ] = None,
    city: Annotated[
        Path | None,
        typer.Option(help="按此城市的数据元和确认过的表头 · by this city's elements and confirmed headers"),
    ] = None,
) -> None:
    """看表头和值，起草来源文件 · draft a source file from a file's headers and values."""
    known = None if city is None else load_city(city)
    guessed = guessed_columns(file.resolve(), ELEMENTS if known is None else recognised(known.standards))
    if known is not None:
        guessed = recalled(guessed, file.resolve().parent.name, known)
    text = draft(file.resolve(), guessed)
    if to is None:
        console.print(text, markup=False, highlight=False, soft_wrap=True, end="")
        return
    target = write_draft(file.resolve(), text, to)
    _say(Text(f"已写好 {target}，请逐列核对", f"wrote {target}: look at every column"))


@app.command()
def checkup(
    folder: Annotated[
        Path, typer.Argument(help="任何放着表格文件的目录 · any folder of tables", exists=True)
    ],
    to: Annotated[Path, typer.Option(help="报告写到哪里 · where the report goes")] = Path(),
) -> None:
    """数据体检：不必事先说明，看一个目录里的表缺什么、错什么、先改什么 · check tables that nobody described."""
    today = _today()
    found = survey(folder)
    with tempfile.TemporaryDirectory() as work, show.Progress(console) as progress:
        city = as_city(found, folder, Path(work))
        run_city(city, as_of=today, tell=progress.tell)
        with lake_of(city) as lake:
            seen = examine(lake, city, today)
        written = write_checkup(found, seen, name=folder.resolve().name, today=today, to=to)
    _say(
        Text(
            f"{len(seen.tables)} 张表，{seen.rows.num_rows:,} 处问题或存疑\n"
            f"报告：{written.page}\n清单：{written.workbook}",
            f"{len(seen.tables)} tables, {seen.rows.num_rows:,} values wrong or doubtful\n"
            f"report: {written.page}\nrows: {written.workbook}",
        )
    )


@app.command()
def generate(folder: CityFolder) -> None:
    """按 city.yml 生成虚构的部门文件 · write the fictional departments' files that city.yml asks for."""
    city = load_city(folder)
    for name, files in generate_city(city).items():
        _say(Text(f"{name}：{files} 个文件", f"{name}: {files} files"))


@app.command()
def run(
    folder: CityFolder,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="基准日 · as-of date, YYYY-MM-DD")
    ] = None,
) -> None:
    """从部门文件到疑点与评估，走完一遍 · from departments' files to findings and their judging."""
    city = load_city(folder)
    day = as_of.date() if as_of else city.as_of or _today()
    held: Held | None = None
    with show.Progress(console) as progress:
        try:
            done = run_city(city, as_of=day, tell=progress.tell)
        except Held as error:
            held, done = error, error.done
    show.problems(console, done.problems)
    with lake_of(city, read_only=True) as lake:
        show.overview(console, city, overview(lake), done.seconds)
    if held is not None:
        raise held


@app.command()
def findings(
    folder: CityFolder,
    role: Role,
    purpose: Purpose,
    rule: Annotated[str | None, typer.Option(help="只看这条规则 · only this rule")] = None,
    top: Annotated[int, typer.Option(help="每个场景几条 · how many of each scenario")] = 10,
    department: Department = None,
) -> None:
    """最值得先看的疑点 · the findings to look at first."""
    city = load_city(folder)
    with lake_of(city, read_only=True) as lake:
        at = desk(lake, city, _reader(city, role, purpose, department), _today())
        best = {
            str(scenario.title): best_findings(at, scenario=scenario.name, rule=rule, top=top)
            for scenario in city.scenarios
        }
    for title, found in best.items():
        if found:
            show.findings(console, title, found)
    if not any(best.values()):
        _say(Text("没有您可以看的疑点", "there is no finding that you may see"))


@app.command()
def explain(
    folder: CityFolder,
    finding: Annotated[str, typer.Argument(help="疑点编号 · its id")],
    role: Role,
    purpose: Purpose,
    every: Annotated[bool, typer.Option("--all", help="证据全部列出 · every row of evidence")] = False,  # noqa: FBT002
    department: Department = None,
) -> None:
    """把一个疑点拆开，直到部门文件的那一行 · a finding walked back to the lines of the departments' files."""
    city = load_city(folder)
    with lake_of(city, read_only=True) as lake:
        told = explain_finding(
            desk(lake, city, _reader(city, role, purpose, department), _today()), city, finding
        )
    show.explanation(console, told, most=len(told.exhibits) if every else 8)


@app.command()
def query(
    folder: CityFolder,
    sql: Annotated[str, typer.Argument(help="SELECT …")],
    role: Role,
    purpose: Purpose,
    department: Department = None,
) -> None:
    """经网关查询 · put a query through the gateway."""
    city = load_city(folder)
    with lake_of(city, read_only=True) as lake:
        answer = desk(lake, city, _reader(city, role, purpose, department), _today()).ask(sql)
    show.rows(console, answer.rows.to_pylist())
    if answer.more:
        _say(Text("行数过多，只列出前面这些", "there are more rows; these are the first"))


@app.command()
def why(
    folder: CityFolder,
    table: Annotated[str, typer.Argument(help="模式.表名 · schema.table")],
    column: Annotated[str, typer.Argument(help="列 · column")],
    role: Role,
    purpose: Purpose,
    department: Department = None,
) -> None:
    """为什么看得到（或看不到）这一列 · why one can, or cannot, see a column."""
    city = load_city(folder)
    schema, _, name = table.partition(".")
    asked = TableName(schema, name)
    with lake_of(city, read_only=True) as lake:
        found = explain_column(
            policy(city, lake), _reader(city, role, purpose, department), asked, column, _today()
        )
    show.why(console, asked, column, found)


@app.command()
def serve(
    folder: CityFolder,
    host: Annotated[str, typer.Option(help="监听地址 · address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 · port", min=1, max=65535)] = 8000,
    demo: Annotated[bool, typer.Option(help="建立演示人员 · make the demo people")] = False,  # noqa: FBT002
    certificate: Annotated[Path | None, typer.Option(help="TLS 证书链 · its certificate chain, PEM")] = None,
    certificate_key: Annotated[Path | None, typer.Option(help="TLS 私钥 · its key, PEM")] = None,
) -> None:
    """启动网页：疑点、工单、热线 · serve the pages: findings, orders, the hotline desk."""
    tls = Certificate(chain=certificate, key=certificate_key or certificate) if certificate else None
    serve_city(
        folder, host=host, port=port, demo=demo, say=lambda line: _say(Text(line, line)), certificate=tls
    )


@app.command()
def audit(folder: CityFolder) -> None:
    """核验两条审计链：数据的读写，人的办理 · verify both audit chains: of data and of what people did."""
    city: City = load_city(folder)
    broken = [each for each in (chain.verify(city.lake / AUDIT), verify_audit(folder)) if each is not None]
    if broken:
        raise ShuzhiError(broken)
    _say(Text("审计链完整", "the audit chain is whole"))


def main() -> None:
    """The entry point: errors are told, not thrown at people."""
    had_keys = from_environment() or key_file().exists()
    try:
        app()
    except ShuzhiError as error:
        show.problems(Console(stderr=True, highlight=False), error.problems)
        sys.exit(1)
    finally:
        if not had_keys and key_file().exists():
            told = Text(
                f"新建了密钥文件 {key_file()}：没有它就打不开这座城市，请另存一份",
                f"made the key file {key_file()}: without it the city cannot be opened; keep a copy elsewhere",
            )
            print(told, file=sys.stderr)


def _say(text: Text) -> None:
    console.print(str(text), markup=False, soft_wrap=True)


def _reader(city: City, role: str, purpose: str, department: str | None) -> Reader:
    return Reader(name=getpass.getuser(), posts=(post_in(city, role, department),), purpose=purpose)


def _today() -> date:
    return date.today()  # noqa: DTZ011  people's own calendar day is meant
