"""Addresses as departments write them, found in a register of addresses: ours, exact keys and Splink 5, on one truth.

python -m bench.places --register 1000000 --written 200000 --seed 41
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bench.measuring import measured
from bench.truth.addresses import REGIONS, register_and_written
from shuzhi.core import sql
from shuzhi.core.elements import regions
from shuzhi.core.sql import TableName
from shuzhi.fuse import place_base, place_rows, place_rungs, place_spelling, places
from shuzhi.fuse.address_parts import parts
from shuzhi.fuse.addresses import parsed
from shuzhi.fuse.characters import CHARACTER, characters
from shuzhi.fuse.place_rows import Located
from shuzhi.secure.gateway import EngineSettings, Pipeline, open_lake
from shuzhi.secure.policy import Scope

PARSED = TableName("linkage", "place")


def figures(found: pa.Table, written: pa.Table) -> str:
    """``found``: ``record`` and ``door``. A record of no door that is found at one counts as wrong."""
    truth = {
        (record, door)
        for record, door in zip(written["record"].to_pylist(), written["door"].to_pylist(), strict=True)
        if door is not None
    }
    pairs = set(zip(found["record"].to_pylist(), found["door"].to_pylist(), strict=True))
    right = len(pairs & truth)
    p, r = right / max(len(pairs), 1), right / len(truth)
    return (
        f"P {p:.4f} R {r:.4f} F1 {2 * p * r / max(p + r, 1e-9):.4f} ({len(pairs) - right:,} wrong, "
        f"{len(truth) - right:,} missed of {len(truth):,})"
    )


def exact(register: pa.Table, written: pa.Table) -> pa.Table:
    """The same text, but for blanks, marks, width, and the city and province before it."""

    def key(table: pa.Table) -> pa.Array:
        text = pc.utf8_normalize(table["address"].combine_chunks(), "NFKC")
        return pc.replace_substring_regex(
            pc.replace_substring_regex(text, r"[ ,，。()（）-]", ""), "^(云澜省)?(云澜市)?", ""
        )

    by = dict(zip(key(register).to_pylist(), register["door"].to_pylist(), strict=True))
    got = [
        (record, by[text])
        for record, text in zip(written["record"].to_pylist(), key(written).to_pylist(), strict=True)
        if text in by
    ]
    return pa.table({"record": [a for a, _ in got], "door": [b for _, b in got]})


def ours(register: pa.Table, written: pa.Table, show: int, tell: Callable[[str], None]) -> pa.Table:
    scope = Scope(name="bench", reads=("*",), writes=("*",))
    known = [
        {"code": c, "name": n, "level": level, "parent": p, "since": None, "until": None}
        for c, n, level, p in REGIONS
    ]
    towns = [f"{a}{b}街道" for a, b in zip("澜霁青竹", "江月云溪", strict=True)]
    with (
        tempfile.TemporaryDirectory() as folder,
        open_lake(Path(folder), EngineSettings(memory="6GB", threads=2)) as lake,
    ):
        pipeline = Pipeline(lake=lake, scope=scope)
        pipeline.replace_arrow(TableName("reference", "region"), regions(known))
        pipeline.replace_arrow(CHARACTER, characters())
        told = []
        for name, table, number in (("register", register, "door"), ("written", written, "record")):
            at = TableName("standard", name)
            rows = pa.table({"address": table["address"], "_row": table[number]})
            pipeline.replace_arrow(at, rows.append_column("_batch", pa.array(["b"] * len(rows))))
            told.append(Located(source=name, table=at, address="address", register=name == "register"))
        named = [(name, level) for _, name, level, _ in REGIONS]
        queries = (
            (place_rows.SAID, place_rows.said(told)),
            (place_spelling.TOLD, place_spelling.told(place_rows.SAID)),
            (
                PARSED,
                places.keyed(
                    places.standardised(
                        parsed(
                            sql.query("select address as written from linkage.place_told"),
                            parts(named, towns),
                        )
                    )
                ),
            ),
            (place_spelling.SPELT, place_spelling.spelt(PARSED, ["9901"])),
            (place_spelling.COUNTIED, place_spelling.countied()),
            (place_spelling.NAME, place_spelling.names()),
            (place_spelling.MEANT, place_spelling.meant()),
            (place_base.SITED, place_base.sited()),
            (place_base.LADDER, place_base.ladder()),
            (place_rungs.RUNG, place_rungs.rungs("bench")),
            (place_rows.LABEL, place_rows.labels("bench")),
            (place_rungs.PLACE, place_rungs.base(place_rows.LABEL, "bench")),
            (place_rows.APPEARANCE, place_rows.appearances()),
        )
        with pipeline.transaction(), measured("ours: all"):
            for table, query in queries:
                with measured(f"   {table}"):
                    pipeline.replace(table, query)
        door = (
            "(select place, min(_row) as door from entity.place_appearance "
            "where \"table\" = 'register' group by place)"
        )
        found = pipeline.fetch(
            sql.query(
                f"""
                select w._row as record, d.door from entity.place_appearance w join {door} d on d.place = w.place
                where w."table" = 'written' and (w.level = 'room' or w.level = 'number')
                """
            )
        )
        if show:
            _show(pipeline, found, register, written, show, tell)
        return found


def _show(
    pipeline: Pipeline,
    found: pa.Table,
    register: pa.Table,
    written: pa.Table,
    show: int,
    tell: Callable[[str], None],
) -> None:
    """Some of the records that were found at the wrong door, and some that were not found."""
    got = dict(zip(found["record"].to_pylist(), found["door"].to_pylist(), strict=True))
    places_of = pipeline.fetch(
        sql.query(
            "select w._row, p.name, w.level, w.reasons from entity.place_appearance w left join entity.place p "
            "on p.place = w.place where w.\"table\" = 'written'"
        )
    ).to_pylist()
    at = {one["_row"]: one for one in places_of}
    kept = register["address"].to_pylist()
    counted = {"wrong": 0, "missed": 0}
    for one in written.to_pylist():
        door = got.get(one["record"])
        if door == one["door"]:
            continue
        kind = "missed" if door is None else "wrong"
        counted[kind] += 1
        if counted[kind] <= show:
            here = at[one["record"]]
            right = kept[one["door"]] if one["door"] is not None else "—"
            tell(f"{kind}: {one['address']} | {here['name']} {here['level']} {here['reasons']} | {right}")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--register", type=int, default=100_000)
    asked.add_argument("--written", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--splink", action="store_true")
    asked.add_argument("--show", type=int, default=0)
    told = asked.parse_args()
    with measured("truth"):
        register, written = register_and_written(told.seed, told.register, told.written)
    with measured("exact keys"):
        found = exact(register, written)
    print("exact keys:", figures(found, written), flush=True)
    found = ours(register, written, told.show, lambda line: print(line, flush=True))
    print("ours:", figures(found, written), flush=True)
    if told.splink:
        # Installed for this alone.
        from bench.rivals.with_splink import THRESHOLD, linked_addresses  # noqa: PLC0415

        with measured("splink"):
            found = linked_addresses(register, written)
        sure = found.filter(pc.greater_equal(found["probability"], THRESHOLD))
        print(f"splink, {THRESHOLD} asked:", figures(sure, written), flush=True)
        print("splink, the best candidate however unsure:", figures(found, written), flush=True)


if __name__ == "__main__":
    main()
