"""Who may have a document that somebody made: whoever would be given all that its numbers were counted from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.packs.schema import Report
from shuzhi.run.indicators import Counter
from shuzhi.secure.permit import PROVENANCE, Withheld, permit
from shuzhi.secure.policy import Reader
from shuzhi.secure.rewrite import hides_nothing


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What one indicator of a document was counted from: columns, as they are, of some rows (None: of all).

    ``apart``: columns whose values were only told apart, for which a pseudonym is enough.
    """

    table: str
    purpose: str
    columns: Sequence[str]
    apart: Sequence[str]
    rows: str | None

    def kept(self) -> dict[str, object]:
        return asdict(self)


def rests_of(asking: Counter, report: Report) -> list[Rest]:
    """What this reader's document of the report is counted from. Raises Refused for an indicator not his to ask."""
    return list({repr(rest): rest for rest in _rests(asking, report)}.values())


def _rests(asking: Counter, report: Report) -> Iterator[Rest]:
    for asked in questions(report):
        offered = asking.asked(asked.indicator)
        indicator, condition = offered.indicator, offered.permit.condition
        named = {each.dimension for each in asked.by} | {each.dimension for each in asked.where}
        split = {each.column for each in indicator.dimensions if each.name in named}
        yield Rest(
            table=str(indicator.table),
            purpose=offered.entry.scenario.purpose.name,
            columns=sorted(indicator.columns | split),
            apart=sorted(indicator.told_apart),
            rows=None if condition is None else sql.text(condition),
        )


def questions(report: Report) -> list[Inquiry]:
    """Everything the report asks of indicators."""
    tables = [part.table.asks for part in report.parts if part.table is not None]
    return [*report.numbers.values(), *tables]


def may_make(asking: Counter, report: Report) -> bool:
    """Whether every indicator of the report is the reader's to ask and to take out."""
    offered = {each.entry.name: each for each in asking.offered()}
    return all(
        asked.indicator in offered and offered[asked.indicator].permit.export for asked in questions(report)
    )


def may_have(asking: Counter, rests: Sequence[Mapping[str, object]]) -> bool:
    """Whether the reader would be given, to take out, all rows and columns of what was kept by ``Rest.kept``."""
    return all(_given(asking, Rest(**rest)) for rest in rests)  # type: ignore[arg-type]


def _given(asking: Counter, rest: Rest) -> bool:
    desk = asking.desk
    reader = Reader(name=desk.reader.name, posts=desk.reader.posts, purpose=rest.purpose)
    schema, _, name = rest.table.partition(".")
    found = permit(desk.policy, reader, TableName(schema, name), desk.today)
    if isinstance(found, Withheld) or not found.export or found.smallest is not None:
        return False
    condition = found.condition
    if condition is not None and sql.text(condition) != rest.rows:
        return False
    plain = {
        column
        for column, element in found.elements.items()
        if column in PROVENANCE or hides_nothing(element, found.levels[column])
    }
    apart = plain | {column for column, level in found.levels.items() if level == "pseudonym"}
    return plain >= set(rest.columns) and apart >= set(rest.apart)
