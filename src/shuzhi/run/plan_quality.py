"""Quality as steps: every table counted once, with its rules; what that says of each rule, dimension, department."""

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.contract import Contract
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.fuse.companies import COMPANY
from shuzhi.fuse.persons import PERSON
from shuzhi.govern import measured, quality
from shuzhi.govern.declared import problem_table, tally_table
from shuzhi.govern.declared_rules import rules
from shuzhi.govern.history import DAYS, DEVIATION
from shuzhi.govern.measured import DIMENSION, EXAMPLE, RESULT, Measured
from shuzhi.govern.rules import QualityRule, broken, tables_looked_into
from shuzhi.packs.platform_tables import PLATFORM
from shuzhi.packs.schema import Source
from shuzhi.run.ledger import Batch
from shuzhi.run.step import Build, Marks, Step
from shuzhi.secure.policy import Scope

CONFLICTS = TableName("tally", "conflicts")
_SAMPLED = frozenset(
    {"filled", "unique", "among", "coded", "between", "like", "found", "agrees", "follows", "holds"}
)
"""Kinds of rules whose rows are looked for; invalid and disputed values are problems, each with its row."""


def quality_steps(
    sources: Sequence[Source], also: Sequence[TableName], as_of: date, marks: Marks
) -> list[Step]:
    """Scores and problems of the city. ``also``: further tables of problems, beside those of the sources."""

    def problems(scored: pa.Table) -> exp.Query:
        invalid = set(scored.column("table").to_pylist())
        return found([source for source in sources if source.name in invalid])

    def found(of: Sequence[Source]) -> exp.Query:
        tables = [*map(problem_table, of), *also]
        return sql.union_all([exp.select(*PLATFORM[quality.PROBLEM]).from_(table.tree) for table in tables])

    problem = Build(
        table=quality.PROBLEM,
        query=found(sources),
        choose=problems,
        contract=Contract(columns=PLATFORM[quality.PROBLEM]),
        named=True,
    )
    tallies = [
        marks.step(
            f"tally:{source.name}",
            Text(f"清点 {source.title.zh}", f"count {source.title.en}"),
            Scope(
                name=f"govern:{source.name}",
                reads=(
                    str(source.standard),
                    str(problem_table(source)),
                    *map(str, tables_looked_into(rules(source.quality, source.standard, as_of=as_of))),
                ),
                writes=(str(tally_table(source)),),
            ),
            [
                Build(
                    table=tally_table(source),
                    query=quality.tally(source, rules(source.quality, source.standard, as_of=as_of)),
                )
            ],
        )
        for source in sources
    ]
    score = Build(
        table=quality.SCORE,
        make=lambda read: quality.scores(sources, read),
        reads=tuple(tally_table(source) for source in sources),
    )
    seen = Scope(
        name="govern:quality", reads=("problem.*", "tally.*", str(quality.SCORE)), writes=("quality.*",)
    )
    asks = exp.select(sql.column("table")).distinct().from_(quality.SCORE.tree).where("invalid > 0")
    return [
        *tallies,
        marks.step("quality:score", Text("质量评分", "quality scores"), seen, [score]),
        marks.step("quality:problem", Text("不合规的值", "invalid values"), seen, [problem], asks=asks),
    ]


def result_steps(
    sources: Sequence[Source],
    batches: Sequence[Batch],
    conflicts: Sequence[TableName],
    as_of: date,
    marks: Marks,
) -> list[Step]:
    """Rules, dimensions, rows to walk to, of the departments' tables. ``conflicts``: where disputed values are told."""
    steps = [_conflicts(conflicts, marks)] if conflicts else []
    counted = [CONFLICTS] if conflicts else []
    reads = [*map(tally_table, sources), DEVIATION, *counted]
    mine = {source.name for source in sources}

    def result(read: Mapping[TableName, pa.Table]) -> pa.Table:
        return measured.results([_measured(source, batches, read, as_of) for source in sources])

    def dimension(read: Mapping[TableName, pa.Table]) -> pa.Table:
        rows = measured.dimensions(read[RESULT].to_pylist())
        return pa.Table.from_pylist(rows, schema=measured.schema(measured.DIMENSION_COLUMNS))

    scope = Scope(
        name="govern:quality",
        reads=("tally.*", "standard.*", "problem.*", "quality.*", "reference.*"),
        writes=("quality.*",),
    )
    told = [
        [source.name, source.owner, source.cadence, source.required, source.quality.model_dump(mode="json")]
        for source in sources
    ]
    came = [
        [batch.batch, batch.arrived, batch.landed, batch.quarantined]
        for batch in batches
        if batch.source in mine
    ]
    steps.append(
        marks.step(
            "quality:result",
            Text("质量规则核对结果", "what quality rules counted"),
            scope,
            [
                Build(table=RESULT, make=result, reads=tuple(reads)),
                Build(table=DIMENSION, make=dimension, reads=(RESULT,)),
            ],
            told,
            came,
            as_of.isoformat(),
        )
    )
    steps.append(_examples(sources, scope, as_of, marks))
    return steps


