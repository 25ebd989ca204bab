"""Data quality over the API."""

from typing import Annotated

from ninja import Query, Router

from shuzhi.ops.paging import Page
from shuzhi.ops.people.auth import Call
from shuzhi.ops.quality import queries
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
    end = asked.after + asked.limit
    return {
        "rows": [queries.told(each) for each in found[asked.after : end]],
        "next": str(end) if end < len(found) else None,
        "total": len(found),
        "more": False,
    }


@router.get("/rule", response=s.QualityRuleOut)
def quality_rule(request: Call, asked: Annotated[s.RuleAsked, Query()]) -> object:
    """One rule of a table, and the rows that break it as the reader may see them for a purpose."""
    each = queries.rule_of(request.auth, asked.table, asked.rule)
    rows = examples(request.auth, each, asked.purpose, lines=asked.lines)
    return {**queries.told(each), "reasons": queries.reasons(each), **rows}
