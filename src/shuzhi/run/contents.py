"""What each table of a city holds, column by column, as elements: contracts, masks and grades start from here."""

from collections.abc import Mapping

from shuzhi.act.findings import EVIDENCE, FINDING, FINDING_COLUMNS, SIGNAL
from shuzhi.core.sql import TableName
from shuzhi.evaluate.outcomes import OUTCOME
from shuzhi.evaluate.precision import FUNNEL, RULE_PRECISION, TOP
from shuzhi.fuse.exact import COMPANY, PERSON
from shuzhi.govern.quality import PROBLEM, SCORE
from shuzhi.packs.schema import City
from shuzhi.run.ledger import BATCH, COLUMN, LINEAGE, RUN

QUARANTINE = TableName("quality", "quarantine")
REGION = TableName("reference", "region")

PLATFORM: Mapping[TableName, Mapping[str, str]] = {
    REGION: {"code": "region_code", "name": "text", "level": "text", "parent": "region_code", "since": "date", "until": "date"},
    PROBLEM: {"table": "text", "_batch": "text", "_row": "integer", "column": "text", "element": "text", "reason": "text", "value": "text"},
    SCORE: {
        "table": "text", "column": "text", "element": "text", "rows": "integer", "blank": "integer",
        "invalid": "integer", "share": "number",
    },
    QUARANTINE: {"source": "text", "file": "text", "_batch": "text", "line": "integer", "reason": "text", "content": "text"},
    PERSON: {"person": "text", "id_card": "id_card", "tables": "integer"},
    COMPANY: {"company": "text", "uscc": "uscc", "tables": "integer"},
    FINDING: FINDING_COLUMNS,
    EVIDENCE: {"finding": "text", "evidence": "text", "_batch": "text", "_row": "integer"},
    SIGNAL: {"finding": "text", "signal": "integer", "weight": "number", "because": "text"},
    OUTCOME: {"scenario": "text", "rule": "text", "subject": "text", "conclusion": "text", "amount": "amount"},
    RULE_PRECISION: {
        "scenario": "text", "rule": "text", "findings": "integer", "judged": "integer", "leads": "integer",
        "cases": "integer", "precision": "number", "known_leads": "integer", "recall": "number",
    },
    FUNNEL: {
        "scenario": "text", "findings": "integer", "judged": "integer", "leads": "integer", "cases": "integer",
        "amount": "amount", "lead_rate": "number", "case_rate": "number",
    },
    TOP: {"scenario": "text", "k": "integer", "leads": "integer", "precision": "number", "recall": "number", "base_rate": "number"},
    BATCH: {
        "batch": "text", "source": "text", "file": "text", "sha256": "text", "encoding": "text",
        "records": "integer", "landed": "integer", "quarantined": "integer",
    },
    RUN: {"run": "text", "started": "text", "finished": "text", "as_of": "text", "status": "text", "seconds": "number"},
    LINEAGE: {"table": "text", "column": "text", "from_table": "text", "from_column": "text"},
    COLUMN: {"table": "text", "column": "text", "element": "text", "type": "text", "grade": "text"},
}  # fmt: skip
"""Tables the platform itself makes."""


def contents(city: City) -> dict[TableName, Mapping[str, str]]:
    """Column -> element of every table a reader could ask for. A table that is not here cannot be read by people."""
    held = dict(PLATFORM)
    for source in city.sources:
        columns = {name: column.element for name, column in source.columns.items()}
        held[source.standard] = columns | {"_batch": "text", "_row": "integer"}
    for scenario in city.scenarios:
        held.update({table.name: table.columns for table in scenario.tables})
        for step in scenario.steps:
            if step.columns:
                schema, name = step.output.split(".", 1)
                held[TableName(schema, name)] = step.columns
    return held
