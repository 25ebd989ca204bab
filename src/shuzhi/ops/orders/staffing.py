"""Which departments answer for a matter."""

from dataclasses import dataclass

from shuzhi.ops.people.models import Department, Duty
from shuzhi.packs.answering import departments_for
from shuzhi.packs.flow_file import Who


@dataclass(frozen=True, kw_only=True)
class Answering:
    """A department as the question of who answers for a matter sees it."""

    id: int
    name: str
    region: str
    duties: frozenset[str]


def answering(who: Who, *, region: str, origin: str) -> list[Answering]:
    """The departments in use that ``who`` means for a matter in ``region``, opened by the department ``origin``."""
    duties: dict[int, set[str]] = {}
    for department, duty in Duty.objects.values_list("department_id", "name"):
        duties.setdefault(department, set()).add(duty)
    rows = Department.objects.filter(is_active=True).order_by("path").values_list("id", "name", "region")
    there = [
        Answering(id=number, name=name, region=where, duties=frozenset(duties.get(number, ())))
        for number, name, where in rows
    ]
    return departments_for(who, there, region=region or None, origin=origin)
