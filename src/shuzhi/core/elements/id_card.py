"""Resident identity number 公民身份号码 (GB 11643-1999), and its 15-digit predecessor."""

from collections.abc import Iterable

from shuzhi.core.elements.digits import id_check
from shuzhi.core.elements.element import Element, Invalid, Lookup
from shuzhi.core.elements.spelling import COUNTED, compact, filled, quoted, unless, words
from shuzhi.core.text import Text

CANONICAL = "^[0-9]{17}[0-9X]$"


def _places(numbers: Iterable[int]) -> list[str]:
    return [f"substr(x, {number}, 1)" for number in numbers]


CHARACTERS_OF_15 = [*_places(range(1, 7)), "'1'", "'9'", *_places(range(7, 16))]
BODY_OF_15 = "substr(x, 1, 6) || '19' || substr(x, 7, 9)"
WRITTEN_BIRTH = "case when length(x) = 15 then '19' || substr(x, 7, 6) else substr(x, 7, 8) end"
BORN = (
    f"try_cast(substr({WRITTEN_BIRTH}, 1, 4) || '-' || substr({WRITTEN_BIRTH}, 5, 2) || '-' || "
    f"substr({WRITTEN_BIRTH}, 7, 2) as date)"
)
CHECK_FAILS = f"substr(x, 18, 1) <> {id_check(_places(range(1, 18)))}"
AS_TEXT = Text(
    "请提供单位把该列设为“文本”格式后重新导出",
    "ask the sender to export the column as text and send it again",
)
VERIFY = Text(
    "请与户籍登记或证件原件核对后更正", "compare with the household register or the card and correct it"
)

# A mixed-radix counter, years turning fastest: 70 years x 9 months x 10 days x 1,000 orders. The check sums
# digit by digit what varies; 174 is the sum of what does not: 990101 19.. 0. 1. ...
FICTIONAL_BODY = (
    "'99010119' || cast(30 + n % 70 as varchar) || '0' || cast(1 + n // 70 % 9 as varchar)"
    " || '1' || cast(n // 630 % 10 as varchar) || lpad(cast(n // 6300 % 1000 as varchar), 3, '0')"
)
FICTIONAL_CHECK = (
    "substr('10X98765432', 1 + (174 + 6 * (3 + n % 70 // 10) + 3 * (n % 10) + 9 * (1 + n // 70 % 9)"
    " + 5 * (n // 630 % 10) + 8 * (n // 630000 % 10) + 4 * (n // 63000 % 10) + 2 * (n // 6300 % 10)) % 11, 1)"
)

# Х is the Cyrillic letter, × the multiplication sign: both are typed for X. Of eighteen characters an O can only be a
# 0, an I or L a 1, and the check character confirms it; the old fifteen have none, so there they stay what they are.
SPELT = f"translate(upper({compact('x', drop=chr(39))}), '×Х', 'XX')"

ID_CARD = Element(
    name="id_card",
    label=Text("公民身份号码", "Resident identity number"),
    standard="GB 11643-1999",
    type="VARCHAR",
    headers=words(
        """
        身份证号 身份证号码 公民身份号码 公民身份证号码 居民身份证号 居民身份证号码 身份证件号码 身份证
        身份号码 证件号码 证件号 有效证件号码 户主身份证号 户主身份证号码 本人身份证号 申请人身份证号
        申请人身份证号码 领取人身份证号 受益人身份证号 法定代表人身份证号 持卡人身份证号 SFZH SFZHM
        GMSFHM GMSFZHM ZJHM idcard id_card id_no
        """
    ),
    prepare=unless(
        CANONICAL,
        "x",
        f"case when regexp_matches({SPELT}, '^[0-9OIL]{{17}}[0-9OILX]$') then translate({SPELT}, 'OIL', '011') "
        f"else {SPELT} end",
    ),
    clean=unless(CANONICAL, "x", filled("x")),
    invalid=(
        Invalid(
            code="excel_float",
            when=f"case when substr(x, 16, 3) = '000' and length(x) = 18 "
            f"then regexp_matches(x, '^[0-9]+$') and {CHECK_FAILS} "
            f"when length(x) <> 18 then regexp_matches(x, {quoted(COUNTED)}) else false end",
            text=Text(
                "号码被电子表格当作数字，末几位已丢失", "a spreadsheet took it for a number and lost its end"
            ),
            todo=AS_TEXT,
        ),
        Invalid(
            code="length",
            when="length(x) not in (15, 18)",
            text=Text("号码不是18位（或旧15位）", "not 18 digits (nor the old 15)"),
            todo=VERIFY,
        ),
        Invalid(
            code="characters",
            when=f"not regexp_matches(x, '^[0-9]{{15}}$|{CANONICAL}')",
            text=Text("含有数字和末位X以外的字符", "characters other than digits and a final X"),
            todo=VERIFY,
        ),
        Invalid(
            code="birth_date",
            when=f"coalesce({BORN} not between date '1880-01-01' and as_of, true)",
            text=Text("号码中的出生日期不存在或不可能", "the birth date inside does not exist or cannot be"),
            todo=VERIFY,
        ),
        Invalid(
            code="check_character",
            when=f"case when length(x) = 18 then {CHECK_FAILS} else false end",
            text=Text("校验码不符，多为录入错误", "the check character is wrong, mostly a typing error"),
            todo=VERIFY,
        ),
        Invalid(
            code="region_unknown",
            # Cities without counties (441900 东莞) do give numbers; provinces never did.
            when="known.level is null or known.level = 'province'",
            text=Text("前6位不是任何时期的县级行政区划代码", "the first 6 digits were never a county's code"),
            todo=VERIFY,
        ),
        Invalid(
            code="region_ended",
            # Older people got the code of the day when numbers were introduced, so only the end is a test.
            when=f"known.until < {BORN}",
            text=Text("前6位的行政区划在出生前已撤销", "that county was abolished before the birth date"),
            todo=VERIFY,
        ),
    ),
    value=f"case when length(x) = 15 then {BODY_OF_15} || {id_check(CHARACTERS_OF_15)} else x end",
    looks="regexp_matches(x, '^[1-9][0-9]{5}([0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]{4}|"
    "(18|19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]{4}[0-9X])$')",
    # City and check character only: 前6后4 and a birth year tell 92% of people apart; the 17th digit is sex.
    masks={
        "none": "x",
        "partial": "substr(x, 1, 4) || '*************' || substr(x, 18, 1)",
        "full": "'******************'",
    },
    grade="一般4级",
    general="substr(x, 7, 3) || '0年代出生'",
    fictional=f"{FICTIONAL_BODY} || {FICTIONAL_CHECK}",
    lookup=Lookup(table="reference.region", key="substr(x, 1, 6)", columns=("level", "until")),
    costly=True,
    entity="person",
    notes="15-digit numbers are read as born in 19xx (orders 996-999 meant people born before 1900).",
)
