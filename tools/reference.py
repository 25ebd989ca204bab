"""Write the generated reference again: what files may say, their JSON Schemas, and the portable subset of SQL."""

from pathlib import Path

from shuzhi.packs.reference import write_reference
from tests.spec.scenario_sql.portable import write

if __name__ == "__main__":
    write_reference(Path(__file__).resolve().parents[1] / "docs" / "reference")
    write()
