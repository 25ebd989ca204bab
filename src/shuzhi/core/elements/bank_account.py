"""Bank account 银行账号: cards (GB/T 14504, ISO/IEC 7812-1) and passbook accounts of every bank."""

from shuzhi.core.elements.digits import luhn_fails
from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import COUNTED, compact, filled, quoted, unless, words
from shuzhi.core.text import Text

CANONICAL = "^[0-9]{8,30}$"
# Only numbers of this shape are cards; passbook accounts follow each bank's own rules.
CARD = "regexp_matches(x, '^(62|4|5)[0-9]+$') and length(x) between 16 and 19"
CARD_FAILS = f"case when {CARD} then {luhn_fails('x')} else false end"
VERIFY = Text("请与开户银行核对后更正", "check with the bank and correct it")

BANK_ACCOUNT = Element(
    name="bank_account",
    label=Text("银行账号", "Bank account"),
    standard="GB/T 14504-1993, ISO/IEC 7812-1",
    type="VARCHAR",
    headers=words(
        """
        银行账号 银行卡号 账号 帐号 卡号 银行帐号 开户账号 收款账号 收款帐号 发放账号 领款账号 社保卡号
        社保卡银行账号 一卡通账号 一卡通 惠农一卡通账号 存折账号 存折号 银行账户 收款人账号 付款账号
        对方账号 YHZH YHKH ZH account
        """
    ),
    prepare=unless(CANONICAL, "x", f"upper({compact('x', drop=chr(39) + '-')})"),
    clean=unless(CANONICAL, "x", filled("x")),
    invalid=(
        Invalid(
            code="excel_float",
            when=f"case when regexp_matches(x, '^[0-9]{{15}}0+$') then {CARD_FAILS} "
            f"else regexp_matches(x, {quoted(COUNTED)}) end",
            text=Text(
                "账号被电子表格当作数字，末几位已丢失", "a spreadsheet took it for a number and lost its end"
            ),
            todo=Text(
                "请提供单位把该列设为“文本”格式后重新导出", "ask the sender to export the column as text"
            ),
        ),
        Invalid(
            code="characters",
            when="not regexp_matches(x, '^[0-9]+$')",
            text=Text("含有数字以外的字符", "characters other than digits"),
            todo=VERIFY,
        ),
        Invalid(
            code="length",
            when="length(x) not between 8 and 30",
            text=Text("不是8至30位", "not 8 to 30 digits"),
            todo=VERIFY,
        ),
        Invalid(
            code="placeholder",
            when="translate(x, substr(x, 1, 1), '') = ''",
            text=Text("全是同一个数字，是占位的", "one digit repeated, a stand-in"),
            todo=Text("请补充真实账号", "ask for the account"),
        ),
        Invalid(
            code="check_digit",
            when=CARD_FAILS,
            text=Text(
                "银行卡号校验位不符，多为录入错误", "the card's check digit is wrong, mostly a typing error"
            ),
            todo=VERIFY,
        ),
    ),
    value="x",
    looks="regexp_matches(x, '^(62[0-9]{14,17}|[0-9]{19,21})$')",
    masks={
        "none": "x",
        "partial": "'************' || substr(x, length(x) - 3, 4)",
        "full": "'****************'",
    },
    grade="一般4级",
    # No issuer's number begins with 00: that range of ISO/IEC 7812 is not for banks.
    fictional="'0099' || lpad(cast(n as varchar), 15, '0')",
    costly=True,
)
