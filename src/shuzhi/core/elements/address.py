"""Address 地址 as text: spelt uniformly, not yet parsed."""

from shuzhi.core.elements.element import Element, Invalid
from shuzhi.core.elements.spelling import HAN, filled, narrowed, one_of, unless, words
from shuzhi.core.text import Text

PLACEHOLDERS = ("无", "不详", "未知", "暂无", "没有", "测试", "同上", "本地", "外地", "空", "地址")

ADDRESS = Element(
    name="address",
    label=Text("地址", "Address"),
    standard="GB/T 23705-2009",
    type="VARCHAR",
    headers=words(
        """
        地址 住址 家庭住址 家庭地址 详细地址 户籍地址 户籍地 现住址 现居住地 居住地址 通讯地址 联系地址
        经营地址 注册地址 单位地址 住所 房屋坐落 坐落 房屋地址 事发地址 地点 案发地点 DZ XXDZ HJDZ ZZ
        JTZZ address
        """
    ),
    prepare=unless(f"^[{HAN}0-9A-Za-z]+$", "x", f"regexp_replace({narrowed('x')}, ' +', ' ', 'g')"),
    clean=filled("x"),
    invalid=(
        Invalid(
            code="placeholder",
            when=f"x in ({one_of(PLACEHOLDERS)})",
            text=Text("不是地址，是占位的文字", "a stand-in, not an address"),
            todo=Text("请补充地址", "ask for the address"),
        ),
        Invalid(
            code="no_place",
            when=f"length(x) < 2 or not regexp_matches(x, '[{HAN}A-Za-z]')",
            text=Text("看不出任何地名", "no place name in it"),
            todo=Text("请补充地址", "ask for the address"),
        ),
    ),
    value="x",
    looks=f"regexp_matches(x, '^[{HAN}0-9A-Za-z()# ·、,-]{{5,}}$') "
    "and regexp_matches(x, '(省|市|区|县|旗|镇|乡|街道|路|街|巷|村|屯|小区|社区).*"
    "(村|屯|路|街|巷|号|栋|幢|室|组|队|楼|社区|小区)')",
    masks={
        "none": "x",
        "partial": "case when length(x) > 9 then substr(x, 1, 6) else substr(x, 1, 1) end || '***'",
        "full": "'***'",
    },
    grade="一般3级",
    general="nullif(regexp_extract(x, '^([^县区旗市]{1,12}[省市][^县区旗]{1,8}[县区旗])', 1), '')",
    fictional="'云澜省云澜市虚构路' || cast(1 + n as varchar) || '号'",
    costly=True,
)