def _conflicts(tables: Sequence[TableName], marks: Marks) -> Step:
    parts = [
        exp.select(sql.column("table"), sql.column("column"), "count(*) as found")
        .from_(table.tree)
        .group_by(sql.column("table"), sql.column("column"))
        for table in tables
    ]
    return marks.step(
        "tally:conflicts",
        Text("清点说法冲突", "count conflicts"),
        Scope(name="govern:quality", reads=tuple(map(str, tables)), writes=(str(CONFLICTS),)),
        [Build(table=CONFLICTS, query=sql.union_all(parts))],
    )


def _examples(sources: Sequence[Source], scope: Scope, as_of: date, marks: Marks) -> Step:
    """The first rows that break each broken rule; which are broken is asked first."""
    asked = {
        (source.name, rule.name): (source, rule)
        for source in sources
        for rule in [*_filled(source), *rules(source.quality, source.standard, as_of=as_of)]
    }

    def of(keys: Sequence[tuple[str, str]]) -> exp.Query:
        parts = [_example(*asked[key]) for key in keys]
        return sql.union_all(parts) if parts else _none()

    def chosen(failing: pa.Table) -> exp.Query:
        keys = [(row["table"], row["rule"]) for row in failing.to_pylist()]
        return of([key for key in keys if key in asked])

    asks = exp.select(sql.column("table"), "rule").from_(RESULT.tree).where("failing > 0")
    build = Build(
        table=EXAMPLE,
        query=of(list(asked)),
        choose=chosen,
        contract=Contract(columns=PLATFORM[EXAMPLE]),
    )
    title = Text("不合规则的行", "rows that break quality rules")
    return marks.step("quality:example", title, scope, [build], asks=asks.order_by('"table"', "rule"))


def _example(source: Source, rule: QualityRule) -> exp.Query:
    rows = broken(source, rule).subquery("r")
    return exp.select(
        exp.alias_(sql.literal(source.name), "table", quoted=True),
        exp.alias_(sql.literal(rule.name), "rule"),
        "r._batch",
        "r._row",
    ).from_(rows)


def _none() -> exp.Query:
    nulls = [
        exp.alias_(sql.null("BIGINT" if kind == "integer" else "VARCHAR"), name, quoted=True)
        for name, kind in PLATFORM[EXAMPLE].items()
    ]
    return exp.select(*nulls).where("false")


def _filled(source: Source) -> list[QualityRule]:
    """The columns in which something has to be written: those declared so, and those a file must have."""
    return [
        QualityRule(name=f"filled:{name}", kind="filled", columns=(name,), says=Text(name, name))
        for name in _must_be_filled(source)
    ]


def _must_be_filled(source: Source) -> list[str]:
    return list(dict.fromkeys([*source.required, *source.quality.filled]))


def _measured(
    source: Source, batches: Sequence[Batch], read: Mapping[TableName, pa.Table], as_of: date
) -> Measured:
    (counted,) = read[tally_table(source)].to_pylist()
    scores = {row["column"]: row for row in quality.scores([source], read).to_pylist()}
    deviations = [row for row in read[DEVIATION].to_pylist() if row["table"] == source.name]
    odd = {row["_batch"] for row in deviations if row["kind"] != "late"}
    disputed = dict.fromkeys(_disputed(source), 0)
    if CONFLICTS in read:
        disputed |= {
            row["column"]: row["found"] for row in read[CONFLICTS].to_pylist() if row["table"] == source.name
        }
    mine = [batch for batch in batches if batch.source == source.name]
    return Measured(
        source=source,
        owner=source.owner,
        filled=_must_be_filled(source),
        rules=rules(source.quality, source.standard, as_of=as_of),
        counted=counted,
        scores=scores,
        conflicts=disputed,
        records=sum(batch.landed + batch.quarantined for batch in mine),
        quarantined=sum(batch.quarantined for batch in mine),
        batches=len(mine),
        odd=len(odd),
        severity=source.quality.severity,
        late=any(row["kind"] == "late" for row in deviations) if mine and source.cadence in DAYS else None,
    )


def _disputed(source: Source) -> list[str]:
    """The columns whose values are held against what other departments say of the same person or company."""
    told = [(PERSON, who) for who in source.people] + [(COMPANY, who) for who in source.companies]
    return [who.said[attribute] for kind, who in told for attribute in kind.disputed if attribute in who.said]
