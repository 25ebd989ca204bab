"""The kinds of entity that can be judged and shown, and for which purposes somebody may."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.fuse.companies import COMPANY
from shuzhi.fuse.kind import Kind
from shuzhi.fuse.persons import PERSON
from shuzhi.fuse.place_rungs import PLACE
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import conflict, invalid, missing
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.secure.gateway import Lake

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (COMPANY, PERSON)}
HUBS = ("phone", "place", "group", "account", "vehicle")
"""What several have in common, and is nobody."""
SAID: Mapping[str, Text] = {
    "uscc": Text("统一社会信用代码", "Credit code"),
    "uscc_written": Text("统一社会信用代码", "Credit code"),
    "id_card": Text("证件号码", "Identity number"),
    "id_written": Text("证件号码", "Identity number"),
    "name": Text("名称", "Name"),
    "former": Text("曾用名", "Former name"),
    "head": Text("法定代表人", "Legal representative"),
    "head_id": Text("法定代表人证件号", "Representative's identity number"),
    "birth": Text("出生日期", "Birth date"),
    "sex": Text("性别", "Sex"),
    "phone": Text("电话", "Telephone"),
    "address": Text("地址", "Address"),
    "branch": Text("分支机构", "Branch"),
}
"""What a source can say of an entity, as people call it."""


LEAST = 2
"""Characters that must be written to look for something."""


def too_few() -> ShuzhiError:
    """What is said of less than ``LEAST``."""
    return invalid(
        Text("要找的字太少", "too little to look for"), "q",
        Text(f"至少写 {LEAST} 个字", f"write {LEAST} characters at least"),
    )  # fmt: skip


def kind_named(name: str) -> Kind:
    """Raises Missing for what is no kind of entity."""
    if name not in KINDS:
        raise missing(Text("没有这种实体", "there is no such kind of entity"), f"kind:{name}")
    return KINDS[name]


def purposes(by: Access, table: str) -> list[dict[str, str]]:
    """Kind and purpose of every table of that name (``review``; '' is the entity's own) that a grant in force gives."""
    who = {*by.roles}
    asked = {name: str(kind.table(table) if table else kind.entity) for name, kind in KINDS.items()}
    if not table:
        asked["place"] = str(PLACE)
    found = {
        (name, grant.purpose)
        for name, wanted in asked.items()
        for grant in city().grants
        if (grant.who.role in who or grant.who.user == by.login)
        and (grant.until is None or grant.until >= today())
        and any(fnmatchcase(wanted, told) for told in grant.tables)
    }
    return [{"kind": name, "purpose": purpose} for name, purpose in sorted(found)]


def opened() -> Lake:
    """The lake. Raises Conflict before the first run."""
    held = lake()
    if held is None:
        raise conflict(
            Text("还没有运行过，数据湖是空的", "the lake is empty: nothing was run yet"), "lake",
            Text("先运行 shuzhi run", "run shuzhi run first"),
        )  # fmt: skip
    return held
