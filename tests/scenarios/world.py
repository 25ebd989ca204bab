"""The demo city as its departments' files say it, row by row, and as its leader is answered."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.core.sql import query
from shuzhi.packs.indicators import indicators
from shuzhi.packs.loader import load_city
from shuzhi.run.indicators import Counter
from shuzhi.run.loop import lake_of
from shuzhi.run.read import desk, post_in
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Reader
from tests.lakes import EVERYTHING

Row = Mapping[str, Any]
TODAY = date(2026, 11, 22)
AS_OF = date(2026, 6, 30)
FULL = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def lines(paths: Sequence[Path]) -> Iterator[dict[str, str]]:
    """The records of files, whatever encoding they are in; lines that are no records are left out."""
    for path in paths:
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("gb18030")
        header, *records = csv.reader(text.splitlines())
        yield from (
            dict(zip(header, record, strict=True)) for record in records if len(record) == len(header)
        )


def day(text: str) -> date | None:
    """2025-01-20, 2025/1/2 03:31:00, 2025年1月20日, 2025.3.10, 20250410."""
    found = re.match(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", text) or re.match(r"(\d{4})(\d\d)(\d\d)$", text)
    return date(*map(int, found.groups())) if found else None


def yuan(text: str) -> Decimal | None:
    """676.00, 2,900.00, 240.00元, 1.8万元, ２７０００．００."""
    found = re.search(r"-?[\d,]+(\.\d+)?", text.translate(FULL))
    if not found:
        return None
    return Decimal(found[0].replace(",", "")) * (10_000 if "万" in text else 1)


class World:
    """The city's numbers, as its leader is answered, and the rows to count them from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.city = load_city(folder)
        self.rows: dict[str, list[Row]] = {}

    def files(self, *globs: str) -> list[dict[str, str]]:
        return list(lines([path for glob in globs for path in sorted((self.folder / "data").glob(glob))]))

    def table(self, name: str) -> list[Row]:
        with lake_of(self.city, read_only=True) as lake:
            found: list[Row] = (
                Pipeline(lake=lake, scope=EVERYTHING).fetch(query(f"select * from {name}")).to_pylist()
            )
        return found

    def answers(self, asked: Sequence[Mapping[str, object]]) -> list[list[list[Any]]]:
        city = self.city
        with lake_of(city, read_only=True) as lake:
            told = []
            for role in ("分管领导", "疫情监测员"):
                reader = Reader(name="test", posts=(post_in(city, role, None),))
                told.append(
                    Counter(
                        desk=desk(lake, city, reader, TODAY),
                        city=city,
                        catalogue=indicators(city, date(2026, 6, 30)),
                    )
                )
            leader, watcher = told
            return [
                [
                    list(row)
                    for row in (watcher if each["indicator"] == "outbreak.聚集疑点数" else leader)
                    .answer(Inquiry.model_validate(each))
                    .rows
                ]
                for each in asked
            ]
