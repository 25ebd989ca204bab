"""NULL, choices, text and regular expressions: what happens to one value."""

import hashlib
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from shuzhi.core.text import Text
from tests.spec.case import Case, Given, Row, never

TEXTS = (
    "",
    " 王小明 ",
    "　阿依古丽·买买提　",
    "𠮷田家",
    "aBc",
    "AbC12",
    "\t行\n",
    "０１２",
    "110101",
    "100%_\\x",
    "it's",
)
WORDS: dict[str, list[Row]] = {"t.词": [{"x": x} for x in (*TEXTS, None)]}
ZS = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def each(**columns: Callable[[Any], object]) -> Callable[[Given], list[Row]]:
    """An oracle that says each column of each row by a function of ``x``; NULL in, NULL out."""

    def told(given: Given) -> list[Row]:
        (rows,) = given.values()
        return [
            {name: None if row["x"] is None else say(row["x"]) for name, say in columns.items()}
            for row in rows
        ]

    return told


def pairs(given: Given) -> list[tuple[int | None, int | None]]:
    return [(row["a"], row["b"]) for row in given["t.对"]]


PAIRS: dict[str, list[Row]] = {"t.对": [{"a": a, "b": b} for a in (1, 2, None) for b in (1, 2, None)]}
PAIR_TYPES = {"t.对": {"a": "BIGINT", "b": "BIGINT"}}


def compared(given: Given) -> list[Row]:
    return [
        {
            "a": a,
            "b": b,
            "同": None if a is None or b is None else a == b,
            "小": None if a is None or b is None else a < b,
            "异": a != b,
            "非异": a == b,
            "或": True if a == 1 or b == 1 else (None if a is None or b is None else False),
            "且": False if 2 in (a, b) else (None if a is None or b is None else True),
        }
        for a, b in pairs(given)
    ]


def chosen(given: Given) -> list[Row]:
    return [
        {
            "先": a if a is not None else (b if b is not None else 0),
            "空": None if a == b else a,
            "大": max((v for v in (a, b) if v is not None), default=None),
            "小": min((v for v in (a, b) if v is not None), default=None),
        }
        for a, b in pairs(given)
    ]


def substring(text: str, start: int, length: int | None = None) -> str:
    """DuckDB's substr: positions from 1; a start at 0 or before the end counts on to the left."""
    begin = start - 1 if start > 0 else (-1 if start == 0 else len(text) + start)
    end = len(text) if length is None else begin + length
    return text[max(begin, 0) : max(end, 0)]


NULLS = [
    Case(
        about="null",
        says=Text(
            "与空值比较得空值；is distinct from 不会",
            "comparing with NULL gives NULL; is distinct from does not",
        ),
        given=PAIRS,
        types=PAIR_TYPES,
        sql="""select a, b, a = b as 同, a < b as 小, a is distinct from b as 异, a is not distinct from b as 非异,
                      (a = 1 or b = 1) as 或, (a = 1 and b = 1) as 且 from t.对""",
        oracle=compared,
    ),
    Case(
        about="null",
        says=Text(
            "coalesce、nullif、greatest、least（后两者略过空值）",
            "coalesce, nullif, greatest, least (these skip NULLs)",
        ),
        given=PAIRS,
        types=PAIR_TYPES,
        sql="""select coalesce(a, b, 0) as 先, nullif(a, b) as 空, greatest(a, b) as 大, least(a, b) as 小 from t.对""",
        oracle=chosen,
    ),
    Case(
        about="null",
        says=Text("where 只留真：空值的条件不留", "where keeps what is true: not what is NULL"),
        given=PAIRS,
        types=PAIR_TYPES,
        sql="select a, b from t.对 where not (a = b)",
        oracle=lambda given: [{"a": a, "b": b} for a, b in pairs(given) if a and b and a != b],
    ),
    Case(
        about="case",
        says=Text("第一个为真的分支；没有则为空", "the first branch that is true; NULL if none is"),
        given=PAIRS,
        types=PAIR_TYPES,
        sql="""select a, case when a = 1 then '一' when a > 0 then '多' end as 甲,
                      case a when 2 then 1 else 2.5 end as 乙, case when b = 1 then 0 else 12.25 end as 丙 from t.对""",
        oracle=lambda given: [
            {
                "a": a,
                "甲": {1: "一", 2: "多", None: None}[a],
                "乙": 1 if a == 2 else Decimal("2.5"),
                "丙": 0 if b == 1 else Decimal("12.25"),
            }
            for a, b in pairs(given)
        ],
    ),
    Case(
        about="in / between",
        says=Text("空值不在任何集合里，也不在其外", "NULL is neither in a list nor out of it"),
        given=PAIRS,
        types=PAIR_TYPES,
        sql="""select a, b, a in (1, 3) as 在, a not in (1, 3) as 不在, b between 2 and 3 as 间 from t.对""",
        oracle=lambda given: [
            {
                "a": a,
                "b": b,
                "在": None if a is None else a == 1,
                "不在": None if a is None else a != 1,
                "间": None if b is None else b == 2,
            }
            for a, b in pairs(given)
        ],
    ),
    Case(
        about="in / between",
        says=Text("in 一个子查询", "in a subquery"),
        given=PAIRS,
        types=PAIR_TYPES,
        sql="select a, b from t.对 where a in (select b from t.对 where b > 1)",
        oracle=lambda given: [{"a": a, "b": b} for a, b in pairs(given) if a == 2],
    ),
]

