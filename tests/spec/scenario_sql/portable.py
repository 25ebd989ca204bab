"""All cases of the portable subset, and the reference page made from them.

``python -m tests.spec.scenario_sql.portable`` writes the page again.
"""

from pathlib import Path

from shuzhi.core import sql
from tests.spec.case import Case
from tests.spec.scenario_sql import cases_casts, cases_numbers, cases_relations, cases_values
from tests.spec.scenario_sql.constructs import CONSTRUCTS

CASES: list[Case] = [*cases_relations.CASES, *cases_values.CASES, *cases_casts.CASES, *cases_numbers.CASES]
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "portable-sql.md"

HEAD = """# 可移植的 SQL / Portable SQL

场景的 SQL 用 DuckDB 方言写。下面每一条都在 DuckLake、Spark Connect 与一段纯 Python 上得到同样的答案。
Scenario SQL is written in DuckDB's dialect. Everything below has the same answer on DuckLake, on Spark Connect,
and in plain Python. 本页由 `tests/spec/scenario_sql` 生成，不要手改 / generated from the specs, not edited by hand.
"""


def page() -> str:
    """The reference page: every construct, its cases, and its gaps with their reasons."""
    parts = [HEAD]
    for construct, title in CONSTRUCTS.items():
        parts.append(f"\n## {title.zh} / {title.en}\n")
        parts += [_section(case) for case in CASES if case.about == construct]
    return "".join(parts)


def write() -> None:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


def _section(case: Case) -> str:
    gaps = "".join(f"\n不可移植 / not portable: `{engine}` {gap}\n" for engine, gap in case.gaps.items())
    shown = case.query.sql(dialect=sql.DIALECT, pretty=True)
    return f"\n{case.says.zh} / {case.says.en}\n{gaps}\n```sql\n{shown}\n```\n"


if __name__ == "__main__":
    write()
