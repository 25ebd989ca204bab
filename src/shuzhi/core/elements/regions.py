"""The administrative divisions of China with their history (GB/T 2260), from python-stdnum's table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files

import pyarrow as pa

SCHEMA = pa.schema(
    [
        ("code", pa.string()),
        ("name", pa.string()),
        ("level", pa.string()),
        ("parent", pa.string()),
        ("since", pa.date32()),
        ("until", pa.date32()),
    ]
)
_LINE = re.compile(r'^(?P<county> *)(?P<code>\d+) (?:province|county)="(?P<names>[^"]*)"')
_NAME = re.compile(r"^(?:\[(?P<since>\d{4})?-(?P<until>\d{4})?\])?(?P<name>.+)$")
Row = tuple[str, str, str, str | None, date | None, date | None]


def regions(declared: Sequence[Mapping[str, object]] = ()) -> pa.Table:
    """Rows of ``reference.region``: one for each code, name and period.

    ``level`` is province, city or county. ``since`` is the first day of the year the name began, ``until``
    the last day of the year it ended; NULL where the source gives none (before 1980; still so).
    ``declared`` are divisions of a city's own, as rows with the same columns; those left out are NULL.
    """
    lines = files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8").splitlines()
    own = [tuple(row.get(name) for name in SCHEMA.names) for row in declared]
    columns = list(zip(*[*_rows(lines), *own], strict=True))
    return pa.table(
        [pa.array(values, field.type) for values, field in zip(columns, SCHEMA, strict=True)], SCHEMA
    )


def level(code: str) -> str:
    """The level a six-digit code of GB/T 2260 stands for."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def parent(code: str) -> str | None:
    """The code one level up; NULL for a province."""
    return {"province": None, "city": f"{code[:2]}0000", "county": f"{code[:4]}00"}[level(code)]


def _rows(lines: list[str]) -> Iterator[Row]:
    province = ""
    for line in lines:
        found = _LINE.match(line)
        if found is None:
            continue
        if not found["county"]:
            province = found["code"]
            continue
        code = province + found["code"]
        for spelt in found["names"].split(","):
            name = _NAME.match(spelt)
            if name is not None:
                yield (
                    code,
                    name["name"],
                    level(code),
                    parent(code),
                    _day(name["since"], 1, 1),
                    _day(name["until"], 12, 31),
                )


def _day(year: str | None, month: int, day: int) -> date | None:
    return None if year is None else date(int(year), month, day)
