"""A point 经纬度坐标 in or near China: 'longitude,latitude' in degrees with six decimals (GB/T 16831)."""

from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import filled, narrowed, unless, words
from shuzhi.core.text import Text

DEGREES = "([0-9]{1,3}(?:[.][0-9]+)?)"
PAIR = f"^[^0-9-]*{DEGREES}[^0-9.-]+{DEGREES}[^0-9]*$"
FIRST = f"try_cast(regexp_extract(x, '{PAIR}', 1) as decimal(9, 6))"
SECOND = f"try_cast(regexp_extract(x, '{PAIR}', 2) as decimal(9, 6))"
CANONICAL = "^[0-9]{1,3}[.][0-9]{6},[0-9]{1,3}[.][0-9]{6}$"
LONGITUDES = "between 73 and 136"
LATITUDES = "between 3 and 54"


def _degrees(part: int) -> str:
    return f"try_cast(regexp_extract(x, '^([0-9.]+),([0-9.]+)$', {part}) as decimal(9, 6))"


COORDINATES = Element(
    name="coordinates",
    label=Text("经纬度坐标", "Coordinates"),
    standard="GB/T 16831-2013",
    type="VARCHAR",
    headers=words(
        """
        坐标 经纬度 经纬度坐标 地理坐标 位置坐标 定位 定位坐标 空间坐标 中心点 中心坐标 GPS GPS坐标 JWD
        ZB coordinates location lnglat
        """
    ),
    prepare=unless("^[0-9.,]+$", "x", narrowed("x")),
    # Latitudes and longitudes of China do not overlap, so the order can be seen from the values.
    clean=f"case when regexp_matches(x, '{PAIR}') and {FIRST} {LATITUDES} and {SECOND} {LONGITUDES} "
    f"then cast({SECOND} as varchar) || ',' || cast({FIRST} as varchar) "
    f"when regexp_matches(x, '{PAIR}') and {FIRST} is not null and {SECOND} is not null "
    f"then cast({FIRST} as varchar) || ',' || cast({SECOND} as varchar) "
    f"else {filled('x')} end",
    invalid=(
        Invalid(
            code="not_a_pair",
            when=f"not regexp_matches(x, '{CANONICAL}')",
            text=Text("不是一对以度为单位的经纬度", "not one pair of longitude and latitude in degrees"),
            todo=Text("请按“经度,纬度”填写，单位为度", "write longitude,latitude in decimal degrees"),
        ),
        Invalid(
            code="out_of_range",
            when=f"not ({_degrees(1)} {LONGITUDES} and {_degrees(2)} {LATITUDES})",
            text=Text("不在中国范围内", "outside China"),
            todo=Text("请核对坐标及坐标系", "check the point and its reference system"),
        ),
    ),
    value="x",
    looks="regexp_matches(x, '^(7[3-9]|[89][0-9]|1[0-3][0-9])[.][0-9]{6},([3-9]|[1-5][0-9])[.][0-9]{6}$')",
    # One decimal of a degree: about ten kilometres.
    masks={
        "none": "x",
        "partial": "regexp_extract(x, '^([0-9]+[.][0-9])', 1) || ',' "
        "|| regexp_extract(x, ',([0-9]+[.][0-9])', 1)",
        "full": "'***'",
    },
    grade="一般3级",
    # In the middle of the Taklamakan, where nobody lives.
    fictional="'83.' || lpad(cast(n % 1000000 as varchar), 6, '0') || ',39.' "
    "|| lpad(cast(n * 7919 % 1000000 as varchar), 6, '0')",
    costly=True,
)
