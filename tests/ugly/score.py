"""The corpus through a whole city: landed and standardised as any department's files are, then compared."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml
from sqlglot import exp

from shuzhi.core.sql import TableName
from shuzhi.packs.loader import load_city
from shuzhi.run.ledger import batches
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure.gateway import Pipeline
from tests.lakes import EVERYTHING
from tests.ugly.books import Book
from tests.ugly.corpus import Kind
from tests.ugly.people import COLUMNS

ELEMENTS = ("person_name", "id_card", "bank_account", "amount", "date", "text", "text")


@dataclass(frozen=True, kw_only=True)
class Score:
    """``right`` of ``cells``; rows of the file that are neither landed, quarantined nor set aside: ``lost``."""

    kind: str
    cells: int
    right: int
    lost: int
    note: str = ""


def make_city(folder: Path, kinds: Sequence[Kind]) -> dict[str, Book]:
    """A city with one source for each kind of file, and the truth of each."""
    scenario = folder / "scenarios" / "ugly"
    (scenario / "sources").mkdir(parents=True)
    (folder / "data").mkdir()
    town = {"code": "990000", "name": "云澜省", "level": "province"}
    county = {"code": "990101", "name": "城区", "level": "county", "parent": "990000"}
    _write(
        folder / "city.yml",
        {
            "name": {"zh": "丑城", "en": "Ugly"},
            "departments": [{"name": "民政局"}],
            "regions": [town, county],
            "scenarios": ["ugly"],
            "scenario_path": ["scenarios"],
        },
    )
    (scenario / "README.md").write_text("# ugly\n", encoding="utf-8")
    books = {}
    for number, kind in enumerate(kinds):
        home = folder / "data" / source_of(kind)
        home.mkdir(exist_ok=True)
        _, books[kind.name] = kind.make(home, number)
    for name in {source_of(kind) for kind in kinds}:
        about = {"owner": "民政局", "basis": "测试", "cadence": "monthly", "licence": "测试"}
        columns = dict(zip(COLUMNS, ELEMENTS, strict=True))
        source = {
            "title": {"zh": name, "en": name},
            **about,
            "files": sorted({f"{name}/*.{kind.ending}" for kind in kinds}),
            "columns": columns,
        }
        _write(scenario / "sources" / f"{name}.yml", source)
    _write(scenario / "scenario.yml", _scenario(f"standard.{source_of(kinds[0])}"))
    return books


def source_of(kind: Kind) -> str:
    """Files with headers of their own are a source of their own."""
    return kind.habit.__name__ if kind.habit.__name__.endswith("_headers") else "发放"


def _scenario(reads: str) -> dict[str, object]:
    text = {"zh": "丑文件", "en": "ugly files"}
    purpose = {"name": "测试", "basis": "测试", "retention": "1y"}
    return {
        "title": text, "question": text, "owner": "民政局", "decision": "无", "harm": "无", "purpose": purpose,
        "inputs": [reads],
    }  # fmt: skip


def _write(path: Path, value: Mapping[str, object]) -> None:
    path.write_text(yaml.safe_dump(dict(value), allow_unicode=True), encoding="utf-8")


def scores(folder: Path, kinds: Sequence[Kind], books: Mapping[str, Book]) -> list[Score]:
    """Run the city, and compare."""
    city = load_city(folder)
    told = run_city(city, as_of=dt.date(2026, 6, 30), tell=lambda _: None).problems
    with lake_of(city, read_only=True) as lake:
        pipeline = Pipeline(lake=lake, scope=EVERYTHING)
        held = {Path(re.split(r"\.(?:zip|7z)/", batch.file)[0]).stem: batch for batch in batches(pipeline)}
        made = []
        for kind in kinds:
            book, batch = books[kind.name], held.get(kind.name)
            table = TableName("standard", source_of(kind))
            query = exp.select(*(exp.column(c, quoted=True) for c in COLUMNS)).from_(table.tree)
            mine = exp.column("_batch", quoted=True).eq(exp.Literal.string(batch.batch if batch else ""))
            rows = pipeline.fetch(query.where(mine).order_by("_row")).to_pylist()
            note = "; ".join(
                str(p.what) + str(p.why or "") for p in told if kind.name in p.where and not p.warning
            )
            seen = len(book.truth) + book.quarantined + book.aside
            lost = seen if batch is None else max(seen - batch.records, 0)
            bad = 0 if batch is None else min(batch.quarantined, book.quarantined)
            right = compared([tuple(row.values()) for row in rows], book.truth) + bad * len(COLUMNS)
            wrong = max(len(rows) - len(book.truth), 0) * len(COLUMNS)
            made.append(
                Score(
                    kind=kind.name,
                    cells=(len(book.truth) + book.quarantined) * len(COLUMNS),
                    right=max(right - wrong, 0),
                    lost=lost,
                    note=note or (f"{batch}" if batch and lost else ""),
                )
            )
    return made


def compared(rows: Sequence[Sequence[object]], truth: Sequence[Sequence[object]]) -> int:
    """How many cells are right: rows are met by their id number where they have one, else in their order."""
    by_id = {row[1]: row for row in rows if row[1] is not None}
    right = 0
    for place, told in enumerate(truth):
        row = by_id.get(told[1]) or (rows[place] if place < len(rows) else None)
        if row is not None:
            right += sum(_same(one, other) for one, other in zip(row, told, strict=True))
    return right


def _same(read: object, meant: object) -> bool:
    return (f"{read:.2f}" if isinstance(read, Decimal) else read) == meant
