"""Give-to-get (以供换用): what a department owes of its own data before it is granted more, where the city declares it.

What never happened is not owed. What should have been counted and was not is told as unknown: it neither passes nor
counts as owed, and whoever may lift the rule decides.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from shuzhi.core.text import Text
from shuzhi.govern.measured import ALL
from shuzhi.ops.city import city
from shuzhi.ops.contribution.shares import PARTS, answered, measured, mended
from shuzhi.ops.orders.models import Order
from shuzhi.packs.catalogue_file import OwedPart

FROM_RUNS = ("on_time", "quality")
"""Parts that a run measures of every table it has."""
ONLY_NEW = Text(
    "只管新的有条件共享：无条件共享的、已经批准的、应急访问的，都不受影响。",
    "Only what is new and shared on condition: nothing without condition, granted already, or in an emergency.",
)
UNKNOWN = Text(
    "只要有一项应计而没有算出，就不批也不算欠，由上级决定是否例外。",
    "Where a part that should be counted was not, nothing is granted and nothing held against it: who is above "
    "decides.",
)


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One thing that stands in the way, in words. ``unknown``: it could not be counted."""

    told: Text
    unknown: bool = False


def owing(department: str) -> list[Owed]:
    """What the department owes by the city's rule; nothing where none is declared."""
    return owing_of([department])[department]


def owing_of(departments: Collection[str]) -> Mapping[str, list[Owed]]:
    """The same of each, counted once."""
    rule = city().catalogue.give_to_get
    if rule is None:
        return {each: [] for each in departments}
    shares = {part: _shares_of(part) for part in rule.least}
    late = _late()
    return {
        each: [
            *(
                owed
                for part, least in rule.least.items()
                for owed in _short(each, part, least, shares[part].get(each))
            ),
            *(_overdue(late[each], rule.overdue) if rule.overdue is not None else ()),
        ]
        for each in departments
    }


def policy() -> dict[str, Any] | None:
    """The rule as the city declares it, in words."""
    rule = city().catalogue.give_to_get
    if rule is None:
        return None
    rules = [_at_least(part, least) for part, least in rule.least.items()]
    if rule.overdue is not None:
        most = rule.overdue
        rules.append(
            Text(f"超期未办的整改工单不多于 {most} 件", f"orders about its data overdue: {most} at most")
        )
    if rule.exempt:
        names = "、".join(rule.exempt)
        rules.append(Text(f"不受此限的用途：{names}", f"purposes never held up: {names}"))
    return {"basis": rule.basis, "rules": [*rules, ONLY_NEW, UNKNOWN]}


def _short(department: str, part: OwedPart, least: float, share: float | None) -> list[Owed]:
    title, wanted = PARTS[part][0], _at_least(part, least)
    if share is None:
        sends = any(source.owner == department for source in city().sources)
        told = Text(f"{title.zh}：没有算出", f"{title.en}: could not be counted")
        return [Owed(told=told, unknown=True)] if sends and part in FROM_RUNS else []
    if share >= least:
        return []
    # Rounded down: 59.97 % is not 60 %.
    shown = f"{int(share * 1000) / 10:g} %"
    return [Owed(told=Text(f"{wanted.zh}，现为 {shown}", f"{wanted.en}; now {shown}"))]


def _overdue(found: int, most: int) -> list[Owed]:
    told = Text(
        f"超期未办的整改工单 {found} 件，多于 {most} 件",
        f"orders about its data overdue: {found}, more than {most}",
    )
    return [Owed(told=told)] if found > most else []


def _late() -> Counter[str]:
    """Orders about data that are overdue, by department."""
    late = Order.objects.filter(origin=Order.Origin.QUALITY, task__overdue=True)
    return Counter(late.values_list("department__name", flat=True))


def _at_least(part: OwedPart, least: float) -> Text:
    title, shown = PARTS[part][0], f"{least * 100:g} %"
    return Text(f"{title.zh}不低于 {shown}", f"{title.en}: at least {shown}")


def _shares_of(part: OwedPart) -> Mapping[str, float]:
    match part:
        case "on_time":
            return measured("timeliness")
        case "quality":
            return measured(ALL)
        case "answered":
            return answered()
        case "mended":
            return mended()
