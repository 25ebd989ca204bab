"""Resolution: records of one kind to entities, as tables made one after the other.

Records that share an identifier are one. Of the others, those that share a key are compared; a model estimated from
the comparisons weighs them; the threshold is where the links kept are right as often as was asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from shuzhi.core import ids, sql
from shuzhi.core.sql import TableName
from shuzhi.fuse import comparison, weigh
from shuzhi.fuse.cluster import Floats, Ints, clustered
from shuzhi.fuse.comparison import Model

Tables = Mapping[TableName, pa.Table]

MARGIN = 3.0
"""Bits by which the best identity of a record must beat the second."""

REVIEWED = -6.6
"""Bits from which a pair is kept to be looked at: one in a hundred is one."""

TOLD = 1000.0
"""What a pair weighs that people found to be one."""

PRECISION = 0.999
"""The share of links that should be right, by the model's own estimate, unless a city says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One table of a resolution: by a query, or by a kernel over small tables."""

    table: TableName
    query: exp.Query | None = None
    reads: tuple[TableName, ...] = ()
    make: Callable[[Tables], pa.Table] | None = None


@dataclass(frozen=True)
class Names:
    """The tables of one kind."""

    kind: str

    def __call__(self, what: str) -> TableName:
        return TableName("linkage", f"{self.kind}_{what}")


def parts(
    model: Model, records: TableName, answers: TableName, *, precision: float = PRECISION
) -> list[Part]:
    """Everything from records to clusters, in order. ``answers``: rows ``kind``, ``l``, ``r`` (l before r) and
    ``answer`` (same, different): what people found of pairs. Of use afterwards:

    ``<kind>_weight``  the model: comparison, level, m, u, bits, in words
    ``<kind>_pair``    pairs worth a look: l, r, pattern, weight, refused, answer, linked, reasons (zh, en)
    ``<kind>_member``  record, leader: the record that gives its cluster the name
    """
    of = Names(model.kind)
    return [
        Part(table=of("content"), query=comparison.contents(model, records, of("content"))),
        Part(table=of("block"), query=comparison.blocks(model, records)),
        *_compared(
            model,
            records,
            comparison.candidates(model, of("block"), records, answers),
            "candidate",
            "compared",
        ),
        *_compared(model, records, comparison.chance(records), "chance", "by_chance"),
        Part(table=of("pattern"), query=comparison.tallied(model, of("compared"), answers)),
        Part(table=of("chance_pattern"), query=comparison.tallied(model, of("by_chance"), answers)),
        Part(table=of("share"), query=comparison.frequencies(model, records)),
        Part(table=of("coincidence"), query=comparison.coincidence(of("share"))),
        Part(table=of("size"), query=_size(records)),
        _kernel(model, of("weight"), _weight_table),
        _kernel(model, of("weighed"), _weighed_table),
        Part(table=of("edge"), query=_edges(model, records, answers)),
        Part(table=of("touched"), query=_touched(model, records)),
        Part(
            table=of("joined"),
            reads=(of("edge"), of("touched")),
            make=lambda tables: _joined(tables[of("edge")], tables[of("touched")], precision),
        ),
        Part(table=of("member"), query=_members(records, of)),
        Part(table=of("pair"), query=_pairs(of)),
    ]


def _compared(model: Model, records: TableName, pairs: exp.Query, paired: str, kept: str) -> list[Part]:
    """Only pairs are compared of which the last run did not keep what they are like."""
    of = Names(model.kind)
    return [
        Part(table=of(paired), query=comparison.known(pairs, of(kept), of("content"))),
        Part(table=of(kept), query=comparison.compared(model, of(paired), records)),
    ]


def begun(kind: str) -> list[tuple[TableName, Mapping[str, str]]]:
    """What a run keeps for the next, with the types of the columns: before the first, empty tables of these."""
    pairs = dict.fromkeys(("l", "r", "pattern"), "VARCHAR")
    content = {"record": "VARCHAR", "content": "VARCHAR", "fresh": "BOOLEAN"}
    of = Names(kind)
    return [(of("content"), content), (of("compared"), pairs), (of("by_chance"), pairs)]


def _size(records: TableName) -> exp.Query:
    return exp.select(exp.alias_(sql.parse("count(*)"), "records", quoted=True)).from_(records.tree)


