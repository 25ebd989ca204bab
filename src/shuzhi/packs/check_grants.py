"""Grants and purposes of city.yml: what they name exists, and nobody grants more than he has."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from sqlglot import exp

from shuzhi.act.findings import FINDING
from shuzhi.core.elements import MaskLevel
from shuzhi.core.errors import Problem
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.packs.check_people import not_declared
from shuzhi.packs.city_file import Reader
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.files import Lowered
from shuzhi.packs.known import BOOKKEEPING, Columns
from shuzhi.packs.owners import owner_of
from shuzhi.packs.places import Places
from shuzhi.packs.schema import City, Grant, Purpose
from shuzhi.secure.conditions import READER, about_reader, parse

Tables = Mapping[TableName, Columns]
_LATER = ("meta.", "effect.")
"""Schemas of tables that a run makes as it needs them."""


def check_grants(city: City, tables: Tables) -> Iterator[Problem]:
    """What grants name is declared, their rows parse, and none exceeds its grantor's own."""
    if "grants" in city.places.lost and not city.grants:
        return
    purposes = [
        purpose.name for purpose in (*city.purposes, *(scenario.purpose for scenario in city.scenarios))
    ]
    for place, grant in enumerate(city.grants):
        yield from _tables(grant, place, city.places, [str(table) for table in tables])
        yield from _columns(grant, place, city.places, tables)
        yield from _rows(grant, place, city.places, tables)
        yield from _who(grant, place, city)
        yield from _copied(grant, place, city.places)
        if grant.purpose not in purposes and "purposes" not in city.places.lost:
            yield Problem(
                what=Text(f"用途“{grant.purpose}”没有声明", f"the purpose “{grant.purpose}” is not declared"),
                where=city.places.at("grants", place, "purpose"),
                todo=did_you_mean(
                    grant.purpose, purposes, otherwise=Text("在 purposes 里声明它", "declare it in purposes")
                ),
            )
    yield from _beyond(city, tables)


def check_purposes(city: City, elements: Collection[str]) -> Iterator[Problem]:
    """Owners are departments, elements exist, and no name is said twice."""
    told: list[tuple[Purpose, Places, tuple[str | int, ...]]] = [
        (purpose, city.places, ("purposes", place)) for place, purpose in enumerate(city.purposes)
    ]
    told += [(scenario.purpose, scenario.places, ("purpose",)) for scenario in city.scenarios]
    departments = [department.name for department in city.departments]
    first: dict[str, str] = {}
    for purpose, places, path in told:
        if purpose.name in first and not _lost(places, path):
            yield Problem(
                what=Text(
                    f"用途“{purpose.name}”声明了两次", f"the purpose “{purpose.name}” is declared twice"
                ),
                where=places.at(*path),
                why=Text(f"{first[purpose.name]} 已有", f"it is at {first[purpose.name]} already"),
                todo=Text("改名或删去其一", "rename or remove one of them"),
            )
        first.setdefault(purpose.name, places.at(*path))
        if purpose.owner is not None and purpose.owner not in departments:
            where = places.at(*path, "owner")
            yield not_declared(Text("部门", "department"), purpose.owner, departments, where)
        if purpose.owner is None and places is city.places:
            yield Problem(
                what=Text(f"用途“{purpose.name}”没有负责部门", f"the purpose “{purpose.name}” has no owner"),
                where=places.at(*path),
                todo=Text("加上 owner: 部门", "add owner: a department"),
            )
        for number, element in enumerate(purpose.elements or ()):
            mine = city.standards.elements.get(element)
            if mine is not None:
                yield Problem(
                    what=Text(
                        f"用途按内置数据元限定，“{element}”是自定的",
                        f"a purpose is limited to built-in elements, and “{element}” is city-made",
                    ),
                    where=places.at(*path, "elements", number),
                    todo=Text(f"写它所收窄的 {mine.based_on}", f"write what it narrows: {mine.based_on}"),
                )
            elif element not in elements:
                there = listed(elements, 40)
                yield Problem(
                    what=Text(f"没有数据元“{element}”", f"there is no data element “{element}”"),
                    where=places.at(*path, "elements", number),
                    todo=did_you_mean(
                        element, elements, otherwise=Text(f"可用：{there}", f"there are: {there}")
                    ),
                )


