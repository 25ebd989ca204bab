"""What people do about files that came: look at one, see the accounts, take a batch back, mend what is quarantined."""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlglot import exp

from shuzhi.collect.gather import Gathered, gather
from shuzhi.collect.intake import chosen, find_files, format_of, plain_file, sheets_of
from shuzhi.collect.layout import Kind, kind_of
from shuzhi.collect.rows import unique_names
from shuzhi.collect.scan import scan
from shuzhi.collect.transcode import as_utf8
from shuzhi.core import sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.outcome_sources import collected
from shuzhi.packs.platform_tables import BATCH, QUARANTINE, SET_ASIDE, WITHDRAWN
from shuzhi.packs.schema import City, Source
from shuzhi.run import ledger, repair
from shuzhi.run.land import forget, known_headers, scope_of
from shuzhi.run.ledger import Batch, Withdrawn
from shuzhi.run.repair import Repair
from shuzhi.secure import audit
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

READING = Scope(
    name="run:intake", reads=(str(BATCH), str(WITHDRAWN), str(SET_ASIDE), str(QUARANTINE)), writes=()
)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """How a file is read: each column with its kind and place, rows of data, and what is set aside, by reason."""

    source: Source
    file: str
    columns: Mapping[str, tuple[Kind, int]]
    sheets: Sequence[str]
    rows: int
    bad: Mapping[str, int]
    aside: Mapping[str, int]
    notes: Sequence[Problem]


def source_of(city: City, path: Path) -> tuple[Source, str]:
    """The source whose globs name the file, and the file as its department knows it."""
    wanted = path.resolve()
    for source, home in collected(city):
        if any(found.resolve() == wanted for found in find_files(home, source.globs)):
            return source, wanted.relative_to(home.resolve()).as_posix()
    raise ShuzhiError(
        [
            Problem(
                what=Text("没有哪个来源收取这个文件", "no source collects this file"),
                where=str(path),
                todo=Text(
                    "在来源的 files 里写上它，或把它放到 data 目录下",
                    "name it in a source's `files`, below `data`",
                ),
            )
        ]
    )


def look(city: City, path: Path, *, afresh: bool = False) -> Looked:
    """How the file would be read; ``afresh``: as if there were no recipe. Raises ShuzhiError when it cannot be."""
    source, name = source_of(city, path)
    recipe = city.recipes.get(source.name)
    layouts = () if afresh or recipe is None else recipe.layouts
    with tempfile.TemporaryDirectory() as unpacked, tempfile.TemporaryDirectory() as temp:
        found = scan(plain_file(path, Path(unpacked)))
        if format_of(found.path) in ("parquet", "json lines"):
            raise ShuzhiError([_says_itself(name)])
        if format_of(found.path) != "workbook":
            as_utf8(found, Path(temp))
        layout = chosen(layouts, name)
        gathered = gather(
            sheets_of(found, Path(temp), name, layout), name=name, known=known_headers(source), layout=layout
        )
    return Looked(
        source=source,
        file=name,
        columns=columns_of(gathered),
        sheets=list(dict.fromkeys(sheet.name for sheet, _ in gathered.found if sheet.name)),
        rows=sum(len(part.lines) for part in gathered.parts),
        bad=Counter(str(reason) for part in gathered.parts for reason in part.reasons if reason is not None),
        aside=Counter(str(reason) for part in gathered.aside for reason in part.reasons),
        notes=gathered.notes,
    )


def accounts(lake: Lake) -> list[tuple[Batch, Mapping[str, int]]]:
    """Every batch, with how many of its rows were set aside or quarantined for which reason."""
    pipeline = Pipeline(lake=lake, scope=READING)
    reasons: dict[str, dict[str, int]] = {}
    for table in (SET_ASIDE, QUARANTINE):
        if pipeline.exists(table):
            query = (
                exp.select("_batch", "reason", "count(*) as rows")
                .from_(table.tree)
                .group_by("_batch", "reason")
            )
            for row in pipeline.fetch(query).to_pylist():
                reasons.setdefault(row["_batch"], {})[row["reason"]] = row["rows"]
    return [(batch, reasons.get(batch.batch, {})) for batch in ledger.batches(pipeline)]


def taken_back(lake: Lake) -> list[Withdrawn]:
    """Every batch that was withdrawn and not restored."""
    return ledger.withdrawn(Pipeline(lake=lake, scope=READING))


