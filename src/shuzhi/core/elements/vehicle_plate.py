"""Number plate of a motor vehicle 机动车号牌 (GA 36-2018)."""

from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import compact, filled, unless, words
from shuzhi.core.text import Text

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SERIAL = "A-HJ-NP-Z0-9"
ORDINARY = f"[{PROVINCES}][A-HJ-NP-Z][{SERIAL}]{{4}}[{SERIAL}挂学警港澳]"
NEW_ENERGY = f"[{PROVINCES}][A-HJ-NP-Z]([A-HJK][{SERIAL}][0-9]{{4}}|[0-9]{{5}}[A-HJK])"
EMBASSY = "使[0-9]{6}|[0-9]{6}使"
PLATE = f"^({ORDINARY}|{NEW_ENERGY}|{EMBASSY})$"
VERIFY = Text("请与行驶证或车辆登记核对后更正", "compare with the vehicle's registration and correct it")

VEHICLE_PLATE = Element(
    name="vehicle_plate",
    label=Text("机动车号牌", "Vehicle number plate"),
    standard="GA 36-2018",
    type="VARCHAR",
    headers=words(
        """
        车牌号 车牌号码 车牌 号牌号码 号牌 车辆号牌 机动车号牌 机动车号牌号码 车号 牌照号 牌照号码
        车辆牌照 车辆牌号 CPH CPHM HPHM plate
        """
    ),
    prepare=unless(PLATE, "x", f"upper({compact('x', drop=chr(39) + '-.·')})"),
    # Serials have no O and no I: they can only be 0 and 1. The second place is a letter and stays.
    clean=f"case when length(x) in (7, 8) then substr(x, 1, 2) || translate(substr(x, 3), 'OI', '01') "
    f"else {filled('x')} end",
    invalid=(
        Invalid(
            code="no_province",
            when=f"regexp_matches(x, '^[A-HJ-NP-Z][{SERIAL}]{{5,6}}$')",
            text=Text("缺少省份简称", "the province character is missing"),
            todo=Text("请补全号牌，如“桂E12345”", "give the whole plate, as in 桂E12345"),
        ),
        Invalid(
            code="length",
            when="length(x) not in (7, 8)",
            text=Text("不是7位（新能源8位）", "not 7 places (8 for new energy)"),
            todo=VERIFY,
        ),
        Invalid(
            code="shape",
            when=f"not regexp_matches(x, '{PLATE}')",
            text=Text("不符合号牌编排规则", "not built as plates are"),
            todo=VERIFY,
        ),
    ),
    value="x",
    looks=f"regexp_matches(x, '{PLATE}')",
    masks={
        "none": "x",
        "partial": "substr(x, 1, 2) || '****' || substr(x, length(x), 1)",
        "full": "'*******'",
    },
    grade="一般3级",
    # No authority issues 藏Z.
    fictional="'藏Z' || lpad(cast(n % 100000 as varchar), 5, '0')",
    costly=True,
)
