"""Departments' files into the lake: what is new is landed, what came before is known by its content."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlglot import exp

from shuzhi.collect.archives import is_archive, unpack
from shuzhi.collect.intake import check_unchanged, find_files, plain_file, read_file
from shuzhi.collect.layout import layout_for
from shuzhi.collect.scan import Scan, scan
from shuzhi.core import ids, sql
from shuzhi.core.elements import element
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.ports import FileReader, Reading
from shuzhi.core.text import Text
from shuzhi.packs.outcome_sources import collected
from shuzhi.packs.platform_tables import ARRIVAL, BATCH, QUARANTINE, SET_ASIDE, WITHDRAWN
from shuzhi.packs.recipe_file import LayoutFile
from shuzhi.packs.schema import City, Recipe, Source
from shuzhi.run import ledger, repair
from shuzhi.run.execute import Tell, Told
from shuzhi.run.headers import renamed
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
    """One file of a source, how it is laid out if the city says so, and how to tell of it."""

    source: Source
    path: Path
    name: str
    told: Told
    city: City
    arrived: str

    @property
    def recipe(self) -> Recipe | None:
        return self.city.recipes.get(self.source.name)

    @property
    def laid_out(self) -> LayoutFile | None:
        return layout_for(self.recipe.layouts, self.name) if self.recipe is not None else None

    @property
    def layout(self) -> str:
        """The fingerprint of the layout that speaks of it; empty when none does."""
        return "" if self.laid_out is None else ledger.fingerprint([self.laid_out.model_dump_json()])

    @property
    def means(self) -> dict[str, str]:
        """Headers whose column of the source the recipe says."""
        told = {} if self.laid_out is None else self.laid_out.columns
        return {header: column.means for header, column in told.items() if column.means is not None}


def land(lake: Lake, city: City, tell: Tell, *, as_of: date) -> Landing:
    """Land every file of every source, the departments' and the city's own, that is not in the lake yet.

    The same content is landed once, whatever it is called. A file whose content changed under its name is a
    correction: its former batch goes. A file that cannot be read is told and left out; the rest go on.
    """
    with tempfile.TemporaryDirectory() as unpacked:
        found: list[tuple[Source, Path, str]] = []
        for source, home in collected(city):
            for path in find_files(home, source.globs):
                found += _members(source, path, path.relative_to(home).as_posix(), Path(unpacked), tell)
        files = []
        for place, (source, path, name) in enumerate(found, start=1):
            shown = name.rpartition("/")[2]
            title = Text(f"收取 {source.owner}/{shown}", f"collect {source.owner}/{shown}")
            told = Told(title=title, place=place, steps=len(found))
            files.append(
                _File(source=source, path=path, name=name, told=told, city=city, arrived=as_of.isoformat())
            )
        reader = file_reader()
        for group in _groups(files):
            _land_together(lake, group, reader, tell)
    return _landing(lake, city)


def _members(
    source: Source, path: Path, name: str, folder: Path, tell: Tell
) -> Iterator[tuple[Source, Path, str]]:
    """The file itself; of an archive every file in it. An archive that is refused is told and left out."""
    try:
        if not is_archive(path):
            yield source, path, name
            return
        inside = Path(tempfile.mkdtemp(dir=folder))
        yield from [(source, member.path, f"{name}/{member.name}") for member in unpack(path, inside, name)]
    except ShuzhiError as error:
        title = Text(f"收取 {source.owner}/{path.name}", f"collect {source.owner}/{path.name}")
        tell(Told(title=title, place=0, steps=0, share=1.0, rows=0, problems=error.problems))


def known_headers(source: Source) -> frozenset[str]:
    """Headers that the source's files are expected to have: its columns', and what their elements are called."""
    named = {header for name, column in source.columns.items() for header in (name, *column.headers)}
    return frozenset(
        named | {word for column in source.columns.values() for word in element(column.element).headers}
    )


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
        pipeline = Pipeline(lake=lake, scope=scope_of(source))
        if not pipeline.exists(source.landed):
            pipeline.replace(source.landed, _no_rows())
        columns[source.name] = [name for name in pipeline.columns(source.landed) if name not in PROVENANCE]
    return Landing(batches=ledger.batches(Pipeline(lake=lake, scope=_READING)), columns=columns)


def _land(lake: Lake, file: _File, known: list[Batch], reader: FileReader, tell: Tell) -> Told:
    """Inside a transaction: land one file and add its batch to ``known``, unless its content is there already."""

    def share(done: float) -> None:
        tell(replace(file.told, share=done))

    pipeline = Pipeline(lake=lake, scope=scope_of(file.source))
    with tempfile.TemporaryDirectory() as unpacked, tempfile.TemporaryDirectory() as folder:
        found = scan(plain_file(file.path, Path(unpacked)), lambda done: share(done / 4))
        batch = ids.batch_id(file.source.name, found.sha256)
        if any((held.batch, held.recipe) == (batch, file.layout) for held in known):
            return replace(file.told, share=1.0, skipped=True)
        if taken_back := next((each for each in ledger.withdrawn(pipeline) if each.batch == batch), None):
            return replace(file.told, share=1.0, skipped=True, problems=(_was_withdrawn(file, taken_back),))
        reading = read_file(
            source=file.source.name,
            name=file.name,
            batch=batch,
            found=found,
            temp=Path(folder),
            files=reader,
            known=known_headers(file.source),
            layouts=file.recipe.layouts if file.recipe is not None else (),
        )
        there = pipeline.columns(file.source.landed) if pipeline.exists(file.source.landed) else ()
        known_as = renamed(
            reading, file.source, [name for name in there if name not in PROVENANCE], file.means
        )
        came_before = any(held.batch == batch for held in known)
        # A corrected file takes the place of what it said before; so does one whose recipe says otherwise now.
        for former in [held for held in known if held.batch == batch or _same_file(held, file)]:
            forget(pipeline, file.source, former.batch)
            known.remove(former)
        landed = pipeline.append_files(file.source.landed, known_as, lambda done: share(0.25 + done * 0.75))
        check_unchanged(found)
    mended = repair.replay(pipeline, file.source, batch, file.city, landed.rejects)
    rejects = mended.still_bad
    if rejects.num_rows:
        pipeline.append_arrow(QUARANTINE, rejects)
    if reading.aside:
        pipeline.append_arrow(SET_ASIDE, reading.set_aside)
    known.append(_batch(file, batch, found, reading, landed.landed, mended))
    ledger.record_batch(pipeline, known[-1])
    # What people concluded comes from ourselves: nobody asks whether it was sent in time.
    if not came_before and file.source in file.city.sources:
        ledger.record_arrival(pipeline, known[-1])
    # A source that says it may have no rows is not asked whether some were left out.
    expected = not reading.records and file.source.rows is not None and file.source.rows.min == 0
    warnings = () if expected else reading.warnings
    problems = (*warnings, *_quarantined(file.name, rejects.num_rows))
    return replace(file.told, share=1.0, rows=landed.landed + mended.repaired, problems=problems)


def _batch(
    file: _File, batch: str, found: Scan, reading: Reading, landed: int, mended: repair.Mended
) -> Batch:
    return Batch(
        batch=batch,
        source=file.source.name,
        file=file.name,
        sha256=found.sha256,
        encoding=found.encoding,
        records=landed + mended.repaired + mended.still_bad.num_rows + reading.aside,
        landed=landed + mended.repaired,
        quarantined=mended.still_bad.num_rows,
        set_aside=reading.aside,
        repaired=mended.repaired,
        recipe=file.layout,
        arrived=file.arrived,
    )


def _same_file(held: Batch, file: _File) -> bool:
    return (held.source, held.file) == (file.source.name, file.name)


def forget(pipeline: Pipeline, source: Source, batch: str) -> None:
    """Take a batch out, with everything that was kept of it."""
    mine = sql.column("_batch").eq(sql.literal(batch))
    for table in (source.landed, QUARANTINE, SET_ASIDE):
        if pipeline.exists(table):
            pipeline.delete(table, mine.copy())
    ledger.forget_batch(pipeline, batch)


def scope_of(source: Source) -> Scope:
    """What landing a source may touch."""
    return Scope(
        name=f"collect:{source.name}",
        reads=("meta.batch",),
        writes=(
            str(source.landed),
            str(QUARANTINE),
            str(SET_ASIDE),
            str(BATCH),
            str(ARRIVAL),
            str(WITHDRAWN),
        ),
    )


_READING = Scope(name="run:land", reads=("meta.batch",), writes=())


def _no_rows() -> exp.Select:
    columns = [exp.alias_(sql.null(type_), name, quoted=True) for name, type_ in PROVENANCE.items()]
    return exp.select(*columns).where(exp.false())


def _was_withdrawn(file: _File, about: ledger.Withdrawn) -> Problem:
    return Problem(
        what=Text(
            f"这批数据已由 {about.by} 撤回，没有再入库",
            f"this batch was withdrawn by {about.by}: it was not landed again",
        ),
        where=file.name,
        why=Text(about.because, about.because),
        todo=Text(
            f"若要恢复：shuzhi intake restore <城市> {about.batch}",
            f"to restore it: shuzhi intake restore <city> {about.batch}",
        ),
        warning=True,
    )


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
