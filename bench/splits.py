"""Batches in any order give what one run gives; a batch withdrawn, what never loading it would have given.

python -m bench.splits --splits 50

A small city with a register and a careless roster of the same people (``bench/truth/persons.py``). Once, all rows come
as one file each and are run once. Then, for each split: the rows of both are dealt at random into one to four files,
which come in one to three runs, among them in every split a file of other rows that is withdrawn before the last run.
Entities, their ids, records, facts and links must be equal in the end. Landed, made standard and fused is what a run
does; what is made of people afterwards is not made, which takes most of a small city's time.
"""

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import yaml
from sqlglot import exp

from bench.truth import persons
from shuzhi.core import ids
from shuzhi.core.sql import TableName
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run import intake, ledger
from shuzhi.run.execute import LEDGER, execute
from shuzhi.run.land import land
from shuzhi.run.loop import KEY, lake_of
from shuzhi.run.plan import plan
from shuzhi.secure.gateway import Pipeline
from shuzhi.secure.policy import Scope

AS_OF = date(2026, 6, 30)
SOURCES = {"户籍": ("公安局", 1), "名册": ("民政局", 2)}
COMPARED = tuple(
    TableName("entity", name)
    for name in ("person", "person_record", "person_fact", "person_link", "person_conflict", "person_mention")
)
READING = Scope(name="bench", reads=("entity.*",), writes=())
Lines = list[str]
HEADER = "证件,姓名,出生,性别,电话,住址"


def lines(table: pa.Table) -> Lines:
    """A file's rows as a department would write them; a household's place becomes a house number."""
    return [
        ",".join(
            str(row[name] if row[name] is not None else "")
            for name in ("id_written", "name", "birth", "sex", "phone")
        )
        + ("" if row["place"] is None else f",示例市东湖区解放路{row['place']}号")
        + ("," if row["place"] is None else "")
        for row in table.to_pylist()
    ]


def city(folder: Path) -> Path:
    """The template's city with the two sources, without their files, and with the counties of the people's numbers."""
    write_city(folder)
    told_city = yaml.safe_load((folder / "city.yml").read_text(encoding="utf-8"))
    told_city["regions"] += [
        {
            "code": f"9901{number:02d}",
            "name": f"虚{persons.GIVEN[number]}区",
            "level": "county",
            "parent": "990100",
        }
        for number in range(2, 60)
    ]
    (folder / "city.yml").write_text(yaml.safe_dump(told_city, allow_unicode=True), encoding="utf-8")
    for name, (owner, authority) in SOURCES.items():
        told = {
            "title": {"zh": name, "en": name},
            "owner": owner,
            "basis": "虚构",
            "cadence": "monthly",
            "licence": "虚构",
            "files": [f"{owner}/{name}-*.csv"],
            "columns": {"证件": "id_card", "姓名": "person_name", "出生": "date", "性别": "text", "电话": "phone",
                        "住址": "address"},
            "people": [{"id_card": "证件", "name": "姓名", "birth": "出生", "sex": "性别", "phone": "电话",
                        "address": "住址", "authority": authority}],
        }  # fmt: skip
        path = folder / "scenarios/old_age/sources" / f"{name}.yml"
        path.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (folder / "secret.key").write_text("同一把钥匙")
    return folder


def write(folder: Path, source: str, number: object, rows: Lines) -> Path:
    path = folder / "data" / SOURCES[source][0] / f"{source}-{number}.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def run(folder: Path) -> None:
    """Land the files, make them standard, fuse the people."""
    city_ = load_city(folder)
    with lake_of(city_) as lake:
        book = Pipeline(lake=lake, scope=LEDGER)
        landed = land(lake, city_, lambda _: None, as_of=AS_OF)
        key = ids.read_key(folder / KEY)
        steps = plan(
            city_,
            batches=landed.batches,
            landed=landed.columns,
            done=ledger.steps(book),
            key=key,
            as_of=AS_OF,
        )
        names = [step.name for step in steps]
        execute(lake, steps[: names.index("entity:person") + 1], lambda _: None)


def entities(folder: Path) -> dict[str, str]:
    """Per table compared, its rows and the hash of them, in whatever order they stand."""
    with lake_of(load_city(folder), read_only=True) as lake:
        pipeline = Pipeline(lake=lake, scope=READING)
        found = {}
        for table in COMPARED:
            rows = pipeline.fetch(exp.select("*").from_(table.tree)).to_pylist()
            told = repr(sorted(map(repr, rows))).encode()
            found[table.name] = f"{len(rows)} rows {hashlib.sha256(told).hexdigest()[:16]}"
        return found


def dealt(dice: random.Random, rows: Lines, hands: int) -> Iterator[Lines]:
    mixed = dice.sample(rows, len(rows))
    cuts = sorted(dice.sample(range(1, len(mixed)), hands - 1))
    for start, end in zip([0, *cuts], [*cuts, len(mixed)], strict=True):
        yield mixed[start:end]


def in_batches(folder: Path, given: dict[str, Lines], other: Lines, dice: random.Random) -> None:
    """The rows in random files and runs, and a file of other rows that comes and is withdrawn."""
    files = [(source, rows) for source in SOURCES for rows in dealt(dice, given[source], dice.randint(1, 4))]
    dice.shuffle(files)
    runs = dice.randint(1, 3)
    when = [dice.randrange(runs) for _ in files]
    wrong = dice.randrange(runs)
    for turn in range(runs):
        for number, (source, rows) in enumerate(files):
            if when[number] == turn:
                write(folder, source, number, rows)
        if turn == wrong:
            write(folder, dice.choice(list(SOURCES)), "误报", other)
        run(folder)
    with lake_of(load_city(folder)) as lake:
        (batch,) = [one.batch for one, _ in intake.accounts(lake) if "误报" in one.file]
        intake.withdraw(lake, load_city(folder), batch, by="bench", because="误报")
    run(folder)


def main(given: Sequence[str] | None = None) -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--splits", type=int, default=50)
    asked.add_argument("--after", type=int, default=0, help="splits made before, not made again")
    asked.add_argument("--persons", type=int, default=300)
    asked.add_argument("--seed", type=int, default=41)
    told = asked.parse_args(given)
    a, b = persons.two_files(told.seed, told.persons)
    rows = {"户籍": lines(a), "名册": lines(b)}
    # Other people, and what is said of these otherwise.
    other = (
        lines(persons.two_files(told.seed + 1, 60)[1])
        + lines(persons.two_files(told.seed, told.persons)[0])[:20]
    )
    other = [line.replace("解放路", "人民路") for line in other]
    with tempfile.TemporaryDirectory() as place:
        whole = city(Path(place) / "whole")
        for source, all_ in rows.items():
            write(whole, source, "全", all_)
        run(whole)
        expected = entities(whole)
        print(expected, flush=True)
        unlike = 0
        started = time.process_time()
        begun = city(Path(place) / "begun")
        run(begun)
        for split in range(told.after, told.after + told.splits):
            folder = Path(shutil.copytree(begun, Path(place) / f"split{split}"))
            in_batches(folder, rows, other, random.Random(split))
            found = entities(folder)
            wrong = [name for name in expected if found[name] != expected[name]]
            unlike += bool(wrong)
            print(f"split {split}: {', '.join(wrong) or 'nothing'} differs", flush=True)
            shutil.rmtree(folder)
        cpu = time.process_time() - started
        print(f"{told.splits} splits, {told.splits - unlike} the same as one run, {cpu:.0f} CPU s")
    sys.exit(bool(unlike))


if __name__ == "__main__":
    main()
