"""Address parsing on real addresses: exact chunks on the dev set of cn-address-parsing, nothing trained on it.

python -m bench.addresses ../shared/data/cn-address-parsing
"""

import argparse
import gzip
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyarrow as pa

from shuzhi.core import sql
from shuzhi.core.elements import regions
from shuzhi.core.sql import TableName
from shuzhi.fuse.address_parts import parts
from shuzhi.fuse.addresses import parsed
from shuzhi.secure.gateway import EngineSettings, Pipeline, open_lake
from shuzhi.secure.policy import Scope

LABEL = {
    "country": "country", "province": "prov", "city": "city", "city_short": "city", "county": "district",
    "county_short": "district", "said_province": "redundant", "said_city": "redundant",
    "said_county": "redundant", "zone": "devZone", "town": "town", "zone_behind": "devZone",
    "village": "community", "hamlet": "community", "road": "road", "team": "road", "number": "roadno",
    "side_road": "subRoad", "side_number": "subroadno", "lane_number": "houseno", "named_road": "road",
    "named_number": "roadno", "compound": "poi", "county_alone": "district", "compound_short": "poi",
    "number_bare": "roadno", "named": "poi", "section": "subpoi", "compound_number": "roadno",
    "building": "houseno", "building_bare": "houseno", "unit": "cellno", "unit_bare": "cellno",
    "floor": "floorno", "room": "roomno", "poi": "poi", "beside": "assist", "rest": "redundant",
}  # fmt: skip
MARKS = " _,，。;；:：.·-"
Chunks = set[tuple[int, int, int, str]]


def addresses(path: Path) -> list[list[tuple[str, str]]]:
    """Each address as characters with their tags."""
    text = gzip.decompress(path.read_bytes()).decode()
    return [
        [tuple(line.split()) for line in block.splitlines() if line.strip()]
        for block in text.split("\n\n")
        if block.strip()
    ]


def gold(number: int, tagged: list[tuple[str, str]]) -> Chunks:
    chunks, place = [], 0
    for token, tag in tagged:
        if tag[0] == "B":
            chunks.append([place, place, tag[2:]])
        place += len(token)
        if chunks:
            chunks[-1][1] = place
    return {(number, a, b, kind) for a, b, kind in chunks}


def spelt(text: str, chunks: Chunks) -> str:
    return " ".join(f"{text[start:end]}/{kind}" for _, start, end, kind in sorted(chunks))


def label(name: str, row: dict[str, str]) -> str:
    """Their word for our part: who is inside a building they call person; a road said twice is redundant."""
    if name == "poi" and any(row[inside] for inside in ("building", "building_bare", "floor", "room")):
        return "person"
    if name == "side_road" and row["side_road"] == row["road"]:
        return "redundant"
    return LABEL[name]


def made(number: int, row: dict[str, str], names: list[str]) -> Chunks:
    chunks: Chunks = set()
    place = 0
    for name in names:
        value = row[name]
        marks = len(value) - len(value.lstrip(MARKS))
        if marks:
            chunks.add((number, place, place + marks, "redundant"))
        if value[marks:]:
            chunks.add((number, place + marks, place + len(value), label(name, row)))
        place += len(value)
    return chunks


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--show", action="store_true")
    asked.add_argument("--file", default="dev.txt.gz")
    told = asked.parse_args()
    tagged = addresses(told.folder / told.file)
    texts = ["".join(token for token, _ in one) for one in tagged]
    places = [(row["name"], row["level"]) for row in regions().to_pylist() if row["name"]]
    stages = parts(places)
    scope = Scope(name="bench", reads=("*",), writes=("*",))
    with tempfile.TemporaryDirectory() as folder, open_lake(Path(folder), EngineSettings(threads=2)) as lake:
        pipeline = Pipeline(lake=lake, scope=scope)
        pipeline.replace_arrow(TableName("standard", "address"), pa.table({"written": texts}))
        started, cpu = time.perf_counter(), time.process_time()
        rows = pipeline.fetch(parsed(sql.query("select written from standard.address"), stages)).to_pylist()
        print(
            f"{len(rows)} addresses: {time.perf_counter() - started:.1f} s, {time.process_time() - cpu:.1f} CPU s"
        )
    names = [stage.name for stage in stages] + ["rest"]
    right, found, wanted = Counter(), Counter(), Counter()
    by_text = {row["written"]: row for row in rows}
    shown = 0
    for number, (text, tags) in enumerate(zip(texts, tagged, strict=True)):
        g, m = gold(number, tags), made(number, by_text[text], names)
        if len(by_text[text]["bare"]) != len(text):
            m = set()
        for kind, counted in ((right, g & m), (found, m), (wanted, g)):
            kind.update(chunk[3] for chunk in counted)
        if told.show and g != m and shown < 200:
            shown += 1
            print("gold", spelt(text, g - m), "\n  us", spelt(text, m - g), "\n    ", text)
    for kind in sorted(wanted, key=lambda k: -wanted[k]):
        p, r = right[kind] / max(found[kind], 1), right[kind] / wanted[kind]
        print(f"{kind:10} {wanted[kind]:6} P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}")
    p, r = right.total() / found.total(), right.total() / wanted.total()
    print(
        f"all P {100 * p:.2f} R {100 * r:.2f} F1 {200 * p * r / (p + r):.2f} (published, trained, on test: 89.93)"
    )


if __name__ == "__main__":
    main()
