"""Departments, roles and people of city.yml against themselves and against each other."""

from collections.abc import Collection, Iterator

from shuzhi.core.elements import regions
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.answering import county_of, town_of, village_of
from shuzhi.packs.city_file import ADMINISTRATORS
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.schema import City, Department


def check_people(city: City) -> Iterator[Problem]:
    """The tree of departments, the roles, and who is seeded."""
    yield from _departments(city)
    yield from _circles(city)
    yield from _regions(city)
    yield from _roles(city)
    yield from _people(city)
    yield from _grants(city)


def not_declared(what: Text, name: str, known: Collection[str], where: str) -> Problem:
    """``name`` is not among the departments, roles, ... that city.yml declares."""
    there = listed(dict.fromkeys(known)) or "—"
    return Problem(
        what=Text(
            f"{what.zh}“{name}”没有在 city.yml 声明", f"the {what.en} “{name}” is not declared in city.yml"
        ),
        where=where,
        todo=did_you_mean(name, known, otherwise=Text(f"可用：{there}", f"there are: {there}")),
    )


def twice(what: Text, where: str, first: str) -> Problem:
    """The same thing said a second time."""
    return Problem(
        what=Text(f"{what.zh}重复", f"{what.en} appears twice"),
        where=where,
        why=Text(f"{first} 已有", f"it is at {first} already"),
        todo=Text("删去其一或改名", "remove one of them or rename it"),
    )


def _departments(city: City) -> Iterator[Problem]:
    names = [department.name for department in city.departments]
    at = city.places.at
    for place, department in enumerate(city.departments):
        first = names.index(department.name)
        if first < place:
            told = Text(f"部门“{department.name}”", f"the department “{department.name}”")
            yield twice(told, at("departments", place, "name"), at("departments", first, "name"))
        for number, duty in enumerate(department.duties):
            if duty in department.duties[:number]:
                where = at("departments", place, "duties", number)
                yield twice(Text(f"职责“{duty}”", f"the duty “{duty}”"), where, where)
        where = at("departments", place, "parent")
        if department.parent and department.parent not in names and "departments" not in city.places.lost:
            told = Text("上级部门", "department above")
            yield not_declared(told, department.parent, names, where)
        elif department.parent in names[place + 1 :]:
            yield Problem(
                what=Text(
                    f"上级部门“{department.parent}”写在了后面",
                    f"the department above, “{department.parent}”, is written below",
                ),
                where=where,
                todo=Text("先写上级，再写下级", "write a department after the one above it"),
            )


def _circles(city: City) -> Iterator[Problem]:
    """Nobody stands above himself. Each circle is told once, at its first member."""
    above = {department.name: department.parent for department in city.departments}
    order = list(above)
    for name in order:
        path = [name]
        while (parent := above.get(path[-1])) is not None and parent not in path:
            path.append(parent)
        if parent == name and name == min(path, key=order.index):
            shown = " → ".join((*path, name))
            yield Problem(
                what=Text(f"部门互为上级：{shown}", f"departments stand above each other: {shown}"),
                where=city.places.at("departments", order.index(name), "parent"),
                todo=Text("改正其中一个 parent", "mend one `parent`"),
            )


_LEVELS = {
    "county": (county_of, town_of, Text("县级", "a county")),
    "street": (town_of, village_of, Text("乡级", "a town or street")),
    "grid": (village_of, None, Text("村级", "a village or community")),
}


def _regions(city: City) -> Iterator[Problem]:
    """Regions are declared or in GB/T 2260, and of the level that the kind of department asks for."""
    declared = {region.code for region in city.regions}
    own = {department.region for department in city.departments if department.region} <= declared
    known = declared if own else declared | set(regions()["code"].to_pylist())
    for place, department in enumerate(city.departments):
        written = ("departments", place, "region") in city.places.lines
        where = city.places.at("departments", place, "region")
        if written and department.region and department.region not in known:
            told = Text("区划", "region")
            yield not_declared(told, department.region, sorted(declared), where)
        elif "departments" not in city.places.lost:
            yield from _level(department, where)


def _level(department: Department, where: str) -> Iterator[Problem]:
    if department.kind not in _LEVELS:
        return
    inside, below, wanted = _LEVELS[department.kind]
    if inside(department.region) is None or (below and below(department.region) is not None):
        shown = department.region or "—"
        yield Problem(
            what=Text(
                f"部门“{department.name}”的区划应是{wanted.zh}",
                f"the region of the department “{department.name}” should be that of {wanted.en}",
            ),
            where=where,
            why=Text(
                f"kind 为 {department.kind}，区划为 {shown}",
                f"its kind is {department.kind}, its region {shown}",
            ),
            todo=Text("写上 region，或改正 kind", "give its `region`, or mend `kind`"),
        )


def _roles(city: City) -> Iterator[Problem]:
    names = [role.name for role in city.roles]
    at = city.places.at
    for place, role in enumerate(city.roles):
        first = names.index(role.name)
        if first < place:
            told = Text(f"角色“{role.name}”", f"the role “{role.name}”")
            yield twice(told, at("roles", place, "name"), at("roles", first, "name"))
        if role.name in ADMINISTRATORS:
            yield Problem(
                what=Text(f"角色“{role.name}”是平台自带的", f"the role “{role.name}” is the platform's own"),
                where=at("roles", place, "name"),
                todo=Text("删去，或换一个名称", "remove it, or use another name"),
            )


def _people(city: City) -> Iterator[Problem]:
    departments = [department.name for department in city.departments]
    roles = [role.name for role in city.roles]
    logins = [person.login for person in city.people]
    lost, at = city.places.lost, city.places.at
    for place, person in enumerate(city.people):
        first = logins.index(person.login)
        if first < place:
            told = Text(f"登录名“{person.login}”", f"the login “{person.login}”")
            yield twice(told, at("people", place, "login"), at("people", first, "login"))
        if person.department not in departments and "departments" not in lost:
            told = Text("部门", "department")
            yield not_declared(told, person.department, departments, at("people", place, "department"))
        if person.role in ADMINISTRATORS:
            yield Problem(
                what=Text(f"people 里不写{person.role}", f"{person.role} is not written in people"),
                where=at("people", place, "role"),
                why=Text(
                    "三员分立：管理员由平台建立，不办业务",
                    "the platform sets up its administrators; they do no business",
                ),
                todo=Text("删去，或换一个角色", "remove it, or give another role"),
            )
        elif person.role not in roles and "roles" not in lost:
            yield not_declared(Text("角色", "role"), person.role, roles, at("people", place, "role"))


def _grants(city: City) -> Iterator[Problem]:
    """Where roles are declared, grants go to declared ones."""
    roles = [role.name for role in city.roles]
    for place, grant in enumerate(city.grants):
        if roles and grant.who.role and grant.who.role not in roles and "roles" not in city.places.lost:
            where = city.places.at("grants", place, "who", "role")
            yield not_declared(Text("角色", "role"), grant.who.role, roles, where)
