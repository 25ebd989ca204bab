"""What somebody may do with an order now: every action asks before it acts, and the pages are told, which never guess.

A rule returns None when he may, else why not: Refused when it is not his to do, Conflict when it is not the time.
"""

from collections.abc import Callable, Mapping

from shuzhi.core.errors import Refused, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.errors import conflict
from shuzhi.ops.orders import times
from shuzhi.ops.orders.case import Case
from shuzhi.ops.people.access import not_allowed

Rule = Callable[[Case], ShuzhiError | None]


def require(action: str, case: Case) -> None:
    """Raises the reason why not."""
    why_not = RULES[action](case)
    if why_not is not None:
        raise why_not


def allowed(case: Case) -> list[str]:
    """The actions that are his to do now."""
    return [action for action, rule in RULES.items() if rule(case) is None]


def _claim(case: Case) -> ShuzhiError | None:
    if not case.works:
        return _not_his("claim")
    return _open(case) or _unless(
        case.task.handler_id is None, Text("已有人签收", "somebody has claimed it already"), case
    )


def _hand_over(case: Case) -> ShuzhiError | None:
    if not (case.holds or case.heads):
        return _not_his("hand_over")
    return _open(case)


def _by_data(case: Case) -> ShuzhiError | None:
    """What the data opened, the data close: nobody's click does."""
    return _unless(
        case.order.origin != "quality",
        Text(
            "质量问题由下一批数据复核：数据合规即自动办结，人不能办结",
            "the next batch decides: once the data are right the order is closed, and by nobody's click",
        ),
        case,
    )


def _complete(case: Case) -> ShuzhiError | None:
    if not case.holds:
        return _unclaimed(case) or _not_his("complete")
    waiting = "、".join(task.department.name for task in case.joint)
    return (
        _by_data(case)
        or _open(case)
        or _unless(
            not case.joint,
            Text(f"协办部门尚未答复：{waiting}", f"joint departments have not answered: {waiting}"),
            case,
        )
    )


def _ask_extension(case: Case) -> ShuzhiError | None:
    if not case.holds:
        return _not_his("ask_extension")
    allowed_most = case.flow.extension.most if case.flow.extension else 0
    return (
        _open(case)
        or _unless(
            case.order.extensions < allowed_most,
            Text(f"此流程最多延期 {allowed_most} 次", f"this flow extends {allowed_most} times at most"),
            case,
        )
        or _unless(case.asked is None, Text("已申请，待批", "asked already, not decided yet"), case)
        or _unless(case.today <= case.task.due, Text("已过期限，不能再延", "the deadline has passed"), case)
    )


def _decide_extension(case: Case) -> ShuzhiError | None:
    if not case.by.may("orders.supervise"):
        return _not_his("decide_extension")
    if case.asked is None:
        return _not_now(Text("没有待批的延期", "no extension waits for a decision"), case)
    decider = case.flow.extension.by.role if case.flow.extension else ""
    if case.asked.asked_by_id == case.by.user.pk or not any(
        place.department == case.asked.department_id and place.role == decider
        for place in case.by.where("orders.supervise")
    ):
        return _not_his("decide_extension")
    return _open(case)


def _suspend(case: Case) -> ShuzhiError | None:
    if not case.holds:
        return _not_his("suspend")
    most = case.flow.suspension.most_days if case.flow.suspension else 0
    return _open(case) or _unless(
        case.order.suspended_days < most,
        Text(f"此流程一单最多挂起 {most} 个工作日", f"this flow suspends {most} working days at most"),
        case,
    )


def _resume(case: Case) -> ShuzhiError | None:
    if not (case.works or case.heads):
        return _not_his("resume")
    return _unless(case.order.state == "suspended", Text("没有挂起", "it is not suspended"), case)


def _invite(case: Case) -> ShuzhiError | None:
    if not case.holds:
        return _not_his("invite")
    return _open(case) or _unless(
        case.flow.joint, Text("此流程没有协办", "this flow has no joint handling"), case
    )


def _withdraw(case: Case) -> ShuzhiError | None:
    if not case.holds:
        return _not_his("withdraw")
    return _unless(bool(case.joint), Text("没有未答复的协办", "no joint department is waited for"), case)


def _answer(case: Case) -> ShuzhiError | None:
    return None if case.joint_at() is not None else _not_his("answer")


def _supervise(case: Case) -> ShuzhiError | None:
    return _live(case) if case.presses else _not_his("supervise")


def _cancel(case: Case) -> ShuzhiError | None:
    opener = case.order.opened_by_id == case.by.user.pk and case.opens
    if not (case.heads_origin or (opener and case.task.handler_id is None and case.is_first)):
        return _not_his("cancel")
    return _by_data(case) or _live(case)


def _reopen(case: Case) -> ShuzhiError | None:
    if not case.opens:
        return _not_his("reopen")
    if (why_not := _by_data(case)) is not None:
        return why_not
    if case.order.state != "closed" or case.order.closed_at is None:
        return _not_now(Text("还没有办结", "it is not closed"), case)
    within = case.flow.reopen.within if case.flow.reopen else 0
    return _unless(
        times.between(times.day(case.order.closed_at), case.today) <= within and within > 0,
        Text(f"办结后 {within} 个工作日内才能重办", f"reopened within {within} working days of closing only"),
        case,
    )


def _give_feedback(case: Case) -> ShuzhiError | None:
    """The desk that opened it writes down what the citizen said."""
    if not any(
        place.department == case.order.department_id
        for place in (*case.by.where("requests.take"), *case.by.where("orders.open"))
    ):
        return _not_his("feedback")
    return _unless(case.order.asking == "due", Text("不在回访期内", "this is not the time to ask"), case)


def _link(case: Case) -> ShuzhiError | None:
    return None if case.works or case.opens or case.presses else _not_his("link")


def _attach(case: Case) -> ShuzhiError | None:
    if not (case.works or case.opens or case.joint_at() is not None):
        return _not_his("attach")
    return _live(case)


def _comment(case: Case) -> ShuzhiError | None:  # noqa: ARG001
    """Whoever sees an order may say something about it."""
    return None


RULES: Mapping[str, Rule] = {
    "claim": _claim,
    "hand_over": _hand_over,
    "complete": _complete,
    "ask_extension": _ask_extension,
    "decide_extension": _decide_extension,
    "suspend": _suspend,
    "resume": _resume,
    "invite": _invite,
    "withdraw": _withdraw,
    "answer": _answer,
    "supervise": _supervise,
    "cancel": _cancel,
    "reopen": _reopen,
    "feedback": _give_feedback,
    "link": _link,
    "attach": _attach,
    "comment": _comment,
}


def _not_his(action: str) -> Refused:
    return not_allowed(f"orders.{action}")


def _unless(fine: bool, why: Text, case: Case) -> ShuzhiError | None:  # noqa: FBT001
    return None if fine else _not_now(why, case)


def _not_now(why: Text, case: Case) -> ShuzhiError:
    return conflict(why, f"order:{case.order.number}")


def _open(case: Case) -> ShuzhiError | None:
    return _unless(case.order.state == "open", Text("工单不在办理中", "the order is not open"), case)


def _live(case: Case) -> ShuzhiError | None:
    return _unless(case.live, Text("工单已经结束", "the order has ended"), case)


def _unclaimed(case: Case) -> ShuzhiError | None:
    if case.works and case.task.handler_id is None:
        return _not_now(Text("请先签收", "claim it first"), case)
    return None
