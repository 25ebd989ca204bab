"""Small expressions of the portable subset, written at random, each with the kind of value it gives."""

from hypothesis import strategies as st

TEXT, WHOLE, AMOUNT, DAY, TRUTH = "text", "whole", "amount", "day", "truth"
COLUMNS = {TEXT: ("s", "t"), WHOLE: ("i", "j"), AMOUNT: ("m", "n"), DAY: ("d", "e"), TRUTH: ("b",)}

# Literals, by kind.
WRITTEN = {
    TEXT: ("''", "'中'", "'𠮷a'", "' 12 '", "'2024-01-31'", "'\\'", "'%_'", "null"),
    WHOLE: ("0", "1", "-7", "1000003"),
    AMOUNT: ("cast(0.05 as decimal(18,2))", "cast(-100.10 as decimal(18,2))"),
    DAY: ("date '2024-02-29'", "date '1949-10-01'"),
    TRUTH: ("true", "false", "null"),
}

# What makes a value of a kind from values of kinds.
MADE = {
    TEXT: (
        ("concat({}, {})", TEXT, TEXT),
        ("({} || {})", TEXT, TEXT),
        ("substr({}, 2, 2)", TEXT),
        ("substr({}, -2)", TEXT),
        ("replace({}, '中', {})", TEXT, TEXT),
        ("translate({}, '中a', 'x')", TEXT),
        ("upper({})", TEXT),
        ("trim({})", TEXT),
        ("lpad({}, 4, '零')", TEXT),
        ("cast({} as varchar)", WHOLE),
        ("cast({} as varchar)", AMOUNT),
        ("cast({} as varchar)", DAY),
        ("regexp_extract({}, '([0-9]+)[^0-9]?', 1)", TEXT),
        ("regexp_replace({}, '[\\s\\p{{Han}}]', '-', 'g')", TEXT),
        ("coalesce({}, {})", TEXT, TEXT),
        ("nullif({}, {})", TEXT, TEXT),
        ("greatest({}, {})", TEXT, TEXT),
        ("case when {} then {} else {} end", TRUTH, TEXT, TEXT),
    ),
    WHOLE: (
        ("length({})", TEXT),
        ("strpos({}, {})", TEXT, TEXT),
        ("({} + {})", WHOLE, WHOLE),
        ("({} - {})", WHOLE, WHOLE),
        ("({} // {})", WHOLE, WHOLE),
        ("({} % {})", WHOLE, WHOLE),
        ("try_cast({} as integer)", TEXT),
        ("cast({} as integer)", AMOUNT),
        ("year({})", DAY),
        ("month({})", DAY),
        ("datediff('day', {}, {})", DAY, DAY),
        ("least({}, {})", WHOLE, WHOLE),
        ("coalesce({}, {})", WHOLE, WHOLE),
        ("case when {} then {} end", TRUTH, WHOLE),
    ),
    AMOUNT: (
        ("({} + {})", AMOUNT, AMOUNT),
        ("({} - {})", AMOUNT, WHOLE),
        ("round({}, 1)", AMOUNT),
        ("abs({})", AMOUNT),
        ("coalesce({}, 0)", AMOUNT),
        ("greatest({}, {})", AMOUNT, WHOLE),
        ("case when {} then 0 else {} end", TRUTH, AMOUNT),
        ("try_cast({} as decimal(18,2))", TEXT),
    ),
    DAY: (
        ("try_cast({} as date)", TEXT),
        ("cast(date_trunc('month', {}) as date)", DAY),
        ("make_date(year({0}), month({0}), 1)", DAY),
        ("coalesce({}, {})", DAY, DAY),
        ("least({}, {})", DAY, DAY),
    ),
    TRUTH: (
        ("({} = {})", TEXT, TEXT),
        ("({} < {})", TEXT, TEXT),
        ("({} < {})", AMOUNT, WHOLE),
        ("({} >= {})", DAY, DAY),
        ("({} is distinct from {})", WHOLE, WHOLE),
        ("({} and {})", TRUTH, TRUTH),
        ("({} or not {})", TRUTH, TRUTH),
        ("({} is null)", TEXT),
        ("({} in ({}, {}))", WHOLE, WHOLE, WHOLE),
        ("({} between {} and {})", AMOUNT, AMOUNT, AMOUNT),
        ("regexp_matches({}, '^[\\p{{Han}}\\w]+$')", TEXT),
    ),
}


def expression(kind: str, depth: int = 3) -> st.SearchStrategy[str]:
    """An expression of that kind, as SQL."""
    leaf = st.sampled_from(COLUMNS[kind] * 3 + WRITTEN[kind])
    if depth == 0:
        return leaf
    return st.one_of(leaf, st.sampled_from(MADE[kind]).flatmap(lambda made: _filled(*made, depth=depth)))


def _filled(template: str, *kinds: str, depth: int) -> st.SearchStrategy[str]:
    parts = st.tuples(*(expression(kind, depth - 1) for kind in kinds))
    return parts.map(lambda values: template.format(*values))


def projections() -> st.SearchStrategy[list[str]]:
    """Many expressions for one query: a call costs more than a column."""
    one = st.sampled_from(sorted(MADE)).flatmap(expression)
    return st.lists(one, min_size=6, max_size=10)
