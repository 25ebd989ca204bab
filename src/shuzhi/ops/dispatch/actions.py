"""A plan comes into force: whoever is in it, or was in the one before, is told."""

from datetime import date
from typing import Any

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops import wording
from shuzhi.ops.audit.actions import hold_chain, record
from shuzhi.ops.clock import now
from shuzhi.ops.dispatch import planning
from shuzhi.ops.dispatch.models import DayPlan
from shuzhi.ops.dispatch.queries import dispatching, in_force, what_if
from shuzhi.ops.errors import conflict
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import User

_CHANGED = Text("您当天的路线排好或有变动", "your route of the day is planned, or has changed")


@transaction.atomic
def adopt(
    *, by: Access, day: date, settings: dict[str, Any], add: str | None, mark: str, because: str
) -> DayPlan:
    """Put the plan one was shown in force, in place of the one before.

    ``mark``: of the plan shown. Raises Conflict where by now another one would come of it, or where somebody in it is
    already in another department's plan of that day.
    """
    post = dispatching(by)
    planned = what_if(by, day, settings, add)
    if planning.mark(planned) != mark:
        raise conflict(
            Text(
                "任务或人员已有变化，排出来的和刚才看到的不同",
                "tasks or people have changed: another plan comes of it",
            ),
            f"plan:{day}",
            Text("重新排一次，看过再生效", "plan again, look at it, then put it in force"),
        )
    hold_chain()
    before = in_force(by, day)
    _refuse_twice(planned, before, day)
    if before is not None:
        before.state = DayPlan.State.REPLACED
        before.save(update_fields=["state"])
    made = DayPlan.objects.create(
        day=day,
        department_id=post.department,
        planned=planned,
        because=wording.said(because, "because", needed=False),
        made_by=by.user,
        made_at=now(),
    )
    changed = _routes(planned).items() ^ (_routes(before.planned).items() if before else set())
    tell(
        User.objects.filter(login__in={login for login, _ in changed}, is_active=True),
        kind="dispatch.route",
        text=_CHANGED,
        link="/route",
    )
    figures = planning.told(planned)["figures"]
    record(
        by=by.login,
        action="dispatch.adopt",
        object=f"plan:{made.pk}",
        about={"day": day.isoformat(), "add": add, "because": made.because, "mark": mark, **figures},
    )
    return made


def _refuse_twice(planned: planning.Planned, before: DayPlan | None, day: date) -> None:
    going = {row["检查员"] for row in planned["route"] if row["检查员"]}
    others = DayPlan.objects.filter(day=day, state=DayPlan.State.IN_FORCE).select_related("department")
    for other in others:
        if before is not None and other.pk == before.pk:
            continue
        twice = going & {row["检查员"] for row in other.planned["route"] if row["检查员"]}
        if twice:
            said = "、".join(sorted(twice))
            raise conflict(
                Text(
                    f"{said} 当天已在{other.department.name}的排程里",
                    f"{said} is already in the plan of {other.department.name} that day",
                ),
                f"plan:{other.pk}",
                Text("把他们设为不在岗，或与对方商定", "leave them out, or settle it with that department"),
            )


def _routes(planned: planning.Planned) -> dict[str, str]:
    """Per login the stops with their times, as one word to compare."""
    found: dict[str, str] = {}
    for row in sorted(planned["route"], key=lambda row: (str(row["检查员"]), row["序"] or 0)):
        if row["检查员"]:
            found[row["检查员"]] = f"{found.get(row['检查员'], '')} {row['编号']}@{row['到达']}"
    return found
