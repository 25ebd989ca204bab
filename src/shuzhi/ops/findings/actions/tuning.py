"""Changing a rule's threshold as its decisions advise: a person accepts the difference he has seen."""

import hashlib

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city, read_again
from shuzhi.ops.errors import conflict
from shuzhi.ops.findings.advice import advised
from shuzhi.ops.people.access import Access, not_allowed
from shuzhi.ops.people.actions import follow_city
from shuzhi.packs.edit import apply


@transaction.atomic
def accept_advice(*, by: Access, scenario: str, rule: str, parameter: str, diff: str) -> None:
    """Write the advised value into city.yml; the next run uses it. ``diff`` is what the user was shown.

    Raises Refused unless he may tune rules for the whole city, Conflict where what he saw is no longer what would be.
    """
    if not by.may_for_all("rules.tune"):
        raise not_allowed("rules.tune")
    found = advised(by, scenario, rule, parameter)
    if found.edited.diff != diff:
        raise conflict(
            Text("文件或建议已经变了", "the file or the advice has changed since"),
            f"{scenario}/{rule}/{parameter}",
            Text("重新查看差异后再确认", "look at the difference again, then accept it"),
        )
    record(
        by=by.login,
        action="findings.accept_advice",
        object=f"rule:{scenario}/{rule}"[:80],
        about={
            "parameter": parameter,
            "value": found.proposed,
            "diff": hashlib.sha256(diff.encode()).hexdigest(),
        },
    )
    # Last: a file that cannot be written takes the record back with it.
    apply(found.edited)
    if read_again():
        follow_city(city())
