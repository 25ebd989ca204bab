"""Code of an administrative division 行政区划代码 (GB/T 2260; GB/T 10114 for the 9 and 12 digit forms)."""

from shuzhi.core.elements.element import Element, Invalid, Lookup
from shuzhi.core.elements.spelling import compact, filled, unless, words
from shuzhi.core.text import Text

REGION_CODE = Element(
    name="region_code",
    label=Text("行政区划代码", "Administrative division code"),
    standard="GB/T 2260-2007, GB/T 10114-2003",
    type="VARCHAR",
    headers=words(
        """
        行政区划代码 区划代码 行政区划 行政区划编码 区划编码 行政区代码 地区代码 所属区划代码
        县级行政区划代码 乡镇代码 村代码 统计用区划代码 XZQHDM XZQH QHDM XZQDM region_code
        """
    ),
    prepare=unless("^[0-9]+$", "x", f"regexp_replace({compact('x', drop=chr(39))}, '[.]0$', '', 'g')"),
    clean=filled("x"),
    invalid=(
        Invalid(
            code="shape",
            when="not regexp_matches(x, '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$')",
            text=Text("不是2、4、6、9或12位数字", "not 2, 4, 6, 9 or 12 digits"),
            todo=Text("请按GB/T 2260填写代码", "use the codes of GB/T 2260"),
        ),
        Invalid(
            code="unknown",
            when="known.level is null",
            text=Text("不是任何时期的行政区划代码", "never was the code of a division"),
            todo=Text(
                "请按GB/T 2260核对；本市自设区划请在city.yml登记",
                "check GB/T 2260; declare own regions in city.yml",
            ),
        ),
    ),
    value="x",
    # Begins with a province's code, or with 99, which is nobody's: many another number has six digits.
    looks="regexp_matches(x, '^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-2]|99)"
    "((0[0-9]|[1-9][0-9]){2}|[0-9]{4}[0-9]{3}|[0-9]{4}[0-9]{6})$')",
    masks={
        "none": "x",
        "partial": "case when length(x) > 2 then substr(x, 1, 2) || '****' else '**' end",
        "full": "'******'",
    },
    grade="一般1级",
    general="case when length(x) >= 6 then substr(x, 1, 6) else '******' end",
    fictional="'99010' || cast(1 + n % 6 as varchar)",
    lookup=Lookup(
        table="reference.region", key="substr(substr(x, 1, 6) || '0000', 1, 6)", columns=("level", "until")
    ),
    costly=True,
    notes="Towns and villages (digits 7-12) are not looked up: the reference holds counties and above.",
)
