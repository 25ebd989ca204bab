"""Verbs about what data there are: the catalogue, searched, shown, and written as files for others."""

import getpass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.catalogue_file import SHARING
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from shuzhi.run import catalogue_forms as forms
from shuzhi.run.impact import impact as impact_of
from shuzhi.run.impact import origins
from shuzhi.run.inventory import At, Inventory, TableEntry, inventory, neighbours, visible
from shuzhi.run.lookup import kind_of, look_up, lookup
from shuzhi.run.loop import lake_of
from shuzhi.run.openlineage import events
from shuzhi.run.read import policy, post_in
from shuzhi.secure.gateway import AUDIT
from shuzhi.secure.policy import Reader
from shuzhi.secure.usage import uses

CityFolder = Annotated[Path, typer.Argument(help="城市目录 · the city's folder")]
Role = Annotated[str, typer.Option(help="以何角色阅读 · the role to read as", envvar="SHUZHI_ROLE")]
Department = Annotated[
    str | None, typer.Option(help="在哪个部门 · the department one reads in", envvar="SHUZHI_DEPARTMENT")
]
MOST = 30
console = Console(highlight=False)


class Form(StrEnum):
    """What the catalogue is written as."""

    RESOURCES = "resources"
    LISTS = "lists"
    DCAT = "dcat"
    OPENLINEAGE = "openlineage"


def add_to(app: typer.Typer) -> None:
    app.command()(catalogue)
    app.command()(impact)


def catalogue(
    folder: CityFolder,
    role: Role,
    words: Annotated[
        str, typer.Argument(help="中文、拼音、首字母，或一张表的全名 · words, or a table's full name")
    ] = "",
    department: Department = None,
    form: Annotated[
        Form | None,
        typer.Option(
            "--export",
            help="resources：GB/T 21063；lists：三张清单与责任清单；dcat：JSON-LD；"
            "openlineage：最近一次运行的血缘事件 · what to write instead",
        ),
    ] = None,
    to: Annotated[Path | None, typer.Option(help="写到哪个文件 · the file to write")] = None,
) -> None:
    """有哪些数据：查找、看一张表、导出目录 · what data there are: look up, show one table, write the catalogue."""
    city, held, seen = _seen(folder, role, department)
    if form is not None:
        _write(city, held, list(seen.values()), form, to)
    elif words in seen:
        _table(city, held, seen[words])
    else:
        _listed(city, held, seen, words)


def impact(
    folder: CityFolder,
    column: Annotated[str, typer.Argument(help="表的全名.列 · schema.table.column")],
    role: Role,
    department: Department = None,
) -> None:
    """改一列会影响什么，要告诉谁 · what a change of a column would reach, and who is to be told."""
    city, held, seen = _seen(folder, role, department)
    table, _, name = column.rpartition(".")
    if table not in seen or name not in {each.name for each in seen[table].columns}:
        raise ShuzhiError([_no_column(column)])
    start = At(table, name)
    told = impact_of(held, city, start)
    for at in origins(held, start):
        _say(Text(f"来自 {at.table}.{at.column}", f"made from {at.table}.{at.column}"))
    for each in told.tables:
        if each.table in seen:
            what = "、".join(
                [*each.columns, *([str(Text("（有哪些行）", "(which rows)"))] if each.rows else [])]
            )
            _say(
                Text(
                    f"影响 {each.table}：{what}　{each.owner}", f"reaches {each.table}: {what}  {each.owner}"
                )
            )
    for rule in told.rules:
        owner, title = rule.scenario.owner, rule.rule.title
        _say(Text(f"规则 {title.zh}　{owner}", f"rule {title.en}  {owner}"))
    for where in told.grants:
        _say(Text(f"授权按列名写着它：{where}", f"a grant names it: {where}"))
    owners = "、".join(told.owners)
    _say(
        Text(
            f"{len(told.tables)} 张表、{len(told.rules)} 条规则；应告知：{owners or '无'}",
            f"{len(told.tables)} tables, {len(told.rules)} rules; to be told: {owners or 'nobody'}",
        )
    )


def _no_column(column: str) -> Problem:
    return Problem(
        what=Text("目录里没有这一列", "there is no such column in the catalogue"),
        where=column,
        todo=Text(
            "写成 模式.表.列；用 shuzhi catalogue 查找",
            "write schema.table.column; look it up with `shuzhi catalogue`",
        ),
    )


