"""Fictional companies as seven departments write of them: one register that is kept well, six files that are not."""

import csv
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from .fictional.companies import Company, found
from .fictional.files import FILES
from .fictional.writing import Writer


def generate(folder: Path, *, companies: int, seed: int, truth: str | None = None) -> None:
    """Write the departments' files below ``folder``. The same arguments write the same bytes.

    ``truth``: a file for whose row is whose, (source, row from 1, company, active after it was struck off): the city
    does not get it.
    """
    chance = random.Random(seed)
    world = found(chance, companies)
    writer = Writer(chance)
    told: list[tuple[object, ...]] = []
    for name, file in FILES.items():
        rows = list(file.rows(writer, world))
        if file.shuffled:
            chance.shuffle(rows)
        _write(folder / file.path, file.encoding, file.header, [row for _, row in rows])
        told += [(name, number, _called(one)) for number, (one, _) in enumerate(rows, start=1)]
    if truth is not None:
        _write(Path(truth), "utf-8", ("来源", "行", "企业"), told)


def _called(company: Company) -> str:
    return f"{company.number}{company.branch}"


def _write(path: Path, encoding: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])
