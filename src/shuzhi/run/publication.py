"""How well people are hidden in a table as one reader is given it: measured before it may leave for the public."""

from collections.abc import Sequence

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.run.read import Desk
from shuzhi.secure.publication import Risk, measuring, risk


def publication_risk(
    at: Desk, table: TableName, *, known: Sequence[str], sensitive: str | None, k: int
) -> Risk:
    """The risk of the rows and masks that ``at`` is given. ``known``: what somebody may know of a neighbour.

    Raises Refused without a grant of the table or of one of the columns.
    """
    columns = dict.fromkeys([*known, *([sensitive] if sensitive else [])])
    asked = exp.select(*map(sql.column, columns)).from_(table.tree)
    return risk(at.table(measuring(asked, known, sensitive, k=k)))