def _kernel(
    model: Model,
    table: TableName,
    make: Callable[[Model, weigh.Weights, list[str]], pa.Table],
) -> Part:
    of = Names(model.kind)
    reads = (of("pattern"), of("chance_pattern"), of("coincidence"), of("size"))

    def made(tables: Tables) -> pa.Table:
        candidates = _counts(tables[of("pattern")], "pattern", "pairs")
        records = tables[of("size")].column("records")[0].as_py()
        weights = weigh.estimate(
            model,
            candidates=candidates,
            same=_counts(tables[of("pattern")], "pattern", "same"),
            different=_counts(tables[of("pattern")], "pattern", "different"),
            chance=_counts(tables[of("chance_pattern")], "pattern", "pairs"),
            coincidence=_coincidences(tables[of("coincidence")]),
            pairs=max(records * (records - 1) / 2, 1),
        )
        return make(model, weights, sorted(candidates))

    return Part(table=table, reads=reads, make=made)


def _counts(table: pa.Table, key: str, value: str) -> dict[str, float]:
    # In one order for good: sums of floating numbers depend on it.
    return dict(sorted(zip(table.column(key).to_pylist(), table.column(value).to_pylist(), strict=True)))


def _coincidences(table: pa.Table) -> dict[str, weigh.Coincidence]:
    return {
        row["column"]: weigh.Coincidence(
            chance=row["chance"], among=float(row["among"]), told=bool(row["told"])
        )
        for row in table.to_pylist()
    }


def _weight_table(model: Model, weights: weigh.Weights, _: list[str]) -> pa.Table:
    rows = []
    for place, one in enumerate(model.comparisons):
        told = [*(level.says for level in one.levels), one.differs]
        for number, text in enumerate(told, start=1):
            m, u = weights.m[place][number - 1], weights.u[place][number - 1]
            rows.append((one.name, number, text.zh, text.en, m, u, weights.of(place, number)))
    rows.append(
        ("prior", 0, "任意两条记录是同一个", "any two records are one", weights.prior, 1.0, weights.start)
    )
    names = ("comparison", "level", "zh", "en", "m", "u", "bits")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def _weighed_table(model: Model, weights: weigh.Weights, patterns: list[str]) -> pa.Table:
    told = weigh.weighed(model, weights, patterns)
    return pa.table(
        {
            "pattern": pa.array([one.pattern for one in told], pa.string()),
            "weight": pa.array([one.weight for one in told], pa.float64()),
            "refused": pa.array([one.refused for one in told], pa.bool_()),
            "zh": pa.array([one.reasons.zh for one in told], pa.string()),
            "en": pa.array([one.reasons.en for one in told], pa.string()),
        }
    )


def _edges(model: Model, records: TableName, answers: TableName) -> exp.Query:
    """Rows ``l``, ``r``, ``pattern``, ``weight``, ``refused``, ``answer``: worth a look, with what rare values add."""
    of = Names(model.kind)
    refused = "case when n.answer is not null then n.answer <> 'same' else w.refused end as refused"
    query: exp.Select = exp.select("c.l", "c.r", "c.pattern", "n.answer", sql.parse(refused)).from_(
        exp.alias_(of("compared").tree, "c", table=True)
    )
    told = f"n.kind = '{model.kind}' and n.l = c.l and n.r = c.r"
    query = query.join(exp.alias_(answers.tree, "n", table=True), on=told, join_type="left")
    query = query.join(exp.alias_(of("weighed").tree, "w", table=True), on="w.pattern = c.pattern")
    query = query.join(exp.alias_(records.tree, "a", table=True), on="a.record = c.l")
    more = ["w.weight"]
    for place, one in enumerate(model.comparisons, start=1):
        for number, level in enumerate(one.levels, start=1):
            if not level.rare:
                continue
            share = f"s{place}_{number}"
            values = sql.query(
                f"""
                select v.value, ln((c.chance * c.among + 1) / v.held) / ln(2.0) as bits
                from share v join coincidence c on c."column" = v."column" where v."column" = '{level.equal}'
                """
            )
            values = sql.reading(values, share=of("share"), coincidence=of("coincidence"))
            query = query.join(
                exp.alias_(values.subquery(), share, table=True),
                on=f"{share}.value = cast(a.{level.equal} as varchar)",
                join_type="left",
            )
            more.append(
                f"case when substr(c.pattern, {place}, 1) = '{number}' then coalesce({share}.bits, 0) else 0 end"
            )
    # Engines' logarithms differ in the last digits, and the order of pairs must not.
    query = query.select(exp.alias_(sql.parse(f"round({' + '.join(more)}, 6)"), "weight"))
    # What rarity can add is bounded: hopeless patterns need not be looked up.
    query = query.where("w.weight > -30 or n.answer is not null")
    kept = f"select * from adjusted where weight > {REVIEWED} or answer is not null"
    return sql.query(kept).with_("adjusted", as_=query)


def _touched(model: Model, records: TableName) -> exp.Query:
    """Records that are in any pair worth a look, with what identifies them."""
    query = sql.query(
        f"""
        select a.record, a.{model.sure} as identity
        from records_ a join (select l as record from edge union select r from edge) ends on ends.record = a.record
        """
    )
    return sql.reading(query, records_=records, edge=Names(model.kind)("edge"))


