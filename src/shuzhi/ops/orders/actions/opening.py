"""Opening an order."""

from dataclasses import dataclass

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops import wording
from shuzhi.ops.audit.actions import hold_chain, record
from shuzhi.ops.city import city
from shuzhi.ops.clock import now, today
from shuzhi.ops.errors import conflict, invalid
from shuzhi.ops.findings.actions import begin_checking
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.findings.sight import seen
from shuzhi.ops.orders import sight
from shuzhi.ops.orders.actions.keeping import start_task
from shuzhi.ops.orders.flows import Chosen, flow_for_finding, flow_for_request, flow_named, version_of
from shuzhi.ops.orders.models import Order
from shuzhi.ops.orders.routing import choose
from shuzhi.ops.orders.staffing import answering
from shuzhi.ops.people.access import Access, Place, not_allowed
from shuzhi.ops.people.models import Department
from shuzhi.packs.check_models import retired_behind


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What an order is about. A finding's title is its rule's: what it says of a person stays with the finding."""

    chosen: Chosen
    title: str
    text: str = ""
    finding: Finding | None = None
    request: bool = False
    quality: bool = False
    category: str = ""
    region: str = ""
    place: str = ""

    @property
    def origin(self) -> str:
        if self.finding is not None:
            return Order.Origin.FINDING
        if self.quality:
            return Order.Origin.QUALITY
        return Order.Origin.REQUEST if self.request else Order.Origin.HAND


def of_finding(finding: Finding, *, title: str, text: str = "") -> Matter:
    """A finding, in the flow its rule takes."""
    chosen = flow_for_finding(finding.scenario, finding.rule)
    return Matter(chosen=chosen, finding=finding, title=title, text=text, region=finding.region)


def of_request(*, category: str, title: str, text: str, region: str = "", place: str = "") -> Matter:
    """A citizen's request, in the flow its category takes."""
    chosen = flow_for_request(category)
    return Matter(
        chosen=chosen, request=True, title=title, text=text, category=category, region=region, place=place
    )


def matter_of(  # noqa: PLR0913  one parameter a thing that can be said
    *,
    by: Access,
    finding: str | None,
    scenario: str,
    flow: str,
    title: str,
    text: str,
    category: str,
    region: str,
    place: str,
) -> Matter:
    """What somebody says an order is about: a finding that he may see, or a matter by hand in a flow."""
    if finding is not None:
        found, _, _ = seen(by, finding)
        rules = next((each.rules for each in city().scenarios if each.name == found.scenario), ())
        named = next((rule.title for rule in rules if rule.rule == found.rule), None)
        return of_finding(found, title=named.zh if named else found.rule, text=text)
    return Matter(
        chosen=flow_named(scenario, flow),
        title=title,
        text=text,
        category=category,
        region=region,
        place=place,
    )


@transaction.atomic
def open_order(*, by: Access, matter: Matter, department: int | None = None, to: int | None = None) -> Order:
    """A new order at the first step of its flow.

    ``department``: for which of his departments ``by`` opens it, when he may in several. ``to``: which department has
    the first step, when several answer for it. Of a matter that came before, it is linked as the repeat.
    """
    origin = Department.objects.get(pk=_opening_post(by, department).department)
    found = answering(matter.chosen.flow.steps[0].by, region=matter.region, origin=origin.name)
    return begin(by=by, matter=matter, origin=origin, first=choose(found, to, prefer=origin.pk))


def begin(*, by: Access, matter: Matter, origin: Department, first: Department) -> Order:
    """The order of ``origin`` at ``first``, inside the caller's transaction, which checked that it may be."""
    version, flow = version_of(matter.chosen), matter.chosen.flow
    finding = _held(matter.finding) if matter.finding is not None else None
    # The number is the next of the year; it is found and taken under one lock.
    hold_chain()
    order = Order.objects.create(
        number=_next_number(),
        flow=version,
        origin=matter.origin,
        finding=finding,
        title=wording.title(matter.title),
        text=wording.said(matter.text, "text", needed=False),
        rule=finding.rule if finding else "",
        category=wording.plain(matter.category)[:100],
        region=matter.region,
        place=wording.plain(matter.place)[:200],
        point=finding.point if finding else "",
        subject=finding.subject if finding else "",
        department=origin,
        handled_by=origin,
        opened_by=None if matter.quality else by.user,
        opened_at=now(),
    )
    sight.involve(order, origin)
    start_task(order, flow, flow.steps[0], first)
    if finding is not None:
        begin_checking(by=by, finding=finding, order=order.number)
    order.repeat_of = earlier_of(order)
    order.save()
    sight.follow(order)
    record(
        by=by.login,
        action="orders.open",
        object=f"order:{order.number}",
        about={
            "flow": f"{version.scenario}/{version.name}",
            "step": flow.steps[0].name,
            "department": first.name,
            "finding": finding.pk if finding else None,
            "repeat_of": order.repeat_of.number if order.repeat_of else None,
        },
    )
    return order


def earlier_of(order: Order) -> Order | None:
    """The last order before this one about the same subject and rule, or the same category at the same place."""
    before = Order.objects.filter(id__lt=order.id).order_by("-id")
    if order.subject:
        return before.filter(subject=order.subject, rule=order.rule).exclude(subject="").first()
    if order.place and order.category:
        same = before.filter(place=order.place, category=order.category, region=order.region)
        return same.exclude(place="").first()
    return None


def _held(finding: Finding) -> Finding:
    """The finding, held until the transaction ends. Raises Conflict when it is no matter for an order."""
    held = Finding.objects.select_for_update().get(pk=finding.pk)
    where = f"finding:{held.pk}"
    _refuse_retired(held, where)
    if held.state in (Finding.State.MERGED, Finding.State.DISMISSED, Finding.State.CLOSED):
        raise conflict(
            Text("此疑点已并入、排除或办结", "the finding is merged, dismissed or closed"),
            where,
            Text("先重新打开疑点", "open the finding again first"),
        )
    if Order.objects.filter(finding=held, closed_at__isnull=True).exists():
        raise conflict(Text("此疑点已有在办的工单", "an order about this finding is under way"), where)
    return held


def _refuse_retired(finding: Finding, where: str) -> None:
    """No order comes of a model after its day, not even of a finding made before it."""
    scenario = next((each for each in city().scenarios if each.name == finding.scenario), None)
    gone = retired_behind(scenario, finding.rule, today()) if scenario else []
    if gone:
        entry = gone[0]
        raise conflict(
            Text(
                f"模型“{entry.title.zh}”已于 {entry.retires} 退役，由它而来的疑点不再立单",
                f"the model “{entry.title.en}” retired on {entry.retires}: no order is opened on what it found",
            ),
            where,
            Text(
                "复核模型登记后再立单，或由人另行立单",
                "review the model's entry first, or open an order by hand",
            ),
        )


def _opening_post(by: Access, department: int | None) -> Place:
    posts = [
        place for place in by.where("orders.open") if department is None or place.department == department
    ]
    if not posts:
        raise not_allowed("orders.open")
    if len({place.department for place in posts}) > 1:
        raise invalid(
            Text("您在几个部门都能立单", "you open orders in several departments"),
            "department",
            Text("选择以哪个部门立单", "choose for which one you open it"),
        )
    return posts[0]


def _next_number() -> str:
    year = now().year
    last = (
        Order.objects.filter(number__startswith=f"{year}-").order_by("-id").values_list("number", flat=True)
    )
    return f"{year}-{int(last[0].split('-')[1]) + 1 if last else 1:06d}"
