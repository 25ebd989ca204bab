"""What makes two records of companies comparable, and what is believed of a company."""

from collections.abc import Mapping, Sequence

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.fuse import writing
from shuzhi.fuse.company_names import parts
from shuzhi.fuse.comparison import Comparison, Level, Model
from shuzhi.fuse.contact import ADDRESS, PHONE
from shuzhi.fuse.kind import Kind
from shuzhi.fuse.writing import agree

_TRADE = "(substr(l.trade, 1, length(r.trade)) = r.trade or substr(r.trade, 1, length(l.trade)) = l.trade)"
"""信息 for 信息技术: one is the other shortened, or not said."""

_USCC = ("l.uscc_written", "r.uscc_written")

USCC = Comparison(
    name="uscc",
    given="l.uscc_written is not null and r.uscc_written is not null",
    levels=(
        Level(
            says=Text("统一代码相同", "the same credit code"),
            when="l.uscc_written = r.uscc_written",
            equal="uscc_written",
        ),
        Level(
            says=Text("统一代码只差一位", "credit codes one slip apart"), when=writing.one_slip(*_USCC, 18)
        ),
    ),
    differs=Text("统一代码不同", "different credit codes"),
)
_FORM = f"({agree('form')} or (strpos(l.form, '公司') > 0 and strpos(r.form, '公司') > 0))"
"""公司 is written for every kind of it."""

_SAME_PARTS = f"l.brand = r.brand and {agree('region')} and {_TRADE} and {_FORM}"
NAME = Comparison(
    name="name",
    given="l.brand <> '' and r.brand <> ''",
    levels=(
        Level(says=Text("名称相同", "the same name"), when="l.bare = r.bare", equal="bare"),
        Level(
            says=Text("与曾用名相同", "the name is a former name"),
            when="l.bare = r.former or l.former = r.bare",
        ),
        Level(
            says=Text("地域、字号、行业、组织形式相符", "region, brand, trade and legal form agree"),
            when=f"({_SAME_PARTS})",
            equal="brand",
            rare=True,
        ),
        Level(
            says=Text("字号同音，其余相符", "brands that sound alike, the rest agrees"),
            when=f"l.brand_sound = r.brand_sound and {agree('region')} and {_TRADE}",
        ),
        Level(says=Text("只有字号相同", "only the brand is the same"), when="l.brand = r.brand"),
    ),
    differs=Text("名称不同", "different names"),
)
BRANCH = Comparison(
    name="branch",
    given="l.branch <> '' or r.branch <> ''",
    levels=(Level(says=Text("同一分支机构", "the same branch"), when="l.branch = r.branch"),),
    differs=Text("分支机构不同", "different branches"),
)
HEAD = Comparison(
    name="head",
    given="(l.head_id is not null and r.head_id is not null) or (l.head is not null and r.head is not null)",
    levels=(
        Level(
            says=Text("法定代表人是同一人", "the same legal representative"),
            when="l.head_id = r.head_id",
            equal="head_id",
            rare=True,
        ),
        Level(
            says=Text("法定代表人同名", "legal representatives of one name"),
            when="l.head = r.head and (l.head_id is null or r.head_id is null)",
            equal="head",
            rare=True,
        ),
    ),
    differs=Text("法定代表人不同", "different legal representatives"),
)


def _refused(levels: Mapping[str, int]) -> bool:
    """Another branch is another place of business; another brand needs the code to agree."""
    if levels["branch"] == BRANCH.scale:
        return True
    code = levels["uscc"]
    if code in (1, 2):
        return levels["name"] == NAME.scale and code == 2
    return code == USCC.scale or levels["name"] in (0, 5, NAME.scale)


_MODEL = Model(
    kind="company",
    sure="uscc",
    written="uscc_written",
    columns=(
        "record", "uscc", "uscc_written", "bare", "former", "region", "brand", "brand_sound", "trade", "form",
        "branch", "phone", "line", "door", "house", "road", "head", "head_id",
    ),
    keys=(
        "bare",
        "former",
        "nullif(brand, '') || trade",
        "nullif(brand_sound, '') || trade",
        "nullif(brand, '') || road",
        "nullif(brand, '') || head",
        "line",
        "house || head",
        "nullif(brand_sound, '') || house",
        "substr(uscc_written, 1, 10)",
        "substr(uscc_written, 9)",
    ),
    comparisons=(USCC, NAME, BRANCH, PHONE, ADDRESS, HEAD),
    refused=_refused,
)  # fmt: skip


def _forms(table: TableName, column: str, places: Sequence[str]) -> exp.Query:
    return parts(table, column, places)


def _prepared(mention: TableName, form: TableName, place: TableName) -> exp.Query:
    query = sql.query(
        f"""
        select m.record, m.uscc, m.uscc_written, f.bare, o.bare as former, f.region, f.brand, f.brand_sound, f.trade,
               f.form, f.branch, m.phone, {writing.line("m.phone")} as line, p.door_key as door, p.house_key as house,
               p.road_key as road, m.head, m.head_id
        from mention m
        left join form f on f.written = m.name
        left join form o on o.written = m.former
        left join place p on p.written = m.address
        """
    )
    return sql.reading(query, mention=mention, form=form, place=place)


COMPANY = Kind(
    model=_MODEL,
    said={
        "uscc": "VARCHAR", "name": "VARCHAR", "former": "VARCHAR", "head": "VARCHAR", "head_id": "VARCHAR",
        "phone": "VARCHAR", "address": "VARCHAR", "seen": "DATE",
    },
    forms=_forms,
    prepared=_prepared,
    facts={
        "name": "translate(m.name, '()', '（）')", "former": "translate(m.former, '()', '（）')", "head": "head",
        "phone": "phone", "address": "address",
    },
    golden=("name", "former", "head", "phone", "address"),
    disputed=("name", "head"),
)  # fmt: skip
"""``head`` is the legal representative's name, ``head_id`` his id number."""
