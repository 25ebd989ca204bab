"""Which header is which column, and which data element an unknown column holds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS, Element, element
from shuzhi.core.text import Text

SAMPLE = 5000
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NAMED = {"amount"}
"""Elements whose values look like many another thing: without a header that fits, nothing is taken for one. So it is
with those a city made: the codes of a short list are anybody's numbers."""
_UNITS = ("(元)", "(万元)", "(人)", "(户)", "(必填)", "(选填)", "*", ":")


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What a column most likely holds. ``confidence`` is 0 to 1; at a half and below, ask a person."""

    column: str
    element: Element
    confidence: float
    reason: Text


def plain(header: str) -> str:
    """A header without what differs by habit: width, blanks, case, units, asterisks."""
    text = "".join(header.translate(_WIDE).split()).lower()
    for unit in _UNITS:
        text = text.replace(unit, "")
    return text


def matched(
    declared: Mapping[str, tuple[str, tuple[str, ...]]], landed: Collection[str]
) -> dict[str, str | None]:
    """For each declared column (name -> element name, further headers) its header if landed, or None.

    The declared name goes first, then the declared headers, then the element's synonyms; these only when one
    header and one column are left for each other: two columns of one element must not be swapped.
    """
    found: dict[str, str | None] = dict.fromkeys(declared)
    free = {plain(header): header for header in reversed(list(landed))}
    for rank in (0, 1):
        for name, (_, headers) in declared.items():
            wanted = [name] if rank == 0 else list(headers)
            hit = next((plain(header) for header in wanted if plain(header) in free), None)
            if found[name] is None and hit is not None:
                found[name] = free.pop(hit)
    for kind in dict.fromkeys(kind for kind, _ in declared.values()):
        open_columns = [name for name, (of, _) in declared.items() if of == kind and found[name] is None]
        fitting = [known for known in dict.fromkeys(map(plain, element(kind).headers)) if known in free]
        if len(open_columns) == 1 and len(fitting) == 1:
            found[open_columns[0]] = free.pop(fitting[0])
    return found


def measuring(
    rows: exp.Query, columns: Sequence[str], kinds: Sequence[Element] = ELEMENTS, *, sample: int = SAMPLE
) -> exp.Select:
    """Over the first ``sample`` records of each batch, a row for each column that has values: ``place`` (its number
    among ``columns``), ``filled``, and for each element how many of the values look like it.

    Every element judges the distinct values of all columns once.
    """
    first = exp.select("*").from_(rows.subquery("all_rows")).where(sql.parse(f"_row <= {sample:d}"))
    written = sql.union_all([_written(number, name) for number, name in enumerate(columns)])
    counted = sql.query("select place, x, count(*) as n from written where x is not null group by place, x")
    outputs = [sql.column("place"), sql.parse("cast(sum(n) as bigint)").as_("filled")]
    for kind in _recognised(kinds):
        cleaned = sql.fill(kind.clean, x=sql.fill(kind.prepare, x=sql.column("x")))
        looks = sql.fill(kind.looks, x=cleaned)
        count = sql.fill("cast(coalesce(sum(case when looks then n end), 0) as bigint)", looks=looks)
        outputs.append(exp.alias_(count, kind.name, quoted=True))
    measured = exp.select(*outputs).from_("counted").group_by("place")
    # The file is read once, not once for each of its columns.
    measured = measured.with_("first", as_=first, materialized=True)
    return measured.with_("written", as_=written).with_("counted", as_=counted)


def _written(number: int, name: str) -> exp.Select:
    value = sql.fill("nullif(trim(x), '')", x=sql.column(name))
    return exp.select(exp.alias_(sql.literal(number), "place"), exp.alias_(value, "x")).from_("first")


def guesses(
    columns: Sequence[str], measured: Iterable[Mapping[str, int]], kinds: Sequence[Element] = ELEMENTS
) -> list[Guess]:
    """The likely element of each column, from its header and the rows that ``measuring`` returned.

    ``kinds``: the elements there are, those that a city made first.
    """
    told = {row["place"]: row for row in measured}
    return [_guess(name, told.get(number, {}), kinds) for number, name in enumerate(columns)]


def _recognised(kinds: Sequence[Element]) -> list[Element]:
    return [kind for kind in kinds if kind.looks != "false"]


def _guess(name: str, measured: Mapping[str, int], kinds: Sequence[Element]) -> Guess:
    filled = measured.get("filled", 0)
    of = {kind.name: kind for kind in kinds}
    by_header = {kind.name for kind in kinds if plain(name) in map(plain, kind.headers)}
    shares = {kind.name: measured[kind.name] / filled for kind in _recognised(kinds)} if filled else {}
    named = _NAMED | (of.keys() - {kind.name for kind in ELEMENTS})
    scores = {
        kind: _confidence(shares.get(kind, 0.0), kind in by_header, filled)
        for kind in {*shares, *by_header}
        if kind not in named or kind in by_header
    }
    # Ties go to the element listed first: the more specific come first.
    order = [kind.name for kind in kinds if scores.get(kind.name, 0.0) > 0.25]
    if not order:
        return Guess(
            column=name,
            element=element("text"),
            confidence=0.5,
            reason=Text("表头和内容都不像已知的数据元", "neither header nor values are like a known element"),
        )
    best = max(order, key=lambda kind: scores[kind])
    share = f"{shares.get(best, 0.0):.0%}"
    header = Text("表头相符，", "the header fits; ") if best in by_header else Text("", "")
    return Guess(
        column=name,
        element=of[best],
        confidence=round(scores[best], 2),
        reason=Text(
            f"{header.zh}{share}的值像{of[best].label.zh}", f"{header.en}{share} of values look like it"
        ),
    )


def _confidence(share: float, by_header: bool, filled: int) -> float:  # noqa: FBT001
    """Values convince by their share, a header adds half of the remaining doubt; alone it leaves a doubt."""
    if filled == 0:
        return 0.6 if by_header else 0.0
    return share * 0.9 + (1 - share * 0.9) * 0.5 if by_header else share * 0.9
