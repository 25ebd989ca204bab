"""Contribution and use over the API."""

from ninja import Router

from shuzhi.ops.contribution import schemas as s
from shuzhi.ops.contribution.scoreboard import scoreboard
from shuzhi.ops.contribution.using import unused
from shuzhi.ops.people.auth import Call

router = Router(tags=["contribution"])


@router.get("", response=s.ScoreboardOut)
def contribution(request: Call) -> object:
    """What each department contributes, with the formula."""
    return scoreboard(request.auth)


@router.get("/unused", response=s.UnusedOut)
def unused_data(request: Call) -> object:
    """Tables nobody uses, and what two departments collect, with what is proposed."""
    return unused(request.auth)
