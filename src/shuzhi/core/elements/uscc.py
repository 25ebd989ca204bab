"""Unified social credit code 统一社会信用代码 of organisations (GB 32100-2015)."""

from shuzhi.core.elements.digits import USCC_ALPHABET, USCC_WEIGHTS, uscc_check
from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import COUNTED, compact, filled, quoted, unless, words
from shuzhi.core.text import Text

SHAPE = f"^[1-9A-HJ-NPQRTUWXY][1-9A-HJ-NPQRTUWXY][0-9]{{6}}[{USCC_ALPHABET}]{{10}}$"
VERIFY = Text(
    "请在国家企业信用信息公示系统核对后更正",
    "look it up in the national enterprise credit system and correct it",
)
FICTIONAL_HEAD = "91990100MA"
# The check sums digit by digit what varies; what does not is summed here.
_HEAD_SUM = sum(
    USCC_ALPHABET.index(char) * weight for char, weight in zip(FICTIONAL_HEAD, USCC_WEIGHTS, strict=False)
)
_TAIL_SUM = " + ".join(
    f"{weight} * (n // {10 ** (6 - place)} % 10)" for place, weight in enumerate(USCC_WEIGHTS[10:])
)

USCC = Element(
    name="uscc",
    label=Text("统一社会信用代码", "Unified social credit code"),
    standard="GB 32100-2015",
    type="VARCHAR",
    headers=words(
        """
        统一社会信用代码 社会信用代码 统一信用代码 信用代码 企业信用代码 统一代码 机构代码 组织机构代码
        企业统一社会信用代码 单位统一社会信用代码 纳税人识别号 税号 注册号 营业执照号 营业执照号码
        TYSHXYDM XYDM uscc
        """
    ),
    # The alphabet has no O and no I: they can only be 0 and 1.
    prepare=unless(SHAPE, "x", f"translate(upper({compact('x', drop=chr(39) + '-')}), 'OI', '01')"),
    clean=unless(SHAPE, "x", filled("x")),
    invalid=(
        Invalid(
            code="excel_float",
            when=f"regexp_matches(x, {quoted(COUNTED)})",
            text=Text(
                "代码被电子表格当作数字，末几位已丢失", "a spreadsheet took it for a number and lost its end"
            ),
            todo=Text(
                "请提供单位把该列设为“文本”格式后重新导出", "ask the sender to export the column as text"
            ),
        ),
        Invalid(
            code="old_number",
            when="regexp_matches(x, '^[0-9]{15}$|^[0-9A-Z]{8}[0-9X]$|^[0-9]{13}$')",
            text=Text("这是旧的注册号或组织机构代码", "an old registration number or organisation code"),
            todo=Text("请补充18位统一社会信用代码", "ask for the 18-character code"),
        ),
        Invalid(
            code="length",
            when="length(x) <> 18",
            text=Text("代码不是18位", "not 18 characters"),
            todo=VERIFY,
        ),
        Invalid(
            code="characters",
            when=f"not regexp_matches(x, '{SHAPE}')",
            text=Text("含有代码中不会出现的字符", "characters that such codes never have"),
            todo=VERIFY,
        ),
        Invalid(
            code="check_character",
            when=f"substr(x, 18, 1) <> {uscc_check('x')}",
            text=Text("校验码不符，多为录入错误", "the check character is wrong, mostly a typing error"),
            todo=VERIFY,
        ),
    ),
    value="x",
    looks=f"regexp_matches(x, '{SHAPE}') "
    "and not regexp_matches(x, '^[1-9][0-9]{5}(18|19|20)[0-9]{9}[0-9X]$')",
    masks={
        "none": "x",
        "partial": "substr(x, 1, 8) || '********' || substr(x, 17, 2)",
        "full": "'******************'",
    },
    grade="一般1级",
    fictional=f"'{FICTIONAL_HEAD}' || lpad(cast(n % 10000000 as varchar), 7, '0') "
    f"|| substr('{USCC_ALPHABET}', 1 + (31 - ({_HEAD_SUM} + {_TAIL_SUM}) % 31) % 31, 1)",
    costly=True,
    entity="company",
    notes="The region inside is the authority's, which may be a development zone outside GB/T 2260.",
)
