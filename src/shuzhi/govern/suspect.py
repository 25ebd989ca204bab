"""Values that the rest of their table speaks against: found without anybody declaring a rule.

Three witnesses, each a query over a whole table: the value that goes with the same key everywhere else
(``contradicted``), a frequent value of the same column spelt almost alike (``misspelt``), and the form that nearly
all values of the column have (``misshapen``). None says that a value is wrong; each says what speaks against it.

``written`` makes the table all of them read, a row for each value that is there, and ``counted`` the one of distinct
values. Answers have ``column``, ``_batch``, ``_row``, ``value``, ``expected`` (NULL where only the form is known),
``kind`` and ``witness``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName

WRITTEN = TableName("suspect", "written")
COUNTED = TableName("suspect", "counted")

GROUP = 3
"""Rows that must share a key before the key says anything."""
ERROR = 0.1
"""A key that is contradicted more often than this is no key."""
GAIN = 0.75
"""The share of the error made by always naming the commonest value that a key may leave, at most."""
AGREED = 0.7
"""Share of a key's rows that must agree on a value before the others are doubted."""
FREQUENT = 10
"""How many times as frequent the value must be that another is taken to be a misspelling of."""
COUNTING = "0-9〇一二三四五六七八九十百千万甲乙丙丁东南西北中上下前后左右内外大小新老男女"
"""Characters that tell one thing from the next: two values that differ in nothing else are two things."""
SHORTEST = 4
"""Characters below which two values are different words rather than spellings of one."""
USUAL = 0.8
"""Share of a column's values that must have one form before another form is strange."""
RARE = 0.02
"""Share of a column's values up to which a form is rare."""


@dataclass(frozen=True, kw_only=True)
class Dependency:
    """Rows alike in ``determinant`` are nearly always alike in ``dependent``; ``error`` is the share that is not."""

    determinant: str
    dependent: str
    error: float
    groups: int


def written(table: TableName, columns: Sequence[str]) -> exp.Query:
    """Rows of ``suspect.written``: ``column``, ``_batch``, ``_row``, ``value``, for every value of the text columns."""
    return sql.union_all([_cells(table, name) for name in columns])


def counted() -> exp.Query:
    """Rows of ``suspect.counted``: ``column``, ``value``, ``n``."""
    return sql.query('select "column", value, count(*) as n from suspect.written group by "column", value')


def facts() -> exp.Query:
    """A row for each column that has values: ``column``, ``filled``, ``distinct``, ``most`` (rows of the commonest)."""
    return sql.query(
        """
        select "column", cast(sum(n) as bigint) as filled, count(*) as "distinct", max(n) as most
        from suspect.counted group by "column"
        """
    )


