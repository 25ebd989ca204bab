"""Payments written as they are made, in bounded batches: a county of any size never stands in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from .departments import PAYMENTS, VILLAGE_FUNDS
from .files import Batch, write
from .people import Ints, People
from .slips import Slips
from .world import DESTITUTE, YEARS, Rows, Spells, World, monthly_cents, pay_day

BATCH = 40_000
"""Spells a batch: at most twelve times as many rows."""


def write_payments(world: World, folder: Path, payments: int, slips: Mapping[str, Slips]) -> int:
    """Write every payment file. Village funds fill up to ``payments`` rows; returns the rows. ``slips``: by project."""
    texts = _texts(world.people)
    rows = 0
    for year in YEARS:
        for project, file in PAYMENTS.items():
            paid = slips[project].copied(_year(world, texts, project, year))
            rows += write(folder, replace(file, path=file.path.format(year=year)), paid)
    rest = max(0, payments - rows - sum(len(batch["month"]) for batch in world.extras.get("三资", ())))
    for number, year in enumerate(YEARS):
        count = rest // len(YEARS) + (number < rest % len(YEARS))
        file = replace(VILLAGE_FUNDS, path=VILLAGE_FUNDS.path.format(year=year))
        rows += write(folder, file, _village_funds(world, texts, year, count))
    return rows


def _year(world: World, texts: Mapping[str, pa.Array], project: str, year: int) -> Iterator[Batch]:
    if project in world.monthly:
        yield from _monthly(world, texts, project, year)
    if project == "农资补贴":
        yield from _farms(world, texts, year)
    yield from _extras(world, project, year)


def _monthly(world: World, texts: Mapping[str, pa.Array], project: str, year: int) -> Iterator[Batch]:
    spells = world.monthly[project]
    kinds = pa.array(["低保", "低保", "低保", "特困"])
    for start in range(0, len(spells.person), BATCH):
        part = Spells(*(values[start : start + BATCH] for values in vars(spells).values()))
        months = np.arange(12) + 12 * (year - YEARS[0])
        paid = (part.since <= months[:, None]) & (months[:, None] < part.until)
        month, spell = np.nonzero(paid)
        if not len(spell):
            continue
        who, month = part.person[spell], month + months[0]
        level = part.level[spell]
        yield {
            **_payee(world, texts, who),
            "账号": texts["账号"].take(pa.array(part.account[spell])),
            "类别": kinds.take(pa.array(np.minimum(level, DESTITUTE))),
            "金额": monthly_cents(project, level, month),
            "日期": pay_day(month, world.county(who)),
            "备注": "",
        }


def _farms(world: World, texts: Mapping[str, pa.Array], year: int) -> Iterator[Batch]:
    for start in range(0, len(world.farms), BATCH * 12):
        who = world.farms[start : start + BATCH * 12]
        month = np.full(len(who), 12 * (year - YEARS[0]) + 3)
        yield {
            **_payee(world, texts, who),
            "账号": texts["账号"].take(pa.array(who)),
            "金额": (5 + who * 31 % 115) * 895,
            "日期": pay_day(month, world.county(who)),
            "备注": "",
        }


def _village_funds(world: World, texts: Mapping[str, pa.Array], year: int, count: int) -> Iterator[Batch]:
    quiet = world.others[world.other_free]
    words = pa.array(["公益林管护", "水渠维修", "保洁误工", "办公用品", "机耕路材料"])
    for start in range(0, count, BATCH * 12):
        who = quiet[world.rng.integers(0, len(quiet), min(BATCH * 12, count - start))]
        signer = pa.array(world.cadre(who, 0))
        month = world.rng.integers(0, 6 if year == YEARS[-1] else 12, len(who)) + 12 * (year - YEARS[0])
        yield {
            **_payee(world, texts, who),
            "摘要": words.take(pa.array(who % 5)),
            "金额": (1 + who * 13 % 95) * 5_000,
            "日期": pay_day(month, world.county(who)),
            "审批人": texts["姓名"].take(signer),
            "审批人身份证号": texts["身份证号"].take(signer),
            "决议编号": "",
            "票据号": "99000001",
        }
    yield from _extras(world, "三资", year)


def _extras(world: World, project: str, year: int) -> Iterator[Rows]:
    for batch in world.extras.get(project, ()):
        chosen = np.asarray(batch["month"]).astype(np.int64) // 12 == year - YEARS[0]
        if chosen.any():
            yield {
                name: values if isinstance(values, str) else values[chosen] for name, values in batch.items()
            }


def _payee(world: World, texts: Mapping[str, pa.Array], who: Ints) -> dict[str, pa.Array]:
    person = pa.array(who)
    village = texts["村"].take(pa.array(world.people.village_of(who)))
    return {"姓名": texts["姓名"].take(person), "身份证号": texts["身份证号"].take(person), "村": village}


def _texts(people: People) -> dict[str, pa.Array]:
    columns = {
        "姓名": people.names,
        "身份证号": people.ids,
        "账号": people.accounts,
        "村": people.village_names,
    }
    return {name: pa.array(values, type=pa.string()) for name, values in columns.items()}
