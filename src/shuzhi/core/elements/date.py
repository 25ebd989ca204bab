"""Calendar date 日期 (GB/T 7408.1), from the many ways people and spreadsheets write one."""

from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import filled, narrowed, words
from shuzhi.core.text import Text

CANONICAL = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
CLOCK = "( ?(T|上午|下午)?[0-9]{1,2}[:时点]([0-9]{1,2}[:分]?)?([0-9]{1,2}秒?(\\.[0-9]+)?)?Z?)?"
WEEKDAY = "( ?\\(?(星期|周)[1-6一二三四五六日天]\\)?)?"
PARTS = f"^([0-9]{{4}}) ?[-/.年\\\\ ] ?([0-9]{{1,2}}) ?[-/.月\\\\ ] ?([0-9]{{1,2}}) ?日?{WEEKDAY}{CLOCK}$"
SERIAL = "^[0-9]{5}(\\.[0-9]+)?$"

# 二〇二三年五月十二日. Ten stands for 1, 0, 10 or nothing, by its neighbours.
_DIGITS = "translate({}, '〇零○一二三四五六七八九', '000123456789')"
_TENS = (
    ("号", "日"),
    ("年十月", "年10月"),
    ("年十", "年1"),
    ("月十日", "月10日"),
    ("月十", "月1"),
    ("十日", "0日"),
    ("十", ""),
)


def _chinese(x: str) -> str:
    sql = _DIGITS.format(x)
    for written, digits in _TENS:
        sql = f"replace({sql}, '{written}', '{digits}')"
    return sql


def _part(number: int) -> str:
    return f"lpad(regexp_extract(x, '{PARTS}', {number}), 2, '0')"


DATE = Element(
    name="date",
    label=Text("日期", "Date"),
    standard="GB/T 7408.1-2023",
    type="DATE",
    headers=words(
        """
        日期 发放日期 发放时间 支付日期 付款日期 领取日期 领取时间 审批日期 审批时间 批准日期 申请日期
        申请时间 出生日期 出生年月日 死亡日期 死亡时间 登记日期 登记时间 注册日期 成立日期 注销日期
        开始日期 结束日期 起始日期 截止日期 生效日期 失效日期 入职日期 任职日期 离任日期 入党日期
        购置日期 购车日期 办理日期 办结日期 来信日期 来信时间 留言时间 答复时间 受理时间 时间 RQ CSRQ
        SWRQ FFRQ date
        """
    ),
    prepare=f"case when regexp_matches(x, '{CANONICAL}') then x else {_chinese(narrowed('x'))} end",
    clean=f"case when regexp_matches(x, '{CANONICAL}') then x "
    f"when regexp_matches(x, '{PARTS}') "
    f"then regexp_extract(x, '{PARTS}', 1) || '-' || {_part(2)} || '-' || {_part(3)} "
    "when regexp_matches(x, '^[12][0-9]{7}([0-9]{6}|\\.0)?$') "
    "then substr(x, 1, 4) || '-' || substr(x, 5, 2) || '-' || substr(x, 7, 2) "
    f"when regexp_matches(x, '{SERIAL}') and try_cast(substr(x, 1, 5) as integer) between 20000 and 60000 "
    "then cast(date '1899-12-30' + try_cast(substr(x, 1, 5) as integer) as varchar) "
    f"else {filled('x')} end",
    invalid=(
        Invalid(
            code="no_day",
            when="regexp_matches(x, '^[0-9]{4} ?[-/.年] ?[0-9]{1,2} ?月?$|^(19|20)[0-9]{2}(0[1-9]|1[0-2])$"
            "|^[0-9]{4}年?$')",
            text=Text("只有年月，没有日", "a month or a year, without the day"),
            todo=Text("请补充到日；按月的数据请用文本列", "add the day; keep monthly data in a text column"),
        ),
        Invalid(
            code="order_unknown",
            when="regexp_matches(x, '^[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{2}|[0-9]{4})( .*)?$')",
            text=Text("分不清哪是年、月、日", "which part is the year, month or day is not clear"),
            todo=Text("请按“年-月-日”重新导出", "export again as year-month-day"),
        ),
        Invalid(
            code="not_a_date",
            when=f"not regexp_matches(x, '{CANONICAL}')",
            text=Text("不是日期", "not a date"),
            todo=Text("请核对后按“年-月-日”填写", "check it and write year-month-day"),
        ),
        Invalid(
            code="no_such_day",
            when="try_cast(x as date) is null",
            text=Text("没有这一天", "there is no such day"),
            todo=Text("请核对后更正", "check and correct it"),
        ),
        Invalid(
            code="out_of_range",
            when="try_cast(x as date) < date '1880-01-01' or try_cast(x as date) > date '2199-12-31'",
            text=Text("年份不合理（应在1880至2199年）", "a year that cannot be meant (1880 to 2199)"),
            todo=Text("请核对后更正", "check and correct it"),
        ),
    ),
    value="cast(x as date)",
    looks="regexp_matches(x, '^(18|19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-[0-3][0-9]$')",
    masks={
        "none": "cast(x as varchar)",
        "partial": "cast(year(x) as varchar) || '年'",
        "full": "'****'",
    },
    grade="一般2级",
    general="substr(cast(year(x) as varchar), 1, 3) || '0年代'",
    fictional="cast(date '1990-01-01' + cast(n % 12000 as integer) as varchar)",
    costly=True,
)