def candidates(columns: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Of ``facts``, the pairs worth asking about: a determinant that repeats, a dependent that varies."""
    known = {row["column"]: row for row in columns}
    keys = {name for name, row in known.items() if 1 < row["distinct"] <= row["filled"] / GROUP}
    return [
        (key, name) for key, name in permutations(known, 2) if key in keys and known[name]["distinct"] > 1
    ]


def measuring(table: TableName, pairs: Sequence[tuple[str, str]]) -> exp.Query:
    """For each pair ``determinant``, ``dependent``, ``rows`` (of groups that say something), ``agreeing`` with the
    commonest value of their group, ``groups``. One aggregation a pair."""
    return sql.union_all([_measured(table, key, name) for key, name in pairs])


def dependencies(
    columns: Iterable[Mapping[str, Any]], measured: Iterable[Mapping[str, Any]]
) -> list[Dependency]:
    """The pairs that hold but for a few rows, and say more than "always the commonest value" does, by name."""
    known = {row["column"]: row for row in columns}
    found = []
    for row in measured:
        key, dependent = known[row["determinant"]], known[row["dependent"]]
        if row["rows"] * 2 < key["filled"]:
            continue
        error = 1 - row["agreeing"] / row["rows"]
        careless = 1 - dependent["most"] / dependent["filled"]
        if 0 < error <= min(ERROR, careless * GAIN):
            found.append(
                Dependency(
                    determinant=row["determinant"],
                    dependent=row["dependent"],
                    error=error,
                    groups=row["groups"],
                )
            )
    return sorted(found, key=lambda each: (each.determinant, each.dependent))


def contradicted(table: TableName, known: Sequence[Dependency]) -> exp.Query:
    """Values that at least half of the keys that know their row contradict; ``witness`` is those keys."""
    query = sql.query(
        """
        select "column", _batch, _row, value, expected, 'contradicted' as kind, witness
        from (
            select *, sum(n) over (partition by "column", _batch, _row) as asked,
                   sum(n) over (partition by "column", _batch, _row, value = expected) as alike,
                   row_number() over (
                       partition by "column", _batch, _row, value = expected order by n desc, expected
                   ) as place
            from (
                select "column", _batch, _row, value, expected, count(*) as n,
                       string_agg(determinant, '、' order by determinant) as witness
                from votes group by "column", _batch, _row, value, expected
            ) tallied
        ) weighed
        where value <> expected and place = 1 and 2 * alike >= asked
        """
    )
    return query.with_("votes", as_=sql.union_all([_votes(table, each) for each in known]))


def misspelt() -> exp.Query:
    """Rare values a letter or two away from one that is ten times as frequent, which is ``witness``, and
    ``expected`` as well where both have the same digits: what number a broken one was, nobody can say. What differs in
    digits, numerals or directions only is another thing, not a misspelling."""
    return sql.query(
        f"""
        with spelt as (
            select "column", value, n, regexp_replace(value, '[{COUNTING}]', '', 'g') as bare
            from suspect.counted where length(value) >= {SHORTEST}
        ), near as (
            select r."column", r.value, arg_max(f.value, f.n) as known
            from spelt r join spelt f on f."column" = r."column" and f.n >= {FREQUENT} * r.n and f.bare <> r.bare
            where abs(length(r.value) - length(f.value)) <= 2
              and levenshtein(r.value, f.value) <= greatest(1, strlen(r.value) // 4)
            group by r."column", r.value
        )
        select w."column", w._batch, w._row, w.value,
               case when regexp_replace(w.value, '[^0-9]', '', 'g') = regexp_replace(near.known, '[^0-9]', '', 'g')
                    then near.known end as expected,
               'misspelt' as kind, near.known as witness
        from suspect.written w join near on near."column" = w."column" and near.value = w.value
        """
    )


def misshapen() -> exp.Query:
    """Values of a rare form in a column nearly all of whose values have one form; ``witness`` is an example of it.
    A form keeps the order of numbers, letters, Chinese and signs, not their lengths."""
    query = sql.query(
        f"""
        select w."column", w._batch, w._row, w.value, cast(null as varchar) as expected, 'misshapen' as kind,
               usual.example as witness
        from suspect.written w
        join shaped on shaped."column" = w."column" and shaped.value = w.value
        join forms rare on rare."column" = shaped."column" and rare.form = shaped.form
        join forms usual on usual."column" = shaped."column" and usual.place = 1
        where usual.n >= {USUAL} * usual.filled and rare.n <= {RARE} * rare.filled
        """
    )
    shaped = exp.select('"column"', "value", "n", exp.alias_(sql.fill(_FORM, x=sql.column("value")), "form"))
    forms = sql.query(
        """
        select "column", form, sum(n) as n, arg_max(value, n) as example,
               sum(sum(n)) over (partition by "column") as filled,
               row_number() over (partition by "column" order by sum(n) desc, form) as place
        from shaped group by "column", form
        """
    )
    return query.with_("shaped", as_=shaped.from_(COUNTED.tree)).with_("forms", as_=forms)


_FORM = """
case when try_cast(x as double) is not null then '9' else
regexp_replace(regexp_replace(regexp_replace(x, '[0-9]+', '9', 'g'), '[A-Za-z]+', 'a', 'g'),
               '\\p{Han}+(·\\p{Han}+)*', '文', 'g') end
"""
"""Numbers are one form, and so are Chinese words, names with a dot in them among these."""


def _text(name: str) -> exp.Expr:
    """Blank is nothing written."""
    return sql.fill("nullif(trim(x), '')", x=sql.column(name))


def _cells(table: TableName, name: str) -> exp.Select:
    named = exp.alias_(sql.literal(name), "column", quoted=True)
    cells = exp.select(named, "_batch", "_row", exp.alias_(_text(name), "value")).from_(table.tree)
    return exp.select("*").from_(cells.subquery("cells")).where("value is not null")


def _counted_pairs(table: TableName, key: str, name: str) -> exp.Subquery:
    pairs = exp.select(exp.alias_(_text(key), "k"), exp.alias_(_text(name), "v")).from_(table.tree)
    return (
        sql.query("select k, v, count(*) as c from pairs where k is not null and v is not null group by k, v")
        .with_("pairs", as_=pairs)
        .subquery("together")
    )


def _measured(table: TableName, key: str, name: str) -> exp.Select:
    groups = (
        exp.select(exp.alias_(sql.parse("sum(c)"), "n"), exp.alias_(sql.parse("max(c)"), "m"))
        .from_(_counted_pairs(table, key, name))
        .group_by("k")
        .having(sql.parse(f"sum(c) >= {GROUP}"))
    )
    return exp.select(
        exp.alias_(sql.literal(key), "determinant"),
        exp.alias_(sql.literal(name), "dependent"),
        sql.parse("cast(coalesce(sum(n), 0) as bigint)").as_("rows", quoted=True),
        sql.parse("cast(coalesce(sum(m), 0) as bigint)").as_("agreeing"),
        sql.parse("count(*)").as_("groups", quoted=True),
    ).from_(groups.subquery("groups_"))


def _votes(table: TableName, known: Dependency) -> exp.Select:
    """What the dependency's key says each row should have, where the rows of the key agree well enough."""
    agreed = (
        exp.select("k", sql.parse("arg_max(v, c)").as_("expected"))
        .from_(_counted_pairs(table, known.determinant, known.dependent))
        .group_by("k")
        .having(sql.parse(f"sum(c) >= {GROUP} and max(c) >= {AGREED} * sum(c)"))
    )
    return (
        exp.select(
            exp.alias_(sql.literal(known.dependent), "column", quoted=True),
            "_batch",
            "_row",
            exp.alias_(_text(known.dependent), "value"),
            "agreed.expected",
            exp.alias_(sql.literal(known.determinant), "determinant"),
        )
        .from_(table.tree)
        .join(agreed.subquery("agreed"), on=_text(known.determinant).eq(sql.column("k", "agreed")))
        .where(_text(known.dependent).is_(exp.null()).not_())
    )
