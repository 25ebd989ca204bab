"""What somebody may do with an order now, with what the page needs to ask him for it."""

from typing import Any

from shuzhi.ops.orders import rights
from shuzhi.ops.orders.case import Case
from shuzhi.ops.orders.routing import next_departments
from shuzhi.ops.people.access import people_in
from shuzhi.packs.flow_file import END

Offers = dict[str, Any]


def offers(case: Case) -> Offers:
    """``actions`` are those that are his to do; beside them the choices they need."""
    actions = rights.allowed(case)
    told: Offers = {"actions": actions}
    if "complete" in actions:
        told["results"] = _results(case)
    elif case.holds and (why_not := rights.RULES["complete"](case)) is not None:
        told["not_yet"] = why_not.problems[0].what
    if "hand_over" in actions:
        colleagues = people_in(
            [case.task.department_id], permission="orders.handle", roles=[case.step.by.role]
        )
        told["colleagues"] = [{"login": user.login, "name": user.name} for user in colleagues]
    if "ask_extension" in actions and case.flow.extension is not None:
        told["extension_days"] = case.flow.extension.days
    if "suspend" in actions and case.flow.suspension is not None:
        told["suspension_reasons"] = list(case.flow.suspension.reasons)
        told["suspension_days"] = case.flow.suspension.most_days - case.order.suspended_days
    if "answer" in actions and (joint := case.joint_at()) is not None:
        told["joint"] = {"task": joint.pk, "ask": joint.ask, "due": joint.due}
    if "decide_extension" in actions and case.asked is not None:
        told["asked"] = {"days": case.asked.days, "reason": case.asked.reason}
    return told


def _results(case: Case) -> list[Offers]:
    """Per result where it leads; where several departments may have the next step, which they are."""
    told = []
    for word, result in case.step.results.items():
        found = [] if result.next == END else next_departments(case, result)
        ids = [each.id for each in found]
        stays = case.task.department_id if case.task.department_id in ids else None
        told.append(
            {
                "word": word,
                "next": None if result.next == END else result.next,
                "needs": list(result.needs),
                "returns": result.returns,
                "conclusion": result.conclusion,
                "departments": [{"id": each.id, "name": each.name} for each in found],
                "department": ids[0] if len(ids) == 1 else stays,
            }
        )
    return told