def check_lowered(
    grades: Mapping[str, Lowered], columns: Collection[str], city: City, places: Places, *path: str | int
) -> Iterator[Problem]:
    """A column graded lower exists, and a department of the city approved it."""
    departments = [department.name for department in city.departments]
    for column, lowered in grades.items():
        if column not in columns:
            there = listed(columns)
            yield Problem(
                what=Text(f"grades：没有列“{column}”", f"grades: there is no column “{column}”"),
                where=places.at(*path, "grades", column),
                todo=did_you_mean(column, columns, otherwise=Text(f"可用：{there}", f"there are: {there}")),
            )
        if lowered.approved_by not in departments and "departments" not in city.places.lost:
            where = places.at(*path, "grades", column, "approved_by")
            yield not_declared(Text("部门", "department"), lowered.approved_by, departments, where)


def _lost(places: Places, path: Sequence[str | int]) -> bool:
    return str(path[0]) in places.lost


def _covered(grant: Grant, tables: Tables) -> list[TableName]:
    return [table for table in tables if any(fnmatchcase(str(table), glob) for glob in grant.tables)]


def _tables(grant: Grant, place: int, places: Places, tables: Collection[str]) -> Iterator[Problem]:
    for number, glob in enumerate(grant.tables):
        if not any(fnmatchcase(table, glob) for table in tables) and not glob.startswith(_LATER):
            yield Problem(
                what=Text(f"授权的表“{glob}”不存在", f"the granted table “{glob}” does not exist"),
                where=places.at("grants", place, "tables", number),
                todo=did_you_mean(
                    glob, tables, otherwise=Text("写 模式.表名，可用 *", "write schema.table, * allowed")
                ),
            )


def _columns(grant: Grant, place: int, places: Places, tables: Tables) -> Iterator[Problem]:
    """A level for a column that no granted table has would leave the column meant at the grant's own level."""
    covered = _covered(grant, tables)
    if not covered or any(tables[table] is None for table in covered):
        return
    there = sorted({column for table in covered for column in tables[table] or ()} - BOOKKEEPING)
    for column in grant.columns:
        if column not in there:
            yield Problem(
                what=Text(f"所授的表里没有列“{column}”", f"no granted table has a column “{column}”"),
                where=places.at("grants", place, "columns", column),
                todo=did_you_mean(
                    column, there, otherwise=Text(f"可用：{listed(there)}", f"there are: {listed(there)}")
                ),
            )


def _rows(grant: Grant, place: int, places: Places, tables: Tables) -> Iterator[Problem]:
    if grant.rows is None:
        return
    where = places.at("grants", place, "rows")
    condition = parse(grant.rows)
    if isinstance(condition, Text):
        yield Problem(
            what=Text(f"条件“{grant.rows}”无法解析", f"the condition “{grant.rows}” does not parse"),
            where=where,
            todo=condition,
        )
        return
    named = {column.name for column in condition.find_all(exp.Column) if column.table != READER}
    for table in _covered(grant, tables):
        columns = tables[table]
        for name in sorted(named - (columns or named)):
            yield Problem(
                what=Text(
                    f"{table} 没有条件里的列“{name}”", f"{table} has no column “{name}” of the condition"
                ),
                where=where,
                todo=Text("分成几条授权，各写自己的条件", "split the grant, each with its own condition"),
            )


def _who(grant: Grant, place: int, city: City) -> Iterator[Problem]:
    """Departments, duties and regions that the city declares."""
    if "departments" in city.places.lost:
        return
    at = city.places.at
    names = [department.name for department in city.departments]
    duties = sorted({duty for department in city.departments for duty in department.duties})
    regions = [region.code for region in city.regions]
    who = grant.who
    if who.department is not None and who.department not in names:
        where = at("grants", place, "who", "department")
        yield not_declared(Text("部门", "department"), who.department, names, where)
    if who.duty is not None and who.duty not in duties:
        yield not_declared(Text("职责", "duty"), who.duty, duties, at("grants", place, "who", "duty"))
    if who.region is not None and regions and who.region not in regions:
        yield not_declared(Text("区划", "region"), who.region, regions, at("grants", place, "who", "region"))
    if grant.by is not None and grant.by not in names:
        yield not_declared(Text("部门", "department"), grant.by, names, at("grants", place, "by"))
    if grant.onward and _said(who) != {"department"}:
        yield Problem(
            what=Text("只有授给部门的才可再授权", "only what is granted to a department may be granted on"),
            where=at("grants", place, "onward"),
            todo=Text("who 只写 department", "name only a department in who"),
        )


