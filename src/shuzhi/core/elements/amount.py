"""Amount of money 金额 in yuan (人民币元), two decimals."""

from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import compact, filled, unless, words
from shuzhi.core.text import Text

CANONICAL = "^-?[0-9]{1,16}\\.[0-9]{2}$"
PLAIN = "^-?[0-9]+([.][0-9]+)?$"
PLAIN_YUAN = "try_cast(x as decimal(18, 2))"
NUMBER = "([0-9]+\\.?[0-9]*|\\.[0-9]+)(E[-+]?[0-9]{1,2})?"
WRITTEN = f"^[-+]?{NUMBER}(万|亿)?$|^\\({NUMBER}(万|亿)?\\)$"
GROUPED = "^[-+(]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]*)?(万|亿)?\\)?$"
UNGROUPED = f"case when regexp_matches(x, '{GROUPED}') then replace(x, ',', '') else x end"
BARE = f"translate({UNGROUPED}, '()+万亿', '-')"
EXACT = f"try_cast({BARE} as decimal(26, 8))"
YUAN = (
    f"case when regexp_matches(x, '亿') then try_cast({EXACT} * 100000000 as decimal(18, 2)) "
    f"when regexp_matches(x, '万') then try_cast({EXACT} * 10000 as decimal(18, 2)) "
    f"else try_cast({BARE} as decimal(18, 2)) end"
)

# The signs of a negative number have many shapes.
_BARE_OF_CURRENCY = (
    "replace(replace(translate(upper("
    + compact("x", drop="'$")
    + "), '−–—￥¥圆', '---'), '人民币', ''), 'RMB', '')"
)

SIZES = (
    "case when abs(x) < 1000 then '千元以下' when abs(x) < 10000 then '千元级' "
    "when abs(x) < 100000 then '万元级' when abs(x) < 1000000 then '十万元级' else '百万元以上' end"
)

AMOUNT = Element(
    name="amount",
    label=Text("金额（元）", "Amount (yuan)"),
    standard="GB/T 15835-2011",
    type="DECIMAL(18,2)",
    headers=words(
        """
        金额 发放金额 补助金额 补贴金额 实发金额 应发金额 支付金额 付款金额 交易金额 资金 补助资金
        补贴资金 金额(元) 金额（元） 发放金额(元) 补助金额(元) 补贴标准 月补助额 合计 合计金额 总金额
        合同金额 中标金额 预算金额 工资 月收入 年收入 收入 注册资本 租金 价格 总价 JE FFJE BZJE amount
        """
    ),
    prepare=unless(PLAIN, "x", f"regexp_replace({_BARE_OF_CURRENCY}, '元?整?$', '', 'g')"),
    clean=f"case when regexp_matches(x, '{PLAIN}') and {PLAIN_YUAN} is not null "
    f"then cast({PLAIN_YUAN} as varchar) "
    f"when regexp_matches({UNGROUPED}, '{WRITTEN}') and {YUAN} is not null then cast({YUAN} as varchar) "
    f"else {filled('x')} end",
    invalid=(
        Invalid(
            code="not_a_number",
            when=f"not regexp_matches(x, '{WRITTEN}')",
            text=Text("不是金额", "not an amount of money"),
            todo=Text("请填写数字，单位为元", "write a number of yuan"),
        ),
        Invalid(
            code="too_large",
            when=f"not regexp_matches(x, '{CANONICAL}')",
            text=Text("金额过大", "too large for an amount"),
            todo=Text("请核对后更正", "check and correct it"),
        ),
    ),
    value="cast(x as decimal(18, 2))",
    looks="regexp_matches(x, '^-?(0|[1-9][0-9]{0,8})\\.[0-9]{2}$')",
    masks={
        "none": "cast(x as varchar)",
        "partial": SIZES,
        "full": "'***'",
    },
    grade="一般2级",
    general=SIZES,
    fictional="cast(100 + n % 5000 as varchar) || '.' || lpad(cast(n * 7 % 100 as varchar), 2, '0')",
    costly=True,
)
