"""What an order does to its finding. The right to move the order was checked where it was moved."""

from decimal import Decimal
from uuid import uuid4

from shuzhi.ops.findings.actions.moving import FROM, Kind, State, Told, concluded, move
from shuzhi.ops.findings.models import Decision, Finding
from shuzhi.ops.people.access import Access

ENDS = {"排除": State.DISMISSED, "线索": State.CLOSED, "立案": State.CLOSED}


def begin_checking(*, by: Access, finding: Finding, order: str) -> Decision | None:
    """An order about the finding was opened: a new one is being checked from now on; others stay what they are."""
    if finding.state not in FROM[Kind.CHECK]:
        return None
    told = Told(batch=uuid4(), order=order)
    return move(finding, Kind.CHECK, {"state": State.CHECKING}, by=by, told=told)


def conclude(
    *,
    by: Access,
    finding: Finding,
    order: str,
    conclusion: str | None,
    recovered: Decimal | None = None,
    words: str = "",
) -> Decision | None:
    """An order about the finding ended. Without a conclusion a finding that was only being checked is new again.

    Inside the transaction that closes the order. Handled again, an order may conclude otherwise: the last stands.
    """
    told = Told(batch=uuid4(), order=order, recovered=recovered if conclusion else None, words=words)
    if conclusion is not None:
        changes = concluded(ENDS[conclusion], conclusion) | {"recovered": recovered}
        return move(finding, Kind.CONCLUDE, changes, by=by, told=told)
    if finding.state == State.CHECKING:
        return move(finding, Kind.CONCLUDE, {"state": State.NEW}, by=by, told=told)
    return None
