"""Casts: text read as numbers, dates and truth, and numbers rounded."""

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from shuzhi.core.text import Text
from tests.spec.case import Case, Row, never
from tests.spec.scenario_sql.cases_values import each

BLANK = " \t\n\f\r"
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\Z")
WRITTEN = (
    "12",
    " 12 ",
    "+5",
    "-0",
    "1.5",
    "2.5",
    "-2.5",
    ".5",
    "5.",
    "1e3",
    "1.005",
    "1.015",
    "99999999999",
    "1e30",
    "",
    "abc",
    "1d",
    "1f",
    "1,200",
    "５",
    "12 34",
    "0012",
)
NUMBERS: dict[str, list[Row]] = {"t.数": [{"x": x} for x in (*WRITTEN, None)]}


def half_up(value: Decimal, digits: int = 0) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, Context(prec=60))


def read(text: str) -> Decimal | None:
    found = text.strip(BLANK)
    return Decimal(found) if NUMBER.match(found) else None


def read_whole(text: str, bits: int) -> int | None:
    found = read(text)
    whole = None if found is None else int(half_up(found))
    return whole if whole is not None and abs(whole) < 2 ** (bits - 1) else None


def read_amount(text: str) -> Decimal | None:
    found = read(text)
    return None if found is None or abs(found) >= 10**16 else half_up(found, 2)


def read_date(text: str) -> date | None:
    found = re.match(r"(\d{4})([-/ ])(\d{1,2})\2(\d{1,2})([ T]\d\d:\d\d)?\Z", text.strip(BLANK), re.ASCII)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


DAYS: dict[str, list[Row]] = {
    "t.日": [
        {"x": x}
        for x in (
            "2024-02-29",
            "2023-02-29",
            "2024-1-1",
            "2024/01/02",
            " 2024-01-02 ",
            "2024-01/02",
            "20240102",
            "2024",
            "2024-01",
            "2024-13-01",
            "2024-01-02 01:00",
            "2024-01-02T01:00",
            "二〇二四",
            "",
            None,
        )
    ]
}
TRUTHS: dict[str, list[Row]] = {
    "t.真": [
        {"x": x}
        for x in ("true", "TRUE", "t", "1", "yes", "Y", "false", "f", "0", "no", " true", "是", "", None)
    ]
}


def read_truth(text: str) -> bool | None:
    if text.lower() in ("true", "t", "1", "yes", "y"):
        return True
    return False if text.lower() in ("false", "f", "0", "no", "n") else None


CASES = [
    Case(
        about="cast",
        says=Text(
            "文本读作整数：小数四舍五入，读不出为空",
            "text as a whole number: fractions round half up, else NULL",
        ),
        given=NUMBERS,
        sql="select x, try_cast(x as integer) as i, try_cast(x as bigint) as b from t.数",
        oracle=each(x=str, i=lambda x: read_whole(x, 32), b=lambda x: read_whole(x, 64)),
    ),
    Case(
        about="cast",
        says=Text(
            "读不成整数的太大的数，与谁比都为空",
            "a number too large to be read is NULL, whatever it is compared with",
        ),
        given=NUMBERS,
        sql="select x, try_cast(x as integer) > 8 as more, try_cast(x as integer) = 7 as same from t.数",
        oracle=each(
            x=str,
            more=lambda x: None if read_whole(x, 32) is None else read_whole(x, 32) > 8,
            same=lambda x: None if read_whole(x, 32) is None else read_whole(x, 32) == 7,
        ),
    ),
    Case(
        about="cast",
        says=Text("文本读作金额、读作实数", "text as an amount, and as a DOUBLE"),
        given=NUMBERS,
        sql="select x, try_cast(x as decimal(18,2)) as m, try_cast(x as double) as d from t.数",
        oracle=each(x=str, m=read_amount, d=lambda x: None if read(x) is None else float(x.strip(BLANK))),
    ),
    Case(
        about="cast",
        says=Text(
            "文本读作日期：年-月-日或年/月/日，可带时刻",
            "text as a date: y-m-d or y/m/d, a time of day may follow",
        ),
        given=DAYS,
        sql="select x, try_cast(x as date) as d from t.日",
        oracle=each(x=str, d=read_date),
    ),
    Case(
        about="cast",
        says=Text("文本读作真假", "text as true or false"),
        given=TRUTHS,
        sql="select x, try_cast(x as boolean) as b from t.真",
        oracle=each(x=str, b=read_truth),
    ),
    Case(
        about="cast",
        says=Text("整数、金额、日期、真假写作文本", "whole numbers, amounts, dates and truth as text"),
        sql="""select cast(-12 as varchar) as i, cast(cast(1.5 as decimal(18,2)) as varchar) as m,
                      cast(date '2024-01-31' as varchar) as d, cast(true as varchar) as b""",
        oracle=lambda _: [{"i": "-12", "m": "1.50", "d": "2024-01-31", "b": "true"}],
    ),
    Case(
        about="cast",
        says=Text(
            "数到整数：DECIMAL 四舍五入，DOUBLE 逢半取偶",
            "to whole numbers: DECIMAL rounds half up, DOUBLE half to even",
        ),
        given={"t.半": [{"x": Decimal(n) / 2} for n in range(-7, 8)]},
        types={"t.半": {"x": "DECIMAL(9,1)"}},
        sql="select cast(x as integer) as 十进, cast(cast(x as double) as integer) as 二进 from t.半",
        oracle=each(
            十进=lambda x: int(half_up(x)), 二进=lambda x: int(x.quantize(Decimal(1), ROUND_HALF_EVEN))
        ),
    ),
    Case(
        about="cast",
        says=Text("大 DOUBLE 写作文本的样子不可移植", "how large DOUBLEs look as text is not portable"),
        sql="select cast(cast(1e20 as double) as varchar) as t",
        oracle=lambda _: [{"t": "1e+20"}],
        gaps={
            "spark": never("each engine prints DOUBLE its own way: cast to DECIMAL or BIGINT before to text")
        },
    ),
    Case(
        about="cast",
        says=Text("带下划线的数 1_000 不可移植", "numbers with underscores, 1_000, are not portable"),
        sql="select try_cast(x as integer) as i from (values ('1_000')) as v(x)",
        oracle=lambda _: [{"i": 1000}],
        gaps={"spark": never("only DuckDB reads 1_000 as a number: take the underscores out first")},
    ),
]
