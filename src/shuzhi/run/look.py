"""What arrived, looked at: columns of a file that nobody named, and columns that do not hold what they are said to."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import element
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.govern.declared import Column, columns
from shuzhi.govern.match import Guess, guesses, measuring
from shuzhi.govern.quality import SCORE
from shuzhi.packs.schema import City, Source
from shuzhi.packs.standards import recognised
from shuzhi.run.plan_standard import LandedColumns
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Scope

DOUBTFUL = 0.5
"""Share of invalid values from which on a column is asked what it really holds."""

SURE = 0.5
"""Confidence above which a guess is worth telling."""


def look(lake: Lake, city: City, landed: LandedColumns, arrived: Mapping[str, str]) -> list[Problem]:
    """Warnings about the sources of which a file arrived, after their quality was scored; from a sample of each batch.

    ``arrived``: source -> one of its new files. What the source file says stays as it is said: a person changes it.
    """
    sources = [source for source in city.sources if source.name in arrived]
    if not sources:
        return []
    scope = Scope(name="run:look", reads=(str(SCORE), *(str(source.landed) for source in sources)), writes=())
    pipeline = Pipeline(lake=lake, scope=scope)
    doubtful = _doubtful(pipeline)
    found: list[Problem] = []
    kinds = recognised(city.standards)
    for source in sources:
        headers = landed[source.name]
        declared = columns(source, headers)
        strange = [column for column in declared if (source.name, column.name) in doubtful and column.header]
        named = {column.header for column in declared}
        unnamed = [name for name in headers if name not in named and name not in source.unused]
        asked = [*unnamed, *(column.header or "" for column in strange)]
        if not asked:
            continue
        rows = exp.select("*").from_(source.landed.tree)
        measured = pipeline.fetch(measuring(rows, asked, kinds)).to_pylist()
        guessed = dict(zip(asked, guesses(asked, measured, kinds), strict=True))
        file = arrived[source.name]
        if unnamed:
            found.append(_unnamed(source, file, [guessed[name] for name in unnamed], declared))
        found.extend(_strange(source, file, column, guessed[column.header or ""]) for column in strange)
    return found


def _doubtful(pipeline: Pipeline) -> set[tuple[str, str]]:
    """(source, column) of every column of which most values are invalid."""
    if not pipeline.exists(SCORE):
        return set()
    mostly = sql.parse(f"share > {DOUBTFUL}")
    query = exp.select(sql.column("table"), sql.column("column")).from_(SCORE.tree).where(mostly)
    return {(row["table"], row["column"]) for row in pipeline.fetch(query).to_pylist()}


def _unnamed(source: Source, file: str, guessed: Sequence[Guess], declared: Collection[Column]) -> Problem:
    missing = {column.element.name: column.name for column in declared if column.header is None}
    seen = [f"{guess.column}（{guess.reason.zh}）" for guess in guessed]
    seen_en = [f"{guess.column} ({guess.reason.en})" for guess in guessed]
    lines = list(_lines(guessed, missing))
    spare = [guess.column for guess in guessed if guess.confidence <= SURE]
    todo = [f"在 columns 里写 {'；'.join(lines)}"] if lines else []
    todo_en = [f"write {'; '.join(lines)} under `columns`"] if lines else []
    if spare:
        todo.append(f"不需要的列写 unused: [{', '.join(spare)}]")
        todo_en.append(f"columns nobody needs go into unused: [{', '.join(spare)}]")
    return Problem(
        what=Text(
            f"文件里有 {len(guessed)} 列没有声明，未进标准表",
            f"{len(guessed)} columns of the file are not declared and left out of the standard table",
        ),
        where=f"{source.places.at('columns')} ← {file}",
        why=Text("；".join(seen), "; ".join(seen_en)),
        todo=Text("；".join(todo), "; ".join(todo_en)),
        warning=True,
    )


def _lines(guessed: Sequence[Guess], missing: Mapping[str, str]) -> Iterator[str]:
    """What to write for each column that is like an element: a header of a column that is missing, or a column."""
    for guess in guessed:
        if guess.confidence > SURE:
            name = missing.get(guess.element.name)
            if name is None:
                yield f"{guess.column}: {guess.element.name}"
            else:
                yield f"{name}: {{element: {guess.element.name}, headers: [{guess.column}]}}"


def _strange(source: Source, file: str, column: Column, guess: Guess) -> Problem:
    kind = column.element
    better = guess.element.name not in {kind.name, "text"} and guess.confidence > SURE
    write = guess.element.name if better else "text"
    like = Text(
        f"；更像{guess.element.label.zh}（{guess.reason.zh}）" if better else "",
        f"; more like {guess.element.label.en} ({guess.reason.en})" if better else "",
    )
    return Problem(
        what=Text(
            f"列“{column.header}”的值多半不是{kind.label.zh}",
            f"most values of the column “{column.header}” are not: {kind.label.en}",
        ),
        where=f"{source.places.at('columns', column.name)} ← {file}",
        why=Text(f"一半以上不合规{like.zh}", f"more than half are invalid{like.en}"),
        todo=Text(
            f"核对文件是否错列；确是如此则写 {column.name}: {{element: {write}, headers: [{column.header}]}}，"
            f"要保留原文写 {element('text').name}",
            f"see whether columns are shifted in the file; if not, write {column.name}: {{element: {write}, "
            f"headers: [{column.header}]}}, or {element('text').name} to keep what is written",
        ),
        warning=True,
    )