TEXT = [
    Case(
        about="text",
        says=Text("length 数字符，生僻字也是一个", "length counts characters, rare ones as one"),
        given=WORDS,
        sql="select length(x) as n, substr(x, 2, 2) as 中, substr(x, 3) as 尾 from t.词",
        oracle=each(n=len, 中=lambda x: x[1:3], 尾=lambda x: x[2:]),
    ),
    Case(
        about="text",
        says=Text(
            "substr 的起点为 0、负数或算出来的", "substr from 0, from the end, and from a computed place"
        ),
        given=WORDS,
        sql="""select substr(x, 0, 2) as 零, substr(x, -2) as 末, substr(x, -5, 3) as 过,
                      substr(x, length(x) - 3, 2) as 算 from t.词""",
        oracle=each(
            零=lambda x: substring(x, 0, 2),
            末=lambda x: substring(x, -2),
            过=lambda x: substring(x, -5, 3),
            算=lambda x: substring(x, len(x) - 3, 2),
        ),
    ),
    Case(
        about="text",
        says=Text("strpos 从 1 数，没有为 0", "strpos counts from 1, and 0 is not found"),
        given=WORDS,
        sql="select strpos(x, '明') as a, strpos(x, '田') as b, strpos(x, '\\') as c from t.词",
        oracle=each(a=lambda x: x.find("明") + 1, b=lambda x: x.find("田") + 1, c=lambda x: x.find("\\") + 1),
    ),
    Case(
        about="text",
        says=Text(
            "trim 去掉两端的各种空格（含全角），不去制表与换行",
            "trim takes off blanks of every width, not tabs and line feeds",
        ),
        given=WORDS,
        sql="select trim(x) as 净, '[' || trim(x) || ']' as 框 from t.词",
        oracle=each(净=lambda x: x.strip(ZS), 框=lambda x: f"[{x.strip(ZS)}]"),
    ),
    Case(
        about="text",
        says=Text("replace、translate、upper、lower、lpad", "replace, translate, upper, lower, lpad"),
        given=WORDS,
        sql="""select replace(x, '\\', '/') as 换, translate(x, '０１２家', '012') as 译, upper(x) as 大,
                      lower(x) as 小, lpad(x, 4, '零') as 补 from t.词""",
        oracle=each(
            换=lambda x: x.replace("\\", "/"),
            译=lambda x: x.translate(str.maketrans("０１２", "012", "家")),
            大=str.upper,
            小=str.lower,
            补=lambda x: x[:4].rjust(4, "零"),
        ),
    ),
    Case(
        about="text",
        says=Text("|| 遇空为空，concat 略过空值", "|| with NULL is NULL; concat skips NULLs"),
        given=WORDS,
        sql="""select x || null as a, concat('甲', null, 1, true, date '2024-01-31', 2.50) as b,
                      concat(null, null) as c from t.词 where x = 'aBc'""",
        oracle=lambda _: [{"a": None, "b": "甲1true2024-01-312.50", "c": ""}],
    ),
    Case(
        about="text",
        says=Text("like 里反斜杠是普通字符", "a backslash is a plain character in like"),
        given=WORDS,
        sql=r"select x like '%\%' as 斜, x like '_𠮷%' as 二, x like '𠮷__' as 三 from t.词",
        oracle=each(
            斜=lambda x: "\\" in x, 二=lambda x: x[1:2] == "𠮷", 三=lambda x: x[:1] == "𠮷" and len(x) == 3
        ),
    ),
    Case(
        about="sha256",
        says=Text("UTF-8 字节的摘要，小写十六进制", "the digest of the UTF-8 bytes, in lower-case hex"),
        given=WORDS,
        sql="select sha256(x) as h, substr(sha256('盐' || x), 1, 16) as s from t.词",
        oracle=each(
            h=lambda x: hashlib.sha256(x.encode()).hexdigest(),
            s=lambda x: hashlib.sha256(("盐" + x).encode()).hexdigest()[:16],
        ),
    ),
]

ADDRESSES: dict[str, list[Row]] = {
    "t.址": [
        {"x": x}
        for x in (
            "2023年5月1日",
            "云澜市东区人民路12号",
            "１２号\u3000楼",
            "a\n",
            "\r",
            "𠮷家[1]&&x",
            "tel: 010-12345678 转 9",
            "",
            None,
        )
    ]
}
HAN = (
    r"[\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9"
    r"\U00020000-\U000323af]"
)

