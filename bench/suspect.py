"""Values nobody declared a rule for: what is doubted in a real table with known errors, and what is proposed instead.

    python -m bench.suspect        (real data: SHUZHI_REAL_DATA, default ../shared/data)

The set is HoloClean's "hospital" (1,000 rows, 19 columns, 509 wrong cells). Published there, with its 15 denial
constraints given by hand: repairs at precision 1.0 and recall .456, or .952 and .853. Nothing is declared here.
The thresholds of ``govern.suspect`` were chosen while looking at this set: it is no unseen test.
"""

import os
from pathlib import Path

import duckdb

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.govern import suspect

ROOT = Path(__file__).parents[1]
TABLE = TableName("landed", "hospital")
BEST_FIRST = ("contradicted", "misspelt", "misshapen")


def real_data() -> Path:
    return Path(os.environ.get("SHUZHI_REAL_DATA", ROOT.parent / "shared" / "data")) / "dirty-hospital"


def main() -> None:
    connection = duckdb.connect()
    columns = _load(connection, real_data())
    known = suspects(connection, TABLE, columns)
    print(f"{len(known)} dependencies found in {len(columns)} columns")
    wrong = _one(connection, "select count(*) from truth where is_wrong")
    for kind in (*BEST_FIRST, "any of them"):
        where = "true" if kind == "any of them" else f"kind = '{kind}'"
        doubted, right = connection.execute(
            f"""
            select count(*), count(*) filter (is_wrong)
            from (select distinct _row, "column" from doubted where {where}) join truth using (_row, "column")
            """
        ).fetchone() or (0, 0)
        print(f"doubted, {kind}: {doubted}, precision {right / doubted:.3f}, recall {right / wrong:.3f}")
    proposed, repaired = connection.execute(
        """
        select count(*), count(*) filter (is_wrong and expected = correct)
        from (
            select _row, "column", arg_min(expected, kind) as expected from doubted
            where expected is not null group by all
        ) join truth using (_row, "column")
        """
    ).fetchone() or (0, 0)
    print(f"repairs proposed: {proposed}, precision {repaired / proposed:.3f}, recall {repaired / wrong:.3f}")
    print("published: 232 at 1.000 and .456; 456 at .952 and .853")


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


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    ((value,),) = connection.execute(query).fetchall()
    return int(value)


if __name__ == "__main__":
    main()
