"""What somebody read of findings goes into the chain in which every other reading of the lake's data stands."""

from collections.abc import Sequence

from shuzhi.act.findings import FINDING
from shuzhi.ops.city import city
from shuzhi.ops.people.access import Access
from shuzhi.secure import audit
from shuzhi.secure.gateway import AUDIT


def note_reading(by: Access, purpose: str, findings: Sequence[str]) -> None:
    """Record who read which findings, and what for."""
    if findings:
        about = {"purpose": purpose, "tables": [str(FINDING)], "findings": list(findings)}
        audit.record(city().lake / AUDIT, by=by.login, action="read", about=about)
