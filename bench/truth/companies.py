"""Companies in two departments' files: the register, and a file of a clerk who writes as one of six departments does.

The companies, their branches and what becomes of their names are the enterprise scenario's own (its ``fictional``
folder); the shares of what goes wrong stand in its ``writing.py``. Of n × 1.25 companies the register holds the first
n, the file the last n; the file names the legal representative of every second.
Columns record, company (the truth), uscc_written, name, former, head, phone, address.
"""

import random

import pyarrow as pa

from scenarios.enterprise.fictional import companies, writing

COLUMNS = ("record", "company", "uscc_written", "name", "former", "head", "phone", "address")


def two_files(seed: int, size: int) -> tuple[pa.Table, pa.Table]:
    """The register and the file."""
    chance = random.Random(seed)
    world = companies.found(chance, size * 5 // 4)[: size * 5 // 4]
    writer = writing.Writer(chance)
    habits = [
        getattr(writing, name) for name in ("TAX", "INSURANCE", "POWER", "LICENCES", "PENALTIES", "BIDS")
    ]
    kept = [_row("a", n, one, writer, writing.WELL, former=one.former) for n, one in enumerate(world[:size])]
    later = world[-size:]
    chance.shuffle(later)
    careless = [_row("b", n, one, writer, chance.choice(habits), former="") for n, one in enumerate(later)]
    return _table(kept), _table(careless)


def _row(
    letter: str,
    n: int,
    one: companies.Company,
    writer: writing.Writer,
    habits: writing.Habits,
    *,
    former: str,
) -> tuple[object, ...]:
    # Insurance and power offices write no code at all.
    code = writer.code(one, habits) if letter == "a" or habits.code_missing else ""
    return (
        f"{letter}{n}", f"{one.number}{one.branch}", code or None, writer.name(one, habits), former or None,
        one.head if letter == "a" or writer.chance.random() < 0.5 else None, writer.phone(one, habits) or None,
        writer.address(one, habits) or None,
    )  # fmt: skip


def _table(rows: list[tuple[object, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table(
        {name: pa.array(values, pa.string()) for name, values in zip(COLUMNS, columns, strict=True)}
    )
