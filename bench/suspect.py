"""Values nobody declared a rule for: what is doubted in a real table with known errors, and what is proposed instead.

    python -m bench.suspect        (real data: SHUZHI_REAL_DATA, default ../shared/data)

The set is HoloClean's "hospital" (1,000 rows, 19 columns, 509 wrong cells). Published there, with its 15 denial
constraints given by hand: repairs at precision 1.0 and recall .456, or .952 and .853. Here first with the same 15
declared as quality rules (``follows``), then with nothing declared, then both together.
The thresholds of ``govern.suspect`` were chosen while looking at this set: it is no unseen test.
"""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.govern import suspect
from shuzhi.govern.declared_rules import rules
from shuzhi.packs.schema import Rules

ROOT = Path(__file__).parents[1]
TABLE = TableName("landed", "hospital")
KINDS = ("declared", "contradicted", "misspelt", "misshapen")
"""Whose proposal is taken first."""
QUALITY = Rules(
    follows={
        "HospitalType": ("Condition", "MeasureName"), "ZipCode": ("HospitalName",), "PhoneNumber": ("HospitalName",),
        "MeasureName": ("MeasureCode",), "Stateavg": ("MeasureCode",), "HospitalName": ("ProviderNumber",),
        "Condition": ("MeasureCode",), "Address1": ("HospitalName",), "HospitalOwner": ("HospitalName",),
        "ProviderNumber": ("HospitalName",), "State": ("HospitalName", "PhoneNumber", "HospitalOwner"),
        "CountyName": ("City",), "EmergencyService": ("ZipCode",), "City": ("HospitalName",),
        "MeasureCode": ("MeasureName",),
    }
)  # fmt: skip
"""The 15 constraints of the set, as they stand beside a table here."""


def real_data() -> Path:
    return Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data")) / "dirty-hospital"


def main() -> None:
    connection = duckdb.connect()
    columns = _load(connection, real_data())
    known = suspects(connection, TABLE, columns)
    print(f"{len(known)} dependencies found in {len(columns)} columns")
    connection.execute(f"insert into doubted {sql.text(declared())}")
    for name, kinds in (
        ("declared", ("declared",)), *((kind, (kind,)) for kind in KINDS[1:]),
        ("inferred, any", KINDS[1:]), ("declared or inferred", KINDS),
    ):  # fmt: skip
        print(f"{name}: {_detected(connection, kinds)}; {_repaired(connection, kinds)}")
    print("published, 15 constraints by hand: repairs 232 at 1.000 and .456; 456 at .952 and .853")


def declared() -> exp.Query:
    """What the declared rules say, as the witnesses say it: the value of more than half of the rows is expected."""
    parts = [
        exp.select(
            exp.alias_(sql.literal(rule.columns[0]), "column", quoted=True),
            "s._batch",
            "s._row",
            exp.alias_(sql.column(rule.columns[0], "s"), "value"),
            exp.alias_(sql.column("x", "known"), "expected"),
            exp.alias_(sql.literal("declared"), "kind"),
            exp.alias_(sql.literal(rule.name), "witness"),
        )
        .from_(exp.alias_(TABLE.tree, "s", table=True))
        .join(rule.known.subquery("known"), on=rule.on, join_type="left")
        .where(exp.Not(this=exp.paren(rule.holds)))
        for rule in rules(QUALITY, TABLE, as_of=date(2026, 6, 30))
        if rule.known is not None and rule.holds is not None
    ]
    return sql.union_all(parts)


def _detected(connection: duckdb.DuckDBPyConnection, kinds: Sequence[str]) -> str:
    doubted, right, wrong = connection.execute(
        """
        select count(*), count(*) filter (is_wrong), (select count(*) from truth where is_wrong)
        from (select distinct _row, "column" from doubted where list_contains(?, kind))
        join truth using (_row, "column")
        """,
        [list(kinds)],
    ).fetchone() or (0, 0, 1)
    return f"doubted {doubted}, precision {right / doubted:.3f}, recall {right / wrong:.3f}"


def _repaired(connection: duckdb.DuckDBPyConnection, kinds: Sequence[str]) -> str:
    """One proposal a cell, of the kind that comes first."""
    proposed, right, wrong = connection.execute(
        """
        select count(*), count(*) filter (is_wrong and expected = correct), (select count(*) from truth where is_wrong)
        from (
            select _row, "column", arg_min(expected, list_position(?, kind)) as expected from doubted
            where expected is not null and list_contains(?, kind) group by all
        ) join truth using (_row, "column")
        """,
        [list(KINDS), list(kinds)],
    ).fetchone() or (0, 0, 1)
    if not proposed:
        return "nothing proposed"
    return f"repairs {proposed}, precision {right / proposed:.3f}, recall {right / wrong:.3f}"


def _load(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    for schema in ("landed", "suspect"):
        connection.execute(f"create schema {schema}")
    connection.execute(
        """
        create table landed.hospital as
        select *, 'b' as _batch, row_number() over () - 1 as _row from read_csv(?, all_varchar = true, header = true)
        """,
        [str(folder / "hospital.csv.gz")],
    )
    connection.execute(
        """
        create table correct as
        select cast(tid as bigint) as _row, attribute as "column", correct_val as correct
        from read_csv(?, all_varchar = true, header = true)
        """,
        [str(folder / "hospital_clean.csv.gz")],
    )
    described = connection.execute("describe landed.hospital").fetchall()
    return [name for name, *_ in described if not name.startswith("_")]


def suspects(
    connection: duckdb.DuckDBPyConnection, table: TableName, columns: list[str]
) -> list[suspect.Dependency]:
    """Makes ``doubted`` of what the three witnesses say of the table, and ``truth``."""

    def rows(query: sql.exp.Query) -> list[dict[str, object]]:
        found: list[dict[str, object]] = connection.execute(sql.text(query)).to_arrow_table().to_pylist()
        return found

    for name, query in (
        (suspect.WRITTEN, suspect.written(table, columns)),
        (suspect.COUNTED, suspect.counted()),
    ):
        connection.execute(f"create table {name} as {sql.text(query)}")
    facts = rows(suspect.facts())
    known = suspect.dependencies(facts, rows(suspect.measuring(table, suspect.candidates(facts))))
    witnesses = (suspect.contradicted(table, known), suspect.misspelt(), suspect.misshapen())
    said = " union all ".join(f"({sql.text(query)})" for query in witnesses)
    connection.execute(f"create table doubted as {said}")
    connection.execute(
        """
        create table truth as select _row, "column", correct, value is distinct from correct as is_wrong
        from correct left join suspect.written using (_row, "column")
        """
    )
    return known


if __name__ == "__main__":
    main()
