"""A small lake of fictional people whose every value is a canary, and readers who may see little of it.

What each reader may see is written down here by hand, apart from the product's policy: a leak is any other value.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from shuzhi.core.elements import ELEMENTS, Grade
from shuzhi.core.sql import TableName
from shuzhi.secure import gateway
from shuzhi.secure.gateway import Lake, Pipeline
from shuzhi.secure.policy import Grant, Policy, Post, Purpose, Reader, Scope, Who

TODAY = date(2026, 6, 30)
ROSTER = TableName("standard", "名册")
KNOWN = TableName("standard", "公开名单")
SECRET = TableName("standard", "秘密")
DERIVED = TableName("demo", "派生")
HERE, THERE = "990102", "990103"

COLUMNS: Mapping[TableName, Mapping[str, str]] = {
    ROSTER: {
        "姓名": "person_name",
        "身份证号": "id_card",
        "区划": "region_code",
        "出生": "date",
        "金额": "amount",
        "电话": "phone",
        "备注": "text",
        "_row": "integer",
    },
    KNOWN: {"身份证号": "id_card", "区划": "region_code"},
    SECRET: {"内容": "text"},
    # A scenario declared it a plain code, and made it of identity numbers.
    DERIVED: {"号": "code", "区划": "region_code"},
}
_OWN: Mapping[str, Grade] = {element.name: element.grade for element in ELEMENTS}
GRADES: Mapping[TableName, Mapping[str, Grade]] = {
    **{table: {name: _OWN[element] for name, element in held.items()} for table, held in COLUMNS.items()},
    DERIVED: {"号": "一般4级", "区划": "一般1级"},
}
FIRST = "99010219900101001X"
"""The identity number of the first person, who lives here."""


def people() -> pa.Table:
    """Forty people, half of them here and half there; the last one there is the only one with his sum of money."""
    rows = []
    for number in range(40):
        region = HERE if number < 20 else THERE
        rows.append(
            {
                "姓名": f"密{chr(0x4E00 + number)}{chr(0x5E00 + number)}",
                "身份证号": FIRST if number == 0 else f"{region}19{60 + number}0101{number:03}1",
                "区划": region,
                "出生": date(1960 + number, 1, 1 + number % 28),
                "金额": float(f"{700 + number * 13}.{10 + number}"),
                "电话": f"154{number:08}",
                "备注": f"CANARY-{number:04}",
                "_row": number,
            }
        )
    table = pa.Table.from_pylist(rows)
    return table.set_column(4, "金额", table["金额"].cast(pa.decimal128(18, 2)))


def secrets(table: pa.Table) -> frozenset[str]:
    """Every value that names or describes somebody, as text."""
    columns = ("姓名", "身份证号", "出生", "金额", "电话", "备注")
    return frozenset(str(value) for column in columns for value in table[column].to_pylist())


@dataclass(frozen=True, kw_only=True)
class Person:
    """A fictional reader, and the values he may see beside what everybody may."""

    name: str
    reader: Reader
    sees: frozenset[str] = frozenset()
    sees_there: bool = False
    is_blind: bool = False
    """Nothing at all is granted to him."""


ROWS = people()
HIDDEN = secrets(ROWS) | {"CANARY-SECRET"}


def _post(role: str, *regions: str) -> Post:
    return Post(role=role, department="云溪区局", regions=frozenset(regions), duties=frozenset({"核查"}))


NOBODY = Person(name="nobody", is_blind=True, reader=Reader(name="n", purpose="监督"))
CLERK = Person(
    name="clerk",
    reader=Reader(name="c", posts=(_post("核查员", HERE),), purpose="监督"),
    sees=frozenset(ROWS["身份证号"].to_pylist()[18:22]),
)
LEADER = Person(
    name="leader", reader=Reader(name="l", posts=(_post("领导", ""),), purpose="监督"), sees_there=True
)
RESEARCHER = Person(
    name="researcher", reader=Reader(name="r", posts=(_post("研究员", ""),), purpose="研究"), sees_there=True
)
STATISTICIAN = Person(
    name="statistician",
    reader=Reader(name="s", posts=(_post("统计员", ""),), purpose="统计"),
    sees_there=True,
)
EXPIRED = Person(
    name="expired", is_blind=True, reader=Reader(name="e", posts=(_post("离任", HERE),), purpose="监督")
)
ELSEWHERE = Person(
    name="other purpose", reader=Reader(name="c", posts=(_post("核查员", HERE),), purpose="研究")
)
LATE = Person(
    name="ended purpose",
    is_blind=True,
    reader=Reader(name="c", posts=(_post("核查员", HERE),), purpose="旧案"),
)
OWNER = Person(
    name="owner",
    reader=Reader(name="o", posts=(_post("归口", ""),), purpose="监督"),
    sees=secrets(ROWS),
    sees_there=True,
)
PEOPLE = (NOBODY, CLERK, LEADER, RESEARCHER, STATISTICIAN, EXPIRED, ELSEWHERE, LATE, OWNER)

_BASE = (str(ROSTER), str(DERIVED))
POLICY = Policy(
    grants=(
        Grant(
            who=Who(role="核查员"),
            tables=_BASE,
            purpose="监督",
            mask="partial",
            columns={"区划": "none"},
            rows="covers(reader.regions, 区划)",
        ),
        Grant(who=Who(role="核查员"), tables=_BASE, purpose="旧案", mask="none"),
        Grant(who=Who(role="核查员"), tables=(str(KNOWN),), purpose="监督", mask="none"),
        Grant(
            who=Who(role="领导"), tables=_BASE, purpose="监督", mask="general", columns={"区划": "none"}
        ),
            Grant(
            who=Who(role="研究员"),
            tables=_BASE,
            purpose="研究",
            mask="pseudonym",
            columns={"电话": "none", "区划": "none"},
        ),
        Grant(
            who=Who(role="统计员"),
            tables=(str(ROSTER),),
            purpose="统计",
            mask="partial",
            columns={"区划": "none", "金额": "none", "出生": "none"},
            smallest=5,
        ),
        Grant(
            who=Who(role="离任"), tables=_BASE, purpose="监督", mask="none", until=TODAY - timedelta(days=1)
        ),
        Grant(who=Who(role="归口"), tables=_BASE, purpose="监督", mask="none", export=True),
    ),
    purposes={
        "监督": Purpose(name="监督"),
        "统计": Purpose(name="统计", questions=500),
        "研究": Purpose(name="研究", elements=frozenset({"person_name", "id_card", "region_code", "code"})),
        "旧案": Purpose(name="旧案", until=TODAY - timedelta(days=1)),
    },
    columns=COLUMNS,
    grades=GRADES,
)  # fmt: skip


@contextmanager
def world(folder: Path) -> Iterator[Lake]:
    """The lake, open to be read."""
    with gateway.open_lake(folder, key="a city's secret") as lake:
        everything = Pipeline(lake=lake, scope=Scope(name="test", reads=("*",), writes=("*",)))
        everything.replace_arrow(ROSTER, ROWS)
        everything.replace_arrow(KNOWN, ROWS.select(["身份证号", "区划"]).slice(18, 4))
        everything.replace_arrow(SECRET, pa.table({"内容": ["CANARY-SECRET"]}))
        everything.replace_arrow(DERIVED, pa.table({"号": ROWS["身份证号"], "区划": ROWS["区划"]}))
    with gateway.open_lake(folder, read_only=True, key="a city's secret") as lake:
        yield lake