def _joined(edges: pa.Table, touched: pa.Table, precision: float) -> pa.Table:
    """Rows ``record``, ``leader`` for the records in any pair: the kernel over the graph of links."""
    touched = touched.sort_by("record")
    links = edges.filter(pc.invert(edges.column("refused")))
    same = pc.is_valid(links.column("answer"))
    weight = links.column("weight").to_numpy()
    threshold = _threshold(links.filter(pc.invert(same)).column("weight").to_numpy(), precision)
    told = same.to_numpy()
    links = links.filter(pa.array((weight >= threshold) | told))
    weight = np.where(told, TOLD, weight)[(weight >= threshold) | told]
    records = touched.column("record").combine_chunks()
    identity = touched.column("identity").combine_chunks().dictionary_encode().indices.fill_null(-1)
    different = edges.filter(pc.equal(edges.column("answer"), "different"))

    def placed(table: pa.Table, side: str) -> Ints:
        return np.asarray(pc.index_in(table.column(side), records).to_numpy(), dtype=np.int64)

    found = clustered(
        identity.to_numpy(zero_copy_only=False).astype(np.int64),
        placed(links, "l"),
        placed(links, "r"),
        weight,
        margin=MARGIN,
        apart=(placed(different, "l"), placed(different, "r")),
    )
    return pa.table({"record": records, "leader": records.take(pa.array(found))})


def _threshold(weight: Floats, precision: float) -> float:
    """The lightest weight at which links are, on average, right as often as asked, and each more likely than not."""
    if not len(weight):
        return 0.0
    falling = np.sort(weight)[::-1]
    right = 1 / (1 + np.exp2(-np.clip(falling, -60, 60)))
    expected = np.cumsum(right) / np.arange(1, len(right) + 1)
    enough = np.flatnonzero((expected >= precision) & (right >= 0.5))
    return float(falling[enough[-1]]) if len(enough) else float("inf")


def _members(records: TableName, of: Names) -> exp.Query:
    query = sql.query(
        """
        select a.record, coalesce(j.leader, a.record) as leader
        from records_ a left join joined j on j.record = a.record
        """
    )
    return sql.reading(query, records_=records, joined=of("joined"))


def _pairs(of: Names) -> exp.Query:
    query = sql.query(
        """
        select e.l, e.r, e.pattern, e.weight, e.refused, e.answer, not e.refused and a.leader = b.leader as linked,
               w.zh, w.en
        from edge e join weighed w on w.pattern = e.pattern
        join member a on a.record = e.l join member b on b.record = e.r
        """
    )
    return sql.reading(query, edge=of("edge"), weighed=of("weighed"), member=of("member"))


def entity_of(model: Model, records: TableName, *, key: str) -> exp.Query:
    """Rows ``record``, ``<kind>``: every record with the id of its entity.

    The id is made of what identifies the cluster, else of its first record: the same data, the same ids. Whoever
    has an identifier keeps his id whatever else is found out about him.
    """
    of = Names(model.kind)
    identity = sql.column(model.sure, "b")
    alone = exp.DPipe(this=sql.literal("record:"), expression=sql.column("leader", "m"))
    value = exp.func("coalesce", identity, alone)
    query = exp.select(
        "m.record", exp.alias_(ids.subject_id(model.kind, value, key), model.kind, quoted=True)
    )
    query = query.from_(exp.alias_(of("member").tree, "m", table=True))
    return query.join(exp.alias_(records.tree, "b", table=True), on="b.record = m.leader")


ASKED = 1000
"""Pairs that wait for people, at most: nobody judges more before the next run."""


def review(model: Model, mention: TableName) -> exp.Query:
    """Rows ``l``, ``r``, ``pattern``, ``weight``, ``chance``, ``refused``, ``linked``, ``value``, ``zh``, ``en``: the
    pairs whose answer is worth most, first those that are likely one and are not linked, of many rows.
    """
    query = sql.query(
        f"""
        select l, r, pattern, weight, chance, refused, linked, value, zh, en
        from (
            select v.*, row_number() over (order by value desc, l, r) as place
            from (
                select p.*, round((case when linked or chance < 0.5 then 4 * chance * (1 - chance) else chance end)
                                  * ln(1 + a.rows + b.rows), 6) as value
                from (
                    select *, round(1 / (1 + power(2.0, -greatest(least(weight, 60), -60))), 6) as chance
                    from pair_ where answer is null
                ) p
                join mention_ a on a.record = p.l join mention_ b on b.record = p.r
            ) v
            where value > 0.01
        ) ranked
        where place <= {ASKED}
        """
    )
    return sql.reading(query, pair_=Names(model.kind)("pair"), mention_=mention)
