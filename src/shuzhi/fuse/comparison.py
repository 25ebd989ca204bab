"""How two records are compared: each attribute on a scale of levels, told as SQL over ``l`` and ``r``."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Level:
    """One way in which two values can be alike.

    ``equal``: the level means that this column is equal, so that how often chance does it is counted, not sampled.
    ``rare``: the rarer the value, the more it says (亓官 against 李伟); needs ``equal``.
    """

    says: Text
    when: str
    equal: str | None = None
    rare: bool = False


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One attribute. ``given``: both sides have it. Levels from the best on; none holds means that it differs."""

    name: str
    given: str
    levels: tuple[Level, ...]
    differs: Text

    @property
    def scale(self) -> int:
        """The number of the level "differs"; 0 means that one side has nothing."""
        return len(self.levels) + 1


@dataclass(frozen=True, kw_only=True)
class Model:
    """What makes two records of a kind comparable.

    ``keys``: expressions over a record; only records that share one are compared. ``sure``: the column that
    identifies; two records that differ in it are never one; ``written``: the same as it was written, also where it is
    invalid. ``refused``: told the levels of a pair, whether
    people must decide however much speaks for it. ``columns``: what a record needs for all of this.
    """

    kind: str
    sure: str
    written: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    refused: Callable[[Mapping[str, int]], bool]


LARGEST_BLOCK = 120
"""Records that may share a key: a key of more tells nothing and costs their square."""


def contents(model: Model, records: TableName, kept: TableName) -> exp.Query:
    """Rows ``record``, ``content`` (a hash of all it is compared by, and of how), ``fresh``: whether the last run,
    which ``kept`` is of, had the record otherwise or not at all."""
    how = hashlib.sha256(sql.text(compared(model, kept, records)).encode()).hexdigest()
    said = " || ".join(
        f"'{_NEXT}' || coalesce(cast({name} as varchar), '{_NOTHING}')" for name in model.columns
    )
    query = sql.query(
        f"""
        select n.record, n.content, k.content is null or k.content <> n.content as fresh
        from (select record, sha256('{how}' || {said}) as content from records_) n
        left join kept_ k on k.record = n.record
        """
    )
    return sql.reading(query, records_=records, kept_=kept)


_NEXT, _NOTHING = "\x1f", "\x1e"


def blocks(model: Model, records: TableName) -> exp.Query:
    """Rows ``key``, ``record``, ``identified``: which records may be compared. Too common keys are left out, and those
    of identified records only, which need no comparison."""
    parts = [
        exp.select(
            exp.alias_(sql.parse(f"'{place}|' || {key}"), "key"),
            "record",
            exp.alias_(sql.fill("x is not null", x=sql.column(model.sure)), "identified"),
        ).from_(records.tree)
        for place, key in enumerate(model.keys)
    ]
    query = sql.query(
        f"""
        select key, record, identified from (
            select k.key, k.record, k.identified, count(*) over (partition by k.key) as sharing
            from keyed k
            where k.key in (select key from keyed where not identified and key is not null)
        ) counted where sharing between 2 and {LARGEST_BLOCK}
        """
    )
    return query.with_("keyed", as_=sql.union_all(parts))


def candidates(model: Model, blocks_: TableName, records: TableName, answers: TableName) -> exp.Query:
    """Rows ``l``, ``r``: each pair that shares a key or that people were asked about, once. Two identified records
    need no comparison."""
    query = sql.query(
        f"""
        select case when a.record < b.record then a.record else b.record end as l,
               case when a.record < b.record then b.record else a.record end as r
        from blocked a join blocked b
          on a.key = b.key and not a.identified and (b.identified or a.record < b.record)
        union
        select n.l, n.r from answers_ n join records_ a on a.record = n.l join records_ b on b.record = n.r
        where n.kind = '{model.kind}' and (a.{model.sure} is null or b.{model.sure} is null)
        """
    )
    return sql.reading(query, blocked=blocks_, records_=records, answers_=answers)


def chance(records: TableName, *, at_most: int = 250_000) -> exp.Query:
    """Rows ``l``, ``r``: records paired at random, the same in every run: each with the one a step further on
    in the order of their keys' hashes."""
    placed = sql.query(
        f"""
        select record, row_number() over (order by drawn, record) as place
        from (select record, sha256(record) as drawn from records_ order by drawn, record limit {at_most + 1}) first
        """
    )
    query = sql.query(
        "select a.record as l, b.record as r from placed a join placed b on b.place = a.place + 1"
    )
    return query.with_("placed", as_=sql.reading(placed, records_=records))


