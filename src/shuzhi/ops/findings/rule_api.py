"""Rules and what became of their findings, over the API."""

from ninja import Router, Status

from shuzhi.ops.findings import actions, queries
from shuzhi.ops.findings import schemas as s
from shuzhi.ops.people.auth import Call

router = Router(tags=["findings"])


@router.get("/funnel", response=s.FunnelOut)
def funnel(request: Call, group: queries.Group = "rule", scenario: str = "", rule: str = "") -> object:
    """Findings, leads, cases, closed, recovered: per rule, department, region or month."""
    return queries.funnel(request.auth, group, scenario=scenario, rule=rule)


@router.get("/rules/{scenario}/{rule}", response=s.RuleOut)
def rule(request: Call, scenario: str, rule: str) -> object:
    """What a rule asks, what its findings were worth, and what its decisions advise."""
    return queries.rule(request.auth, scenario, rule)


@router.post("/rules/{scenario}/{rule}/advice", response={204: None})
def accept_advice(request: Call, scenario: str, rule: str, said: s.AcceptIn) -> object:
    """Accept the advised value, as the difference one was shown."""
    actions.accept_advice(
        by=request.auth, scenario=scenario, rule=rule, parameter=said.parameter, diff=said.diff
    )
    return Status(204, None)
