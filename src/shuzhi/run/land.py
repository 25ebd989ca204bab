"""Departments' files into the lake: what is new is landed, what came before is known by its content."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlglot import exp

from shuzhi.collect.intake import check_unchanged, find_files, plain_file, read_file
from shuzhi.collect.scan import Scan, scan
from shuzhi.core import ids, sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import FileReader, Landed
from shuzhi.core.text import Text
from shuzhi.packs.outcome_sources import collected
from shuzhi.packs.platform_tables import BATCH, QUARANTINE
from shuzhi.packs.schema import City, Source
from shuzhi.run import ledger
from shuzhi.run.execute import Tell, Told
from shuzhi.run.ledger import Batch
from shuzhi.secure.gateway import Lake, Pipeline, file_reader
from shuzhi.secure.policy import Scope

PROVENANCE = {"_batch": "VARCHAR", "_row": "BIGINT", "_hash": "VARCHAR"}

TOGETHER = 64 << 20
"""Bytes of files that are committed together."""


@dataclass(frozen=True, kw_only=True)
class Landing:
    """What the lake holds after landing: every batch, and each source's headers."""

    batches: Sequence[Batch]
    columns: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class _File:
    """One file of a source, and how to tell of it."""

    source: Source
    path: Path
    name: str
    told: Told


def land(lake: Lake, city: City, tell: Tell) -> Landing:
    """Land every file of every source, the departments' and the city's own, that is not in the lake yet.

    The same content is landed once, whatever it is called. A file whose content changed under its name is a
    correction: its former batch goes. A file that cannot be read is told and left out; the rest go on.
    """
    found = [
        (source, path, home) for source, home in collected(city) for path in find_files(home, source.files)
    ]
    files = []
    for place, (source, path, home) in enumerate(found, start=1):
        title = Text(f"收取 {source.owner}/{path.name}", f"collect {source.owner}/{path.name}")
        told = Told(title=title, place=place, steps=len(found))
        files.append(_File(source=source, path=path, name=path.relative_to(home).as_posix(), told=told))
    reader = file_reader()
    for group in _groups(files):
        _land_together(lake, group, reader, tell)
    return _landing(lake, city)


def _groups(files: Sequence[_File]) -> Iterator[list[_File]]:
    """Files that share a commit: it costs as much as a small file."""
    group: list[_File] = []
    for file in files:
        group.append(file)
        if sum(each.path.stat().st_size for each in group) > TOGETHER:
            yield group
            group = []
    if group:
        yield group


def _land_together(lake: Lake, files: Sequence[_File], reader: FileReader, tell: Tell) -> None:
    """Land the files in one transaction; when one of them fails, each in a transaction of its own."""
    known = ledger.batches(Pipeline(lake=lake, scope=_READING))
    outcomes: list[Told] = []
    try:
        with Pipeline(lake=lake, scope=_READING).transaction():
            for file in files:
                tell(file.told)
                outcomes.append(_land(lake, file, known, reader, tell))
    except ShuzhiError as error:
        if len(files) > 1:
            for file in files:
                _land_together(lake, [file], reader, tell)
            return
        outcomes = [replace(files[0].told, share=1.0, rows=0, problems=error.problems)]
    for told in outcomes:
        tell(told)


def _landing(lake: Lake, city: City) -> Landing:
    columns: dict[str, Sequence[str]] = {}
    for source, _ in collected(city):
        pipeline = Pipeline(lake=lake, scope=_scope(source))
        if not pipeline.exists(source.landed):
            pipeline.replace(source.landed, _no_rows())
        columns[source.name] = [name for name in pipeline.columns(source.landed) if name not in PROVENANCE]
    return Landing(batches=ledger.batches(Pipeline(lake=lake, scope=_READING)), columns=columns)


def _land(lake: Lake, file: _File, known: list[Batch], reader: FileReader, tell: Tell) -> Told:
    """Inside a transaction: land one file and add its batch to ``known``, unless its content is there already."""

    def share(done: float) -> None:
        tell(replace(file.told, share=done))

    pipeline = Pipeline(lake=lake, scope=_scope(file.source))
    with tempfile.TemporaryDirectory() as unpacked, tempfile.TemporaryDirectory() as folder:
        found = scan(plain_file(file.path, Path(unpacked)), lambda done: share(done / 4))
        batch = ids.batch_id(file.source.name, found.sha256)
        if any(held.batch == batch for held in known):
            return replace(file.told, share=1.0, skipped=True)
        reading = read_file(
            source=file.source.name,
            name=file.name,
            batch=batch,
            found=found,
            temp=Path(folder),
            files=reader,
            sheet=0 if file.source.sheet is None else file.source.sheet,
        )
        for former in [held for held in known if (held.source, held.file) == (file.source.name, file.name)]:
            _forget(pipeline, file.source, former.batch)
            known.remove(former)
        landed = pipeline.append_files(file.source.landed, reading, lambda done: share(0.25 + done * 0.75))
        check_unchanged(found)
    if landed.rejects.num_rows:
        pipeline.append_arrow(QUARANTINE, landed.rejects)
    known.append(_batch(file, batch, found, landed))
    ledger.record_batch(pipeline, known[-1])
    # A source that says it may have no rows is not asked whether some were left out.
    expected = not reading.records and file.source.rows is not None and file.source.rows.min == 0
    warnings = () if expected else reading.warnings
    problems = (*warnings, *_quarantined(file.name, landed.rejects.num_rows))
    return replace(file.told, share=1.0, rows=landed.landed, problems=problems)


def _batch(file: _File, batch: str, found: Scan, landed: Landed) -> Batch:
    bad = landed.rejects.num_rows
    return Batch(
        batch=batch,
        source=file.source.name,
        file=file.name,
        sha256=found.sha256,
        encoding=found.encoding,
        records=landed.landed + bad,
        landed=landed.landed,
        quarantined=bad,
    )


def _forget(pipeline: Pipeline, source: Source, batch: str) -> None:
    mine = sql.column("_batch").eq(sql.literal(batch))
    pipeline.delete(source.landed, mine)
    if pipeline.exists(QUARANTINE):
        pipeline.delete(QUARANTINE, mine.copy())
    ledger.forget_batch(pipeline, batch)


def _scope(source: Source) -> Scope:
    return Scope(
        name=f"collect:{source.name}",
        reads=("meta.batch",),
        writes=(str(source.landed), str(QUARANTINE), str(BATCH)),
    )


_READING = Scope(name="run:land", reads=("meta.batch",), writes=())


def _no_rows() -> exp.Select:
    columns = [exp.alias_(sql.null(type_), name, quoted=True) for name, type_ in PROVENANCE.items()]
    return exp.select(*columns).where(exp.false())


def _quarantined(name: str, bad: int) -> list[Problem]:
    if not bad:
        return []
    return [
        Problem(
            what=Text(
                f"{bad} 行无法读成记录，已隔离", f"{bad} lines could not be read as rows and were set aside"
            ),
            where=name,
            todo=Text(
                "见 quality.quarantine：每行有原因与原文，请来源部门更正后重报",
                "quality.quarantine has each with its reason; ask the department to mend and send again",
            ),
            warning=True,
        )
    ]