def known(pairs: exp.Query, kept: TableName, content: TableName) -> exp.Query:
    """Rows ``l``, ``r``, ``pattern``: the pairs, with the levels that the last run ``kept`` of them where neither
    record is fresh."""
    query = sql.query(
        """
        select p.l, p.r, k.pattern from pairs_ p left join (
            select o.l, o.r, o.pattern from kept_ o
            left join (select record from content_ where fresh) a on a.record = o.l
            left join (select record from content_ where fresh) b on b.record = o.r
            where a.record is null and b.record is null
        ) k on k.l = p.l and k.r = p.r
        """
    )
    return sql.reading(query, kept_=kept, content_=content).with_("pairs_", as_=pairs)


def compared(model: Model, pairs: TableName, records: TableName) -> exp.Query:
    """Rows ``l``, ``r``, ``pattern``: the levels of each pair, a digit for each comparison in order; what is known of
    ``pairs`` stays."""
    levels = " || ".join(f"cast({level(c)} as varchar)" for c in model.comparisons)
    query = sql.query(
        f"""
        select l, r, pattern from pairs_ where pattern is not null
        union all
        select p.l, p.r, {levels} as pattern
        from pairs_ p join records_ l on l.record = p.l join records_ r on r.record = p.r
        where p.pattern is null
        """
    )
    return sql.reading(query, pairs_=pairs, records_=records)


def level(comparison: Comparison) -> str:
    """The level of one comparison as a number over l and r."""
    whens = " ".join(
        f"when {one.when} then {number}" for number, one in enumerate(comparison.levels, start=1)
    )
    return f"case when not ({comparison.given}) then 0 {whens} else {comparison.scale} end"


def tallied(model: Model, compared_: TableName, answers: TableName) -> exp.Query:
    """Rows ``pattern``, ``pairs``, and of those how many people found ``same`` and ``different``."""
    query = sql.query(
        f"""
        select c.pattern, count(*) as pairs, sum(case when n.answer = 'same' then 1 else 0 end) as same,
               sum(case when n.answer = 'different' then 1 else 0 end) as different
        from compared_ c left join answers_ n on n.kind = '{model.kind}' and n.l = c.l and n.r = c.r
        group by c.pattern
        """
    )
    return sql.reading(query, compared_=compared_, answers_=answers)


IDENTIFIED_ENOUGH = 100
"""So many identified entities tell how often values coincide; fewer, and every record counts as somebody else."""


def frequencies(model: Model, records: TableName) -> exp.Query:
    """Rows ``column``, ``value``, ``held``: how many hold a value, for columns whose equality levels ask; ``told``: 1
    where they are known to be different, 0 where some of them may be one.

    Counted are entities known to be different, by their identifiers: records of one company that name it alike do
    not make its name common. Of the identifier as it was written, every record counts.
    """
    columns = dict.fromkeys(one.equal for c in model.comparisons for one in c.levels if one.equal)
    parts = [
        sql.query(
            f"""
            select '{column}' as "column", x as value, count(*) as held, max(told) as told
            from (
                select distinct cast({column} as varchar) as x, {"record" if column == model.written else "holder"},
                       told
                from held_ where {column} is not null
            ) v group by x
            """
        )
        for column in columns
    ]
    held = sql.query(
        f"""
        select r.*, case when e.identified < {IDENTIFIED_ENOUGH} then coalesce(r.{model.sure}, r.record)
                         else r.{model.sure} end as holder,
               case when e.identified < {IDENTIFIED_ENOUGH} then 0 else 1 end as told
        from records_ r
        cross join (select count(*) as identified from (select distinct {model.sure} from records_) i) e
        where e.identified < {IDENTIFIED_ENOUGH} or r.{model.sure} is not null
        """
    )
    return sql.reading(sql.union_all(parts).with_("held_", as_=held), records_=records)


def coincidence(shares: TableName) -> exp.Query:
    """Rows ``column``, ``chance``, ``among``, ``told``: how often two of so many share a value of the column; where
    none do, as if one pair did. ``told`` as of ``frequencies``."""
    # Whole numbers are added: the same data must give the same sum in whatever order they are read.
    query = sql.query(
        """
        select "column", cast(greatest(sum(held * (held - 1)), 2) as double)
                         / cast(greatest(sum(held) * (sum(held) - 1), 2) as double) as chance,
               sum(held) as among, max(told) as told
        from shares_ group by "column"
        """
    )
    return sql.reading(query, shares_=shares)


def numbered(pattern: str, comparisons: Sequence[Comparison]) -> dict[str, int]:
    """A pattern as levels by name."""
    return {c.name: int(digit) for c, digit in zip(comparisons, pattern, strict=True)}