def withdraw(lake: Lake, city: City, batch: str, *, by: str, because: str) -> Batch:
    """Take a batch back: its rows go, and it is not landed again. What was derived from it goes with the next run."""
    source, held = _held(lake, city, batch)
    pipeline = Pipeline(lake=lake, scope=scope_of(source))
    about = Withdrawn(
        batch=batch, source=held.source, file=held.file, sha256=held.sha256, by=by, because=because,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
    )  # fmt: skip
    with pipeline.transaction():
        forget(pipeline, source, batch)
        ledger.record_withdrawn(pipeline, about)
        audit.record(lake.audit, by=by, action="withdraw batch", about=vars(about))
    return held


def restore(lake: Lake, city: City, batch: str, *, by: str) -> None:
    """Let a batch that was taken back be landed again by the next run."""
    known = {each.batch: each for each in taken_back(lake)}
    if batch not in known:
        raise ShuzhiError([_no_batch(batch)])
    source = _source(city, known[batch].source, batch)
    pipeline = Pipeline(lake=lake, scope=scope_of(source))
    with pipeline.transaction():
        pipeline.delete(WITHDRAWN, sql.column("batch").eq(sql.literal(batch)))
        audit.record(lake.audit, by=by, action="restore batch", about={"batch": batch, "source": source.name})


def mend(lake: Lake, city: City, batch: str, repairs: Sequence[Repair], *, by: str) -> int:
    """Land quarantined records as somebody mended them, each in its place. Twice is as good as once."""
    source, held = _held(lake, city, batch)
    pipeline = Pipeline(lake=lake, scope=scope_of(source))
    repair.check(source.name, list(pipeline.columns(source.landed)), repairs)
    bad = repair.quarantined(pipeline, batch)
    there = set(bad.column("_row").to_pylist())
    repair.keep(city, batch, [each for each in repairs if each.row in there])
    with pipeline.transaction():
        mended = repair.replay(pipeline, source, batch, city, bad)
        if not mended.repaired:
            return 0
        rows = sorted(there - set(mended.still_bad.column("_row").to_pylist()))
        mine = sql.column("_batch").eq(sql.literal(batch))
        pipeline.delete(QUARANTINE, exp.and_(mine, sql.column("_row").isin(*map(sql.literal, rows))))
        ledger.forget_batch(pipeline, batch)
        count = mended.repaired
        now = replace(
            held,
            landed=held.landed + count,
            quarantined=held.quarantined - count,
            repaired=held.repaired + count,
        )
        ledger.record_batch(pipeline, now)
        audit.record(lake.audit, by=by, action="repair records", about={"batch": batch, "records": rows})
    return count


def _held(lake: Lake, city: City, batch: str) -> tuple[Source, Batch]:
    known = {each.batch: each for each in ledger.batches(Pipeline(lake=lake, scope=READING))}
    if batch not in known:
        raise ShuzhiError([_no_batch(batch)])
    return _source(city, known[batch].source, batch), known[batch]


def _source(city: City, name: str, batch: str) -> Source:
    found = next((source for source, _ in collected(city) if source.name == name), None)
    if found is None:
        raise ShuzhiError([_no_batch(batch)])
    return found


def columns_of(gathered: Gathered) -> dict[str, tuple[Kind, int]]:
    """Each column that holds something, with its kind and its place from 1."""
    found: dict[str, tuple[Kind, int]] = {}
    for sheet, table in gathered.found:
        for name, place in zip(unique_names(table.names, "")[0], table.places, strict=True):
            rows = slice(*table.rows)
            kind = kind_of(sheet.columns[place][rows], sheet.kinds[place][rows])
            if name not in found and kind is not None:
                found[name] = (kind, place + 1)
    return found


def _no_batch(batch: str) -> Problem:
    return Problem(
        what=Text("没有这个批次", "there is no such batch"),
        where=batch,
        todo=Text("用 shuzhi intake accounts 查看批次", "`shuzhi intake accounts` lists the batches"),
    )


def _says_itself(name: str) -> Problem:
    return Problem(
        what=Text(
            "这种文件自己说明了列，不需要配方", "files of this kind say themselves what they hold: no recipe"
        ),
        where=name,
        todo=Text("直接运行 shuzhi run", "just `shuzhi run`"),
    )
