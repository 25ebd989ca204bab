"""One company across two files: ours, Splink 5 with its default comparisons, exact codes and exact names, on one truth.

python -m bench.company_files --companies 100000 --seed 61 --splink
"""

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from bench.fuse import across, cluster_figures, figures, make
from bench.measuring import measured
from bench.rivals.with_splink import linked_companies
from bench.truth import companies
from shuzhi.core import sql
from shuzhi.core.elements import element
from shuzhi.core.sql import TableName
from shuzhi.evaluate.acted import ANSWER
from shuzhi.fuse import places, resolve
from shuzhi.fuse.address_parts import parts
from shuzhi.fuse.addresses import parsed
from shuzhi.fuse.characters import CHARACTER, characters
from shuzhi.fuse.companies import COMPANY
from shuzhi.secure.gateway import EngineSettings, Pipeline, open_lake
from shuzhi.secure.policy import Scope

RECORDS, MENTION, PLACE, NAME, FORM = (
    TableName("linkage", f"company_{what}") for what in ("record", "mention", "place", "name", "form")
)
COUNTIES = ("云溪区", "澜东区", "青屿县", "沧浦县", "石渡县", "望潮市")
REGIONS = [("云澜省", "province"), ("云澜市", "city"), *((name, "county") for name in COUNTIES)]


def prepared(pipeline: Pipeline, a: pa.Table, b: pa.Table) -> None:
    """What a run's steps do before records are compared: codes checked, names and addresses taken apart."""
    file = TableName("standard", "company_file")
    pipeline.replace_arrow(file, pa.concat_tables([a, b]))
    pipeline.replace_arrow(CHARACTER, characters())
    wrong = " or ".join(f"({one.when})" for one in element("uscc").invalid)
    valid = sql.fill(f"not ({wrong})", x=sql.column("uscc_written"))
    query = sql.query("""
        select record, case when valid_ then uscc_written end as uscc, uscc_written, name, former, head,
               cast(null as varchar) as head_id, phone, address
        from file""")
    filled = sql.fill(query, valid_=valid)
    assert isinstance(filled, exp.Query)
    pipeline.replace(MENTION, sql.reading(filled, file=file))
    both = sql.query("select name as written from m union select former from m")
    pipeline.replace(NAME, sql.reading(both, m=MENTION))
    pipeline.replace(FORM, COMPANY.forms(NAME, "written", sorted(name for name, _ in REGIONS)))
    written = sql.reading(
        sql.query("select distinct address as written from m where address is not null"), m=MENTION
    )
    made = places.keyed(places.standardised(parsed(written, parts(sorted(REGIONS), []))))
    pipeline.replace(PLACE, made)
    pipeline.replace(RECORDS, COMPANY.prepared(MENTION, FORM, PLACE))


def ours(a: pa.Table, b: pa.Table) -> dict[str, str]:
    """Each record's entity."""
    scope = Scope(name="bench", reads=("*",), writes=("*",))
    with (
        tempfile.TemporaryDirectory() as folder,
        open_lake(Path(folder), EngineSettings(memory="6GB", threads=2)) as lake,
    ):
        pipeline = Pipeline(lake=lake, scope=scope)
        pipeline.replace_arrow(
            ANSWER, pa.table({n: pa.array([], pa.string()) for n in ("kind", "l", "r", "answer")})
        )
        with pipeline.transaction(), measured("ours: all"):
            prepared(pipeline, a, b)
            make(pipeline, resolve.parts(COMPANY.model, RECORDS, ANSWER), kind="company", tell=lambda _: None)
            rows = pipeline.fetch(resolve.entity_of(COMPANY.model, RECORDS, key="bench"))
    return dict(zip(rows["record"].to_pylist(), rows["company"].to_pylist(), strict=True))


def told(title: str, entity: Mapping[str, object], whose: Mapping[str, str]) -> None:
    """Pairs across the files, and whole clusters."""
    truth = across(whose)
    print(
        f"{title}: pairs {figures(across(entity), truth)}; clusters {cluster_figures(entity, whose)}",
        flush=True,
    )


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--companies", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=61)
    asked.add_argument("--splink", action="store_true")
    said = asked.parse_args()
    with measured("truth"):
        a, b = companies.two_files(said.seed, said.companies)
    both = pa.concat_tables([a, b])
    whose = dict(zip(both["record"].to_pylist(), both["company"].to_pylist(), strict=True))
    for title, column in (("exact code", "uscc_written"), ("exact name", "name")):
        values = zip(both["record"].to_pylist(), both[column].to_pylist(), strict=True)
        told(title, {record: value or record for record, value in values}, whose)
    if said.splink:
        mention = both.select(["record", "name", "head", "phone", "address"]).append_column(
            "uscc", both["uscc_written"]
        )
        with measured("splink"):
            linked = linked_companies(mention)
        told("splink", linked, whose)
    told("ours", ours(a, b), whose)


if __name__ == "__main__":
    main()
