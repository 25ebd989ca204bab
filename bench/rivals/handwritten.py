"""The same rules as one hand-written DuckDB script over the landed rows, in a database file of its own."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

SCRIPT = Path(__file__).with_name("handwritten.sql")


def run(folder: Path) -> None:
    """Run the script: ``found`` of (rule, 身份证号) in ``handwritten.duckdb``, from ``landed/*.parquet``."""
    with duckdb.connect(folder / "handwritten.duckdb") as connection:
        connection.execute("set enable_progress_bar = false; set memory_limit = '3GB'")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"set file_search_path = '{folder / 'landed'}'")
        for statement in duckdb.extract_statements(SCRIPT.read_text(encoding="utf-8")):
            connection.execute(statement)


def found(folder: Path, rules: Sequence[str]) -> dict[str, list[str]]:
    """Per rule the id number of every finding's subject, sorted."""
    with duckdb.connect(folder / "handwritten.duckdb", read_only=True) as connection:
        rows = connection.execute("select rule, 身份证号 from found order by all").fetchall()
    return {rule: [subject for of, subject in rows if of == rule] for rule in rules}
