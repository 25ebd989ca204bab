"""Long lists in stretches: what every list of the API answers. A list costs the same however long it is."""

from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from shuzhi.ops.answer import Answer

CAP = 1000
"""Rows are counted up to here; what is more is "1000+"."""

Row = TypeVar("Row")
M = TypeVar("M", bound=Model)


class Page(Answer, Generic[Row]):
    """One stretch: ``next`` is what to ask ``after`` for the next one; ``more`` says the total is at least that."""

    rows: list[Row]
    next: str | None
    total: int
    more: bool


def counted(found: QuerySet[M, Any]) -> tuple[int, bool]:
    """How many rows, counted up to CAP, and whether there are more."""
    number = found.order_by()[: CAP + 1].count()
    return min(number, CAP), number > CAP