def _copied(grant: Grant, place: int, places: Places) -> Iterator[Problem]:
    """Pages show copies of findings, one for each role and user, and narrow them to what one's posts cover."""
    if not any(fnmatchcase(str(FINDING), glob) for glob in grant.tables):
        return
    if _said(grant.who) not in ({"role"}, {"user"}) or _personal(grant) or grant.smallest is not None:
        yield Problem(
            what=Text(
                "疑点只能授给一个角色或一个用户，条件不能因人而异",
                "findings are granted to one role or one user, under a condition that is the same for everybody",
            ),
            where=places.at("grants", place),
            why=Text(
                "页面按岗位的部门和区划收窄疑点，不靠授权",
                "pages narrow findings to what posts cover by themselves",
            ),
            todo=Text(
                "who 只写 role 或 user，rows 不用 reader", "write only role or user, and rows without reader"
            ),
        )


def _personal(grant: Grant) -> bool:
    """Whether different readers see different rows by the one grant."""
    condition = parse(grant.rows) if grant.rows is not None else None
    return isinstance(condition, exp.Expr) and about_reader(condition)


def _said(who: Reader) -> set[str]:
    return {name for name, value in vars(who).items() if value is not None}


def _beyond(city: City, tables: Tables) -> Iterator[Problem]:
    """Grants in a department's name: of its own tables, or of what was granted to it to grant on, and no wider."""
    owners = {table: owner_of(table, city) for table in tables}
    given: list[Grant] = [grant for grant in city.grants if grant.by is None and grant.onward]
    waiting = [(place, grant) for place, grant in enumerate(city.grants) if grant.by is not None]
    while True:
        sound = [each for each in waiting if _within(each[1], given, owners, tables)]
        given += [grant for _, grant in sound if grant.onward]
        left = [each for each in waiting if each not in sound]
        if len(left) == len(waiting) or not left:
            break
        waiting = left
    for place, grant in left if waiting else ():
        yield Problem(
            what=Text(
                f"授权超出“{grant.by}”自己的权限", f"the grant goes beyond what “{grant.by}” has itself"
            ),
            where=city.places.at("grants", place, "by"),
            why=_why(grant, owners, tables),
            todo=Text(
                "由数据归口部门授权，或先由它授给该部门并写 onward: true；级别、行、期限、最小组、导出都不能更宽",
                "let the owner grant it, or grant it to the department first with onward: true; no level, row, date, "
                "smallest group or export may be wider",
            ),
        )


def _why(grant: Grant, owners: Mapping[TableName, str], tables: Tables) -> Text:
    others = sorted({owners[table] for table in _covered(grant, tables) if owners[table] != grant.by})
    return Text(f"这些表归：{'、'.join(others)}", f"its tables belong to: {', '.join(others)}")


def _within(grant: Grant, given: Sequence[Grant], owners: Mapping[TableName, str], tables: Tables) -> bool:
    covered = _covered(grant, tables)
    return bool(covered) and all(
        owners[table] == grant.by or any(_narrower(grant, wider, table, tables) for wider in given)
        for table in covered
    )


def _narrower(grant: Grant, wider: Grant, table: TableName, tables: Tables) -> bool:
    """Whether the grant gives of the table no more than what was given to its grantor."""
    columns = sorted(tables[table] or {*grant.columns, *wider.columns, ""})
    return (
        wider.who.department == grant.by
        and wider.purpose == grant.purpose
        and any(fnmatchcase(str(table), glob) for glob in wider.tables)
        and all(
            _no_more(grant.columns.get(column, grant.mask), wider.columns.get(column, wider.mask))
            for column in columns
        )
        and (wider.rows is None or (wider.rows == grant.rows and not _personal(wider)))
        and (wider.until is None or (grant.until is not None and grant.until <= wider.until))
        and (wider.smallest is None or (grant.smallest or 0) >= wider.smallest)
        and (wider.export or not grant.export)
    )


def _no_more(level: MaskLevel, than: MaskLevel) -> bool:
    return than == "none" or level in (than, "full")
