"""Telephone number 电话号码: mobile numbers, landlines with their area code, 400 and 800 numbers."""

from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import COUNTED, compact, filled, quoted, unless, words
from shuzhi.core.text import Text

MOBILE = "^1[3-9][0-9]{9}$"
SHORT_AREA = "^(010|02[0-9])[2-8][0-9]{6,7}(转[0-9]+)?$"
LONG_AREA = "^0[3-9][0-9]{2}[2-8][0-9]{6,7}(转[0-9]+)?$"
LANDLINE = "^(010|02[0-9]|0[3-9][0-9]{2})-[2-8][0-9]{6,7}"
BARE = "regexp_replace(regexp_replace(x, '^(\\+|00)?86', '', 'g'), '\\.0$', '', 'g')"
CALL = Text("请与本人核实后更正", "ask the person and correct it")

PHONE = Element(
    name="phone",
    label=Text("电话号码", "Telephone number"),
    standard="GB/T 15120; 电信网编号计划（2017年版）",
    type="VARCHAR",
    headers=words(
        """
        手机号 手机号码 手机 移动电话 联系电话 联系方式 电话 电话号码 联系手机 本人电话 联系人电话
        家庭电话 固定电话 办公电话 座机 来电号码 投诉人电话 法人电话 户主电话 LXDH SJHM SJH DHHM YDDH
        phone mobile tel
        """
    ),
    prepare=unless(
        MOBILE, "x", f"replace(replace(lower({compact('x', drop=chr(39) + '-()_')}), '—', ''), '分机', '转')"
    ),
    clean=unless(
        MOBILE,
        "x",
        f"case when regexp_matches({BARE}, '{MOBILE}') then {BARE} "
        f"when regexp_matches(x, '{SHORT_AREA}') then substr(x, 1, 3) || '-' || substr(x, 4) "
        f"when regexp_matches(x, '{LONG_AREA}') then substr(x, 1, 4) || '-' || substr(x, 5) "
        f"else {filled('x')} end",
    ),
    invalid=(
        Invalid(
            code="excel_float",
            when=f"regexp_matches(x, {quoted(COUNTED)})",
            text=Text("号码被电子表格当作数字显示", "a spreadsheet shows it as a number"),
            todo=Text(
                "请提供单位把该列设为“文本”格式后重新导出", "ask the sender to export the column as text"
            ),
        ),
        Invalid(
            code="several",
            when="regexp_matches(x, '[0-9]{7,}[^0-9转]+[0-9]{7,}|^[0-9]{22}$')",
            text=Text("一格中有多个号码", "several numbers in one cell"),
            todo=Text("请每格只填一个号码", "keep one number in a cell"),
        ),
        Invalid(
            code="no_area_code",
            when="regexp_matches(x, '^[2-8][0-9]{6,7}$')",
            text=Text("固定电话缺少区号", "a landline without its area code"),
            todo=Text("请补充区号", "add the area code"),
        ),
        Invalid(
            code="shape",
            when=f"not regexp_matches(x, '{MOBILE}|{LANDLINE}(转[0-9]+)?$|^[48]00[0-9]{{7}}$')",
            text=Text(
                "不是手机、带区号的固定电话或400/800号码",
                "no mobile, landline with area code or 400/800 number",
            ),
            todo=CALL,
        ),
    ),
    value="x",
    looks=f"regexp_matches(x, '{MOBILE}|{LANDLINE}')",
    masks={
        "none": "x",
        "partial": "substr(x, 1, 3) || '******' || substr(x, length(x) - 1, 2)",
        "full": "'***********'",
    },
    grade="一般3级",
    # 154 is assigned to no operator.
    fictional="'154' || lpad(cast(n % 100000000 as varchar), 8, '0')",
    costly=True,
)
