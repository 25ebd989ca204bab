"""People of other countries' labelled sets (FEBRL 1, 2, 4; Splink's fake_1000): ours and Splink 5 in the same run.

python -m bench.linkage ../shared/data/linkage

The comparisons for Chinese names do not apply. Measured is what is under them: keys, weights estimated without labels,
threshold from estimated precision, clusters, over comparisons of plain text that are declared here before they were
run. Splink has the comparisons and rules of its own guide for each set and its usual threshold; of fake_1000 ours
compares the same candidates.
"""

import argparse
import itertools
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.fuse import make
from bench.rivals.splink_guides import FAKE_1000, FEBRL, Guide, clusters
from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.evaluate.acted import ANSWER
from shuzhi.fuse import resolve
from shuzhi.fuse.comparison import Comparison, Level, Model
from shuzhi.secure.gateway import EngineSettings, Pipeline, open_lake
from shuzhi.secure.policy import Scope

RECORDS = TableName("linkage", "person_record")
Pairs = set[tuple[str, str]]


def text(name: str, slips: int = 1) -> Comparison:
    """One column: equal, within so many edits, or else."""
    edits = f"damerau_levenshtein(l.{name}, r.{name}) <= {slips}"
    return Comparison(
        name=name,
        given=f"l.{name} is not null and r.{name} is not null",
        levels=(
            Level(says=Text("相同", "equal"), when=f"l.{name} = r.{name}", equal=name, rare=True),
            Level(says=Text("相近", "nearly equal"), when=edits),
        ),
        differs=Text("不同", "different"),
    )


def model(columns: tuple[str, ...], keys: tuple[str, ...], *compared: Comparison) -> Model:
    return Model(
        kind="person", sure="sure", written="written", columns=("record", "sure", "written", *columns), keys=keys,
        comparisons=compared, refused=lambda _: False,
    )  # fmt: skip


OUR_FEBRL = model(
    (
        "given_name",
        "surname",
        "date_of_birth",
        "soc_sec_id",
        "street_number",
        "address_1",
        "suburb",
        "postcode",
    ),
    (
        "date_of_birth",
        "soc_sec_id",
        "surname || given_name",
        "given_name || surname",
        "surname || postcode",
        "given_name || postcode",
        "address_1 || street_number",
        "substr(surname, 1, 3) || substr(given_name, 1, 3) || suburb",
    ),
    text("given_name"),
    text("surname"),
    text("date_of_birth"),
    text("soc_sec_id"),
    text("street_number"),
    text("address_1", 2),
    text("suburb", 2),
    text("postcode"),
)
OUR_FAKE = model(
    ("first_name", "surname", "dob", "city", "email"),
    ("first_name", "surname", "dob", "email"),
    text("first_name"),
    text("surname"),
    text("dob"),
    text("city"),
    text("email", 2),
)


@dataclass(frozen=True)
class Labelled:
    """Records with a column ``truth``: who it is; ``file``: pairs within one file do not count where there are two."""

    name: str
    rows: pa.Table
    ours: Model
    guide: Guide


WRITTEN = (
    "rec_id", "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state",
    "date_of_birth", "soc_sec_id",
)  # fmt: skip


def febrl(name: str, folder: Path, *files: str) -> Labelled:
    parts = [
        f"select *, '{number}' as file from read_csv('{folder / file}', all_varchar = true, skip = 1, "
        f"header = false, names = {list(WRITTEN)})"
        for number, file in enumerate(files)
    ]
    columns = ", ".join(f"nullif(trim({c}), '') as {c}" for c in (*OUR_FEBRL.columns[3:], "state"))
    query = f"""
        select file || ':' || rec_id as record, split_part(rec_id, '-', 2) as truth, file, {columns}
        from ({" union all by name ".join(parts)}) s
    """
    return Labelled(name, duckdb.sql(query).arrow().read_all(), OUR_FEBRL, FEBRL)


def fake_1000(folder: Path) -> Labelled:
    columns = ", ".join(f"nullif(trim({c}), '') as {c}" for c in OUR_FAKE.columns[3:])
    query = f"""
        select unique_id as record, cluster as truth, '0' as file, {columns}
        from read_csv('{folder / "splink_fake_1000.csv"}', all_varchar = true)
    """
    return Labelled("fake_1000", duckdb.sql(query).arrow().read_all(), OUR_FAKE, FAKE_1000)


def ours(of: Labelled, precision: float) -> dict[str, str]:
    scope = Scope(name="bench", reads=("*",), writes=("*",))
    nobody = pa.nulls(len(of.rows), pa.string())
    with (
        tempfile.TemporaryDirectory() as folder,
        open_lake(Path(folder), EngineSettings(memory="4GB", threads=2)) as lake,
    ):
        pipeline = Pipeline(lake=lake, scope=scope)
        answers = pa.table({n: pa.array([], pa.string()) for n in ("kind", "l", "r", "answer")})
        pipeline.replace_arrow(ANSWER, answers)
        given = of.rows.append_column("sure", nobody).append_column("written", nobody)
        pipeline.replace_arrow(RECORDS, given.select(of.ours.columns))
        make(pipeline, resolve.parts(of.ours, RECORDS, ANSWER, precision=precision), tell=lambda _: None)
        rows = pipeline.fetch(sql.query("select record, leader from linkage.person_member"))
    return dict(zip(rows["record"].to_pylist(), rows["leader"].to_pylist(), strict=True))


def pairs(cluster: dict[str, str], of: Labelled) -> Pairs:
    file = dict(zip(of.rows["record"].to_pylist(), of.rows["file"].to_pylist(), strict=True))
    two = len(set(file.values())) > 1
    groups: dict[str, list[str]] = {}
    for record, leader in sorted(cluster.items()):
        groups.setdefault(leader, []).append(record)
    every = (pair for group in groups.values() for pair in itertools.combinations(group, 2))
    return {pair for pair in every if not two or file[pair[0]] != file[pair[1]]}


def told(who: str, find: Callable[[], dict[str, str]], of: Labelled, truth: Pairs) -> None:
    started = time.process_time()
    found = pairs(find(), of)
    cpu = time.process_time() - started
    right = len(found & truth)
    p, r = right / max(len(found), 1), right / len(truth)
    print(
        f"{of.name:10} {who:18} P {p:.4f} R {r:.4f} F1 {2 * p * r / max(p + r, 1e-9):.4f} "
        f"({len(found) - right} wrong, {len(truth) - right} missed) {cpu:.1f} CPU s",
        flush=True,
    )


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    folder = asked.parse_args().folder
    for of in (
        febrl("FEBRL 1", folder, "febrl1.csv"),
        febrl("FEBRL 2", folder, "febrl2.csv.gz"),
        febrl("FEBRL 4", folder, "febrl4a.csv.gz", "febrl4b.csv.gz"),
        fake_1000(folder),
    ):
        who = dict(zip(of.rows["record"].to_pylist(), of.rows["truth"].to_pylist(), strict=True))
        truth = pairs(who, of)
        print(f"{of.name}: {len(who):,} records, {len(truth):,} pairs are one")
        for precision in (resolve.PRECISION, 0.99):
            told(f"ours, {precision} asked", partial(ours, of, precision), of, truth)
        told("Splink 5", partial(clusters, of.rows, of.guide), of, truth)


if __name__ == "__main__":
    main()
