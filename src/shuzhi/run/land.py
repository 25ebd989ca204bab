"""Departments' files into the lake: what is new is landed, what came before is known by its content."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from shuzhi.collect.intake import check_unchanged, find_files, read_file
from shuzhi.collect.scan import Scan, scan
from shuzhi.core import ids, sql
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import FileReader, Progress
from shuzhi.core.text import Text
from shuzhi.packs.schema import City, Source
from shuzhi.run import ledger
from shuzhi.run.contents import QUARANTINE
from shuzhi.run.execute import Tell, Told
from shuzhi.run.ledger import Batch
from shuzhi.secure.gateway import Lake, Pipeline, file_reader
from shuzhi.secure.policy import Scope

PROVENANCE = {"_batch": "VARCHAR", "_row": "BIGINT", "_hash": "VARCHAR"}


@dataclass(frozen=True, kw_only=True)
class Landing:
    """What the lake holds after landing: every batch, and each source's headers."""

    batches: Sequence[Batch]
    columns: Mapping[str, Sequence[str]]


def land(lake: Lake, city: City, tell: Tell) -> Landing:
    """Land every file of every source that is not in the lake yet.

    The same content is landed once, whatever it is called. A file whose content changed under its name is a
    correction: its former batch goes. A file that cannot be read is told and left out; the rest go on.
    """
    files = [(source, path) for source in city.sources for path in find_files(city.data, source.files)]
    reader = file_reader()
    for place, (source, path) in enumerate(files, start=1):
        title = Text(f"收取 {source.owner}/{path.name}", f"collect {source.owner}/{path.name}")

        def share(value: float, title: Text = title, place: int = place) -> None:
            tell(Told(title=title, place=place, steps=len(files), share=value))

        share(0.0)
        try:
            rows, warnings = _land(lake, city, source, path, reader, share)
        except ShuzhiError as error:
            rows, warnings = 0, list(error.problems)
        tell(Told(title=title, place=place, steps=len(files), share=1.0, rows=rows, problems=tuple(warnings)))
    return _landing(lake, city)


def _landing(lake: Lake, city: City) -> Landing:
    columns: dict[str, Sequence[str]] = {}
    for source in city.sources:
        pipeline = Pipeline(lake=lake, scope=_scope(source))
        if not pipeline.exists(source.landed):
            pipeline.replace(source.landed, _no_rows())
        columns[source.name] = [name for name in pipeline.columns(source.landed) if name not in PROVENANCE]
    return Landing(batches=ledger.batches(Pipeline(lake=lake, scope=_READING)), columns=columns)


def _land(
    lake: Lake, city: City, source: Source, path: Path, reader: FileReader, share: Progress
) -> tuple[int | None, list[Problem]]:
    """Rows landed, None when the content is in the lake already; and what there is to tell of the file."""
    name = path.relative_to(city.data).as_posix()
    found = scan(path, lambda done: share(done / 4))
    batch = ids.batch_id(source.name, found.sha256)
    pipeline = Pipeline(lake=lake, scope=_scope(source))
    known = [held for held in ledger.batches(pipeline) if held.source == source.name]
    if any(held.batch == batch for held in known):
        return None, []
    with tempfile.TemporaryDirectory() as folder:
        reading = read_file(
            source=source.name,
            name=name,
            batch=batch,
            found=found,
            temp=Path(folder),
            files=reader,
            sheet=0 if source.sheet is None else source.sheet,
        )
        with pipeline.transaction():
            for former in [held.batch for held in known if held.file == name]:
                _forget(pipeline, source, former)
            landed = pipeline.append_files(source.landed, reading, lambda done: share(0.25 + done * 0.75))
            if landed.rejects.num_rows:
                pipeline.append_arrow(QUARANTINE, landed.rejects)
            ledger.record_batch(
                pipeline, _batch(source, name, batch, found, landed.landed, landed.rejects.num_rows)
            )
            check_unchanged(found)
    return landed.landed, [*reading.warnings, *_quarantined(name, landed.rejects.num_rows)]


def _batch(source: Source, name: str, batch: str, found: Scan, landed: int, bad: int) -> Batch:
    return Batch(
        batch=batch,
        source=source.name,
        file=name,
        sha256=found.sha256,
        encoding=found.encoding,
        records=landed + bad,
        landed=landed,
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
        writes=(str(source.landed), str(QUARANTINE), str(ledger.BATCH)),
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
