"""The hand-written script and, after it in the same database, what it leaves out as far as a hand would keep it."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from bench.rivals import handwritten

KEPT = Path(__file__).with_name("handwritten_kept.sql")


def run(folder: Path) -> None:
    """Run both scripts: beside ``found``, a typed table per source, ``problem``, ``evidence`` and ``reason``."""
    with duckdb.connect(folder / "handwritten.duckdb") as connection:
        connection.execute("set enable_progress_bar = false; set memory_limit = '3GB'")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"set file_search_path = '{folder / 'landed'}'")
        for script in (handwritten.SCRIPT, KEPT):
            for statement in duckdb.extract_statements(script.read_text(encoding="utf-8")):
                connection.execute(statement)


def found(folder: Path, rules: Sequence[str]) -> dict[str, list[str]]:
    """Per rule the id number of every finding's subject, sorted."""
    return handwritten.found(folder, rules)
