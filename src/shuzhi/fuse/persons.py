"""What makes two records of people comparable, and what is believed of somebody."""

from collections.abc import Mapping, Sequence

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.fuse import names, writing
from shuzhi.fuse.comparison import Comparison, Level, Model
from shuzhi.fuse.contact import ADDRESS, PHONE
from shuzhi.fuse.kind import Kind

_IDS = ("l.id_written", "r.id_written")
_DAYS = ("l.born", "r.born")

ID = Comparison(
    name="id",
    given="l.id_written is not null and r.id_written is not null",
    levels=(
        Level(
            says=Text("证件号码相同", "the same id number"),
            when="l.id_written = r.id_written",
            equal="id_written",
        ),
        Level(
            says=Text("证件号码只差一位", "id numbers one slip apart"),
            when=f"{writing.one_slip(*_IDS, writing.ID_LENGTH)} or (length(l.id_written) = 18 "
            "and length(r.id_written) = 18 and substr(l.id_written, 1, 15) = substr(r.id_written, 1, 15) "
            "and (substr(l.id_written, 16) = '000' or substr(r.id_written, 16) = '000'))",
        ),
    ),
    differs=Text("证件号码不同", "different id numbers"),
)

NAME = Comparison(
    name="name",
    given="l.plain is not null and r.plain is not null",
    levels=(
        Level(says=Text("姓名相同", "the same name"), when=names.SAME, equal="plain", rare=True),
        Level(says=Text("与曾用名相同", "the name is a former name"), when=names.FORMER),
        Level(
            says=Text("姓名同音", "names that sound alike"),
            when=names.SOUNDS_ALIKE,
            equal="sound",
            rare=True,
        ),
        Level(says=Text("姓与名颠倒", "surname and given name exchanged"), when=names.TURNED),
        Level(says=Text("姓名音形相近", "names that sound or look much alike"), when=names.ALIKE),
        Level(says=Text("姓名差一字", "names one character apart"), when=names.ONE_OTHER),
    ),
    differs=Text("姓名不同", "different names"),
)
NAME_ALIKE = 5
"""Up to this level, two names can be one name typed twice."""

BIRTH = Comparison(
    name="birth",
    given="l.birth is not null and r.birth is not null",
    levels=(
        Level(
            says=Text("出生日期相同", "the same birth date"),
            when="l.birth = r.birth",
            equal="birth",
            rare=True,
        ),
        Level(says=Text("出生日期月日颠倒", "month and day of birth exchanged"), when=writing.PARTS_SWAPPED),
        Level(
            says=Text("出生日期只有年或年月", "only the year or month of birth was known"),
            when=writing.PART_DEFAULTED,
        ),
        Level(
            says=Text("出生日期差一位", "birth dates one slip apart"),
            when=writing.one_slip(*_DAYS, writing.DAY_LENGTH),
        ),
    ),
    differs=Text("出生日期不同", "different birth dates"),
)

SEX = Comparison(
    name="sex",
    given="l.sex is not null and r.sex is not null",
    levels=(Level(says=Text("性别相同", "the same sex"), when="l.sex = r.sex"),),
    differs=Text("性别不同", "different sex"),
)


def _refused(levels: Mapping[str, int]) -> bool:
    """Twins, parents and namesakes: where names or two of birth, sex and id disagree, soft evidence is not enough."""
    id_agrees = levels["id"] in (1, 2)
    if id_agrees:
        return levels["name"] > NAME_ALIKE and levels["birth"] not in (0, 1)
    another_name = levels["name"] == 0 or levels["name"] > NAME_ALIKE
    return another_name or levels["id"] == ID.scale or levels["sex"] == SEX.scale


_FIRST = "substr(sound, 1, 1)"
_LAST = "substr(loose, length(loose), 1)"
_YEAR = "cast(year(birth) as varchar)"

_MODEL = Model(
    kind="person",
    sure="id_card",
    written="id_written",
    columns=(
        "record", "id_card", "id_written", "plain", "sound", "loose", "shape", "former", "birth", "born", "sex",
        "phone", "line", "door", "house", "road",
    ),
    keys=(
        f"born || {_FIRST}",
        f"born || {_LAST}",
        f"sound || {_YEAR}",
        "line",
        "sound || house",
        "sound || road",
        "loose || door",
        "born || door",
        "substr(id_written, 1, 14)",
        "substr(id_written, 7)",
        "substr(id_written, 1, 6) || substr(id_written, 15)",
        f"former || {_YEAR}",
        f"plain || {_YEAR}",
    ),
    comparisons=(ID, NAME, BIRTH, SEX, PHONE, ADDRESS),
    refused=_refused,
)  # fmt: skip

_BIRTH = (
    "coalesce(birth, case when id_card is not null then try_cast(substr(id_card, 7, 4) || '-' || "
    "substr(id_card, 11, 2) || '-' || substr(id_card, 13, 2) as date) end)"
)
_SEX = (
    "case when id_card is not null then case when strpos('13579', substr(id_card, 17, 1)) > 0 then '男' else '女' end "
    "when substr(sex, 1, 1) in ('男', '1') then '男' when substr(sex, 1, 1) in ('女', '2') then '女' end"
)


def _prepared(mention: TableName, form: TableName, place: TableName) -> exp.Query:
    query = sql.query(
        f"""
        select m.record, m.id_card, m.id_written, f.plain, f.sound, f.loose, f.shape, o.plain as former,
               {_BIRTH} as birth, {writing.day(_BIRTH)} as born, {_SEX} as sex, m.phone,
               {writing.line("m.phone")} as line, p.door_key as door, p.house_key as house, p.road_key as road
        from mention m
        left join form f on f.written = m.name
        left join form o on o.written = m.former
        left join place p on p.written = m.address
        """
    )
    return sql.reading(query, mention=mention, form=form, place=place)


def _forms(table: TableName, column: str, _: Sequence[str]) -> exp.Query:
    return names.forms(table, column)


PERSON = Kind(
    model=_MODEL,
    said={
        "id_card": "VARCHAR", "name": "VARCHAR", "former": "VARCHAR", "birth": "DATE", "sex": "VARCHAR",
        "phone": "VARCHAR", "address": "VARCHAR", "seen": "DATE",
    },
    forms=_forms,
    prepared=_prepared,
    facts={"name": "m.name", "birth": _BIRTH, "sex": _SEX, "phone": "phone", "address": "address"},
    golden=("name", "birth", "sex", "phone", "address"),
    disputed=("name", "birth", "sex"),
)  # fmt: skip