def _seen(folder: Path, role: str, department: str | None) -> tuple[City, Inventory, dict[str, TableEntry]]:
    """The city, its catalogue, and the tables of it that the reader is told of."""
    city = load_city(folder)
    with lake_of(city, read_only=True) as lake:
        held = inventory(lake, city)
        decides = policy(city, lake)
    reader = Reader(name=getpass.getuser(), posts=(post_in(city, role, department),))
    today = date.today()  # noqa: DTZ011  people's own calendar day is meant
    told = {name: entry for name, entry in held.tables.items() if visible(entry, decides, reader, today)}
    return city, held, told


def _write(city: City, held: Inventory, entries: list[TableEntry], form: Form, to: Path | None) -> None:
    if to is None:
        raise ShuzhiError(
            [
                Problem(
                    what=Text("没有说写到哪里", "it was not said where to write it"),
                    where="--to",
                    todo=Text("加上 --to 文件名", "add --to and a file's name"),
                )
            ]
        )
    made = {
        Form.RESOURCES: lambda: forms.resources(entries),
        Form.LISTS: lambda: forms.lists(city, entries),
        Form.DCAT: lambda: forms.dcat(city, entries),
        Form.OPENLINEAGE: lambda: events(city, held, entries),
    }
    to.write_bytes(made[form]())
    _say(Text(f"已写好 {to}：{len(entries)} 张表", f"wrote {to}: {len(entries)} tables"))


def _listed(city: City, held: Inventory, seen: dict[str, TableEntry], words: str) -> None:
    if words:
        found = [at for at in look_up(lookup(held, city), words) if at.table in seen]
    else:
        found = [at for at in lookup(held, city).places if at.table in seen and not at.column]
    shown = Table(header_style="bold")
    for title in (
        Text("表", "table"), Text("列", "column"), Text("名称", "title"), Text("部门", "department"),
        Text("分级", "grade"), Text("行", "rows"), Text("最近到达", "arrived"), Text("共享", "sharing"),
    ):  # fmt: skip
        shown.add_column(str(title), overflow="fold")
    for at in found if not words else found[:MOST]:
        entry = seen[at.table]
        about = entry.about
        shown.add_row(
            at.table, at.column, str(entry.title), about["owner"], entry.grade, f"{about['rows'] or 0:,}",
            about["arrived"] or "—", str(SHARING[about["sharing"]]) if about["sharing"] else "—",
        )  # fmt: skip
    console.print(shown)
    _say(Text(f"{len(found)} 项", f"{len(found)} found"))


def _table(city: City, held: Inventory, entry: TableEntry) -> None:
    about = entry.about
    use = uses(city.lake / AUDIT).of.get(str(entry.name))
    console.rule(f"{entry.title} · {entry.name}")
    facts = (
        (Text("部门", "department"), about["owner"]),
        (Text("持有依据", "basis"), about["basis"]),
        (Text("更新周期", "cadence"), about["cadence"] and str(forms.CADENCE[about["cadence"]][0])),
        (Text("最近到达", "arrived"), about["arrived"]),
        (Text("行数", "rows"), about["rows"]),
        (Text("分级", "grade"), entry.grade),
        (Text("共享", "sharing"), about["sharing"] and str(SHARING[about["sharing"]])),
        (Text("质量得分", "quality"), None if entry.score is None else f"{entry.score:.2%}"),
        (Text("最近有人用", "last used"), use.last[:10] if use else None),
        (Text("来自", "made from"), "、".join(neighbours(held, str(entry.name), down=False))),
        (Text("用于", "used by"), "、".join(neighbours(held, str(entry.name), down=True))),
    )
    for label, value in facts:
        if value or kind_of(entry) == "department":
            _say(Text(f"{label.zh}：{value or '—'}", f"{label.en}: {value or '—'}"))
    shown = Table(header_style="bold")
    heads = (Text("列", "column"), Text("数据元", "element"), Text("类型", "type"), Text("分级", "grade"))
    for title in (*heads, Text("填写", "filled"), Text("合规", "valid")):
        shown.add_column(str(title))
    for each in entry.columns:
        shares = ("—" if share is None else f"{share:.1%}" for share in (each.filled, each.valid))
        shown.add_row(each.name, str(each.label), each.type, each.grade, *shares)
    console.print(shown)


def _say(text: Text) -> None:
    console.print(str(text), markup=False, soft_wrap=True)
