"""Data quality over the API."""

from typing import Annotated

from ninja import Query, Router

from shuzhi.ops.paging import Page
from shuzhi.ops.people.auth import Call
from shuzhi.ops.quality import mending, queries
from shuzhi.ops.quality import schemas as s
from shuzhi.ops.quality.rows import examples

router = Router(tags=["quality"])


@router.get("", response=s.DataQualityOut)
def quality(request: Call) -> object:
    """Scores in six dimensions of the city, departments and tables, and how they went run by run."""
    return queries.overview(request.auth)


@router.get("/problems", response=Page[s.BrokenRow])
def quality_problems(request: Call, asked: Annotated[s.BrokenAsked, Query()]) -> object:
    """Every quality rule that rows break, the one most rows break first."""
    found = queries.broken(request.auth, owner=asked.owner, dimension=asked.dimension, table=asked.table)
    end, orders = asked.after + asked.limit, mending.orders(request.auth)
    return {
        "rows": [queries.told(each, orders.get(each.key)) for each in found[asked.after : end]],
        "next": str(end) if end < len(found) else None,
        "total": len(found),
        "more": False,
    }


@router.get("/rule", response=s.QualityRuleOut)
def quality_rule(request: Call, asked: Annotated[s.RuleAsked, Query()]) -> object:
    """One rule of a table, and the rows that break it as the reader may see them for a purpose."""
    each = queries.rule_of(request.auth, asked.table, asked.rule)
    rows = examples(request.auth, each, asked.purpose, lines=asked.lines)
    order = mending.orders(request.auth).get(each.key)
    return {**queries.told(each, order), "reasons": queries.reasons(each), **rows}


@router.get("/orders/{number}", response=s.MendingOfOrder)
def quality_order(request: Call, number: str) -> object:
    """What an order about data quality is about, and what each run counted since."""
    return mending.of_order(request.auth, number)