REGEX = [
    Case(
        about="regex",
        says=Text(
            r"\d \s \w 只指 ASCII；$ 只在文本末尾；. 不含换行",
            r"\d \s \w are ASCII; $ is the very end; . is not a line feed",
        ),
        given=ADDRESSES,
        sql=r"""select regexp_matches(x, '\d') as 数, regexp_matches(x, '\s') as 空, regexp_matches(x, '^\w+$') as 词,
                       regexp_matches(x, 'a$') as 末, regexp_matches(x, '^.$') as 一, regexp_matches(x, '\D') as 非
                from t.址""",
        oracle=each(
            数=lambda x: bool(re.search(r"[0-9]", x)),
            空=lambda x: bool(re.search(r"[ \t\n\f\r]", x)),
            词=lambda x: bool(re.search(r"^[0-9A-Za-z_]+\Z", x)),
            末=lambda x: x.endswith("a"),
            一=lambda x: len(x) == 1 and x != "\n",
            非=lambda x: bool(re.search(r"[^0-9]", x)),
        ),
    ),
    Case(
        about="regex",
        says=Text(
            r"\p{Han} 是汉字；字符类里的 [ 与 & 是普通字符",
            r"\p{Han} is Chinese characters; [ and & are plain in a class",
        ),
        given=ADDRESSES,
        sql=r"""select regexp_matches(x, '^\p{Han}') as 汉, regexp_extract(x, '[\p{Han}]+', 0) as 段,
                       regexp_matches(x, '[[&&]') as 括, regexp_matches(x, '[\x{20000}-\x{2FFFF}]') as 罕 from t.址""",
        oracle=each(
            汉=lambda x: bool(re.match(HAN, x)),
            段=lambda x: (re.findall(HAN + "+", x) or [""])[0],
            括=lambda x: bool(re.search(r"[\[&]", x)),
            罕=lambda x: "𠮷" in x,
        ),
    ),
    Case(
        about="regex",
        says=Text(
            "regexp_extract：取第几组；不匹配为空串", "regexp_extract takes a group; '' where nothing matches"
        ),
        given=ADDRESSES,
        sql="""select regexp_extract(x, '([0-9]{4})年([0-9]+)月', 2) as 月, regexp_extract(x, '[0-9]+') as 首,
                      regexp_extract(x, '(楼)?(号)', 1) as 可缺 from t.址""",
        oracle=each(
            月=lambda x: (re.findall("[0-9]{4}年([0-9]+)月", x) or [""])[0],
            首=lambda x: (re.findall("[0-9]+", x) or [""])[0],
            可缺=lambda x: "",
        ),
    ),
    Case(
        about="regex",
        says=Text(
            "regexp_replace(..., 'g') 全部替换，\\1 是第一组",
            "regexp_replace(..., 'g') replaces all; \\1 is group one",
        ),
        given=ADDRESSES,
        sql=r"""select regexp_replace(x, '[0-9]', '', 'g') as 去,
                       regexp_replace(x, '^([0-9]+)年([0-9]+)月', '\1-\2-', 'g') as 改,
                       regexp_replace(x, '(\d+)号', '第\1号', 'g') as 第 from t.址""",
        oracle=each(
            去=lambda x: re.sub("[0-9]", "", x),
            改=lambda x: re.sub("^([0-9]+)年([0-9]+)月", r"\1-\2-", x),
            第=lambda x: re.sub("([0-9]+)号", r"第\1号", x),
        ),
    ),
    Case(
        about="regex",
        says=Text("选项 'i' 不分大小写", "the option 'i' ignores case"),
        given=WORDS,
        sql="select regexp_matches(x, '^ABC', 'i') as a from t.词",
        oracle=each(a=lambda x: x.lower().startswith("abc")),
    ),
    Case(
        about="regex",
        says=Text(
            "替换文本里组号后不能紧跟字母数字",
            "no letter or digit right behind a group number in a replacement",
        ),
        given=ADDRESSES,
        sql=r"select regexp_replace(x, '([0-9])', '\1x', 'g') as a from t.址",
        oracle=each(a=lambda x: re.sub("([0-9])", r"\1x", x)),
        gaps={
            "spark": never(
                "Rust reads $1x as a group named 1x, Java has no ${1}: refused; write concat around it"
            )
        },
    ),
    Case(
        about="regex",
        says=Text("没有 'g' 的 regexp_replace 不可移植", "regexp_replace without 'g' is not portable"),
        given=ADDRESSES,
        sql="select regexp_replace(x, '[0-9]', '#') as a from t.址",
        oracle=each(a=lambda x: re.sub("[0-9]", "#", x, count=1)),
        gaps={"spark": never("Spark always replaces all: refused; anchor the pattern and say 'g'")},
    ),
]

CASES = [*NULLS, *TEXT, *REGEX]
