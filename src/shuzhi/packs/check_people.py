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
    there = listed(known) or "—"
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
        if department.parent and department.parent not in names and "departments" not in city.places.lost:
            told = Text("上级部门", "department above")
            yield not_declared(told, department.parent, names, at("departments", place, "parent"))


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
    roles = [*(role.name for role in city.roles), *ADMINISTRATORS]
    lost, at = city.places.lost, city.places.at
    for place, person in enumerate(city.people):
        if person.department not in departments and "departments" not in lost:
            told = Text("部门", "department")
            yield not_declared(told, person.department, departments, at("people", place, "department"))
        if person.role not in roles and "roles" not in lost:
            yield not_declared(Text("角色", "role"), person.role, roles, at("people", place, "role"))
        for number, other in enumerate(city.people[:place]):
            if other.login != person.login:
                continue
            if other == person:
                told = Text(f"“{person.login}”的岗位", f"the post of “{person.login}”")
                yield twice(told, at("people", place), at("people", number))
            elif other.name != person.name:
                yield Problem(
                    what=Text(
                        f"登录名“{person.login}”给了两个人", f"the login “{person.login}” is two people's"
                    ),
                    where=at("people", place, "login"),
                    why=Text(f"{other.name}、{person.name}", f"{other.name}, {person.name}"),
                    todo=Text("改其中一个登录名", "change one of the logins"),
                )
            elif {other.role, person.role} & set(ADMINISTRATORS):
                yield Problem(
                    what=Text(
                        f"“{person.name}”既是{other.role}又是{person.role}",
                        f"“{person.name}” is {other.role} and {person.role} at once",
                    ),
                    where=at("people", place, "role"),
                    why=Text(
                        "三员分立：管理员只任一职，不办业务",
                        "the three administrators are kept apart, and do no business",
                    ),
                    todo=Text("交给另一个人", "give it to somebody else"),
                )


def _grants(city: City) -> Iterator[Problem]:
    """Where roles are declared, grants go to declared ones."""
    roles = [role.name for role in city.roles]
    for place, grant in enumerate(city.grants):
        if roles and grant.who.role and grant.who.role not in roles and "roles" not in city.places.lost:
            where = city.places.at("grants", place, "who", "role")
            yield not_declared(Text("角色", "role"), grant.who.role, roles, where)
