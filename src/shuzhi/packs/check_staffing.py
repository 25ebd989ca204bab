"""A flow against the city: every step has a role that may do it and a department that answers for it."""

from collections.abc import Iterator

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.answering import departments_for
from shuzhi.packs.check_people import not_declared
from shuzhi.packs.city_file import Permission
from shuzhi.packs.flow_file import Who
from shuzhi.packs.places import Key
from shuzhi.packs.schema import City, Flow

Asked = tuple[tuple[Key, ...], Who, Permission]


def check_staffing(flow: Flow, city: City) -> Iterator[Problem]:
    """Nothing to say of a city without roles: it reads findings and acts on none."""
    if not city.roles or {"roles", "departments"} & city.places.lost:
        return
    for path, who, needed in asked(flow):
        yield from _role(flow, path, who, needed, city)
        yield from _department(flow, path, who, city)
    yield from _nobody(flow, city)


def asked(flow: Flow) -> Iterator[Asked]:
    """Everybody a flow asks for: where it is written, who, and what he must be allowed to do."""
    if "steps" not in flow.places.lost:
        for place, step in enumerate(flow.steps):
            yield ("steps", place, "by"), step.by, "orders.handle"
    if flow.extension is not None:
        yield ("extension", "by"), flow.extension.by, "orders.supervise"
    if "escalation" not in flow.places.lost:
        for place, escalation in enumerate(flow.escalation):
            yield ("escalation", place, "to"), escalation.to, "orders.supervise"


def _role(flow: Flow, path: tuple[Key, ...], who: Who, needed: Permission, city: City) -> Iterator[Problem]:
    roles = {role.name: role for role in city.roles}
    where = flow.places.at(*path, "role")
    if who.role not in roles:
        yield not_declared(Text("角色", "role"), who.role, list(roles), where)
        return
    if needed not in roles[who.role].may:
        place = city.places.at("roles", list(roles).index(who.role))
        yield Problem(
            what=Text(f"角色“{who.role}”没有 {needed}", f"the role “{who.role}” lacks {needed}"),
            where=where,
            why=Text("没有这项权限就办不了", "without this permission it cannot act here"),
            todo=Text(
                f"在 {place} 的 may 加上它，或换一个角色", f"add it to `may` at {place}, or use another role"
            ),
        )


def _nobody(flow: Flow, city: City) -> Iterator[Problem]:
    """In a demo city, each role a flow asks for is somebody's; told once a role."""
    held = {person.role for person in city.people}
    first = {who.role: path for path, who, _ in reversed(list(asked(flow))) if who.role not in held}
    for role, path in first.items() if city.people else ():
        yield Problem(
            what=Text(f"people 里没有人是“{role}”", f"nobody in people is “{role}”"),
            where=flow.places.at(*path, "role"),
            todo=Text("给演示城市加上一个人", "add somebody to the demo city"),
            warning=True,
        )


def _department(flow: Flow, path: tuple[Key, ...], who: Who, city: City) -> Iterator[Problem]:
    where = flow.places.at(*path, "duty" if who.duty else "at")
    if who.at == "origin":
        if who.duty:
            yield Problem(
                what=Text("duty 不与 at: origin 同写", "duty does not go with at: origin"),
                where=where,
                why=Text("立单部门只有一个", "the department that opened the order is one"),
                todo=Text("删去 duty", "remove `duty`"),
            )
        return
    duties = dict.fromkeys(duty for department in city.departments for duty in department.duties)
    if who.duty and who.duty not in duties:
        yield not_declared(Text("职责", "duty"), who.duty, list(duties), where)
    elif not departments_for(who, city.departments, region=None):
        what = who.duty or who.role
        yield Problem(
            what=Text(f"全市没有部门可办“{what}”", f"no department of the whole city answers for “{what}”"),
            where=where,
            why=Text(
                "区划不明或县区没有部门的事项由市级办，市级须有部门",
                "matters of unknown region, or of a county without a department, go to the city",
            ),
            todo=Text(
                f"在 {city.places.at('departments')} 给一个不写 region 的部门加上此职责",
                f"give the duty to a department without a region at {city.places.at('departments')}",
            ),
        )
