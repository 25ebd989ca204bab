"""What makes two records of people comparable."""

from collections.abc import Mapping

from shuzhi.core.text import Text
from shuzhi.fuse import names, writing
from shuzhi.fuse.comparison import Comparison, Level, Model

_IDS = ("l.id_written", "r.id_written")
_DAYS = (writing.day("l.birth"), writing.day("r.birth"))

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

PHONE = Comparison(
    name="phone",
    given="l.phone is not null and r.phone is not null",
    levels=(
        Level(
            says=Text("电话相同", "the same telephone"), when="l.phone = r.phone", equal="phone", rare=True
        ),
        Level(says=Text("电话只差区号", "telephones but for the area code"), when=writing.SAME_LINE),
        Level(
            says=Text("电话差一位", "telephones one slip apart"),
            when=writing.one_slip("l.phone", "r.phone", writing.PHONE_LENGTH),
        ),
    ),
    differs=Text("电话不同", "different telephones"),
)

ADDRESS = Comparison(
    name="address",
    given="l.road is not null and r.road is not null",
    levels=(
        Level(says=Text("同一户", "the same door"), when="l.door = r.door", equal="door", rare=True),
        Level(says=Text("同一楼栋或门牌", "the same house"), when="l.house = r.house", equal="house"),
        Level(says=Text("同一道路或村", "the same road or village"), when="l.road = r.road", equal="road"),
    ),
    differs=Text("住址不同", "different addresses"),
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
_BORN = "cast(birth as varchar)"
_YEAR = "cast(year(birth) as varchar)"

PERSON = Model(
    kind="person",
    sure="id_card",
    columns=(
        "record", "id_card", "id_written", "plain", "sound", "loose", "shape", "former", "birth", "sex",
        "phone", "line", "door", "house", "road",
    ),
    keys=(
        f"{_BORN} || {_FIRST}",
        f"{_BORN} || {_LAST}",
        f"sound || {_YEAR}",
        "line",
        "sound || house",
        "sound || road",
        "loose || door",
        f"{_BORN} || door",
        "substr(id_written, 1, 14)",
        "substr(id_written, 7)",
        "substr(id_written, 1, 6) || substr(id_written, 15)",
        f"former || {_YEAR}",
        f"plain || {_YEAR}",
    ),
    comparisons=(ID, NAME, BIRTH, SEX, PHONE, ADDRESS),
    refused=_refused,
)  # fmt: skip
