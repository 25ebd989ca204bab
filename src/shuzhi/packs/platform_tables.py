"""The tables the platform makes in every city: their columns, as elements."""

from collections.abc import Mapping

from shuzhi.act.findings import EVIDENCE, FINDING, FINDING_COLUMNS, SIGNAL
from shuzhi.core.sql import TableName
from shuzhi.evaluate.outcomes import OUTCOME
from shuzhi.evaluate.precision import FUNNEL, RULE_PRECISION, TOP
from shuzhi.fuse.exact import COMPANY, PERSON
from shuzhi.govern.quality import PROBLEM, SCORE

BATCH = TableName("meta", "batch")
STEP = TableName("meta", "step")
RUN = TableName("meta", "run")
LINEAGE = TableName("meta", "lineage")
COLUMN = TableName("meta", "column")
QUARANTINE = TableName("quality", "quarantine")
REGION = TableName("reference", "region")
WORKDAY = TableName("reference", "workday")

PLATFORM: Mapping[TableName, Mapping[str, str]] = {
    REGION: {
        "code": "region_code", "name": "text", "level": "code", "parent": "region_code", "since": "date",
        "until": "date",
    },
    WORKDAY: {
        "day": "date", "number": "integer", "is_working": "yes_no", "ordinal": "integer", "next_working": "date",
        "announced": "yes_no",
    },
    PROBLEM: {
        "table": "code", "_batch": "code", "_row": "integer", "column": "code", "element": "code",
        "reason": "code", "value": "text",
    },
    SCORE: {
        "table": "code", "column": "code", "element": "code", "rows": "integer", "blank": "integer",
        "invalid": "integer", "share": "number",
    },
    QUARANTINE: {
        "source": "code", "file": "code", "_batch": "code", "line": "integer", "reason": "code",
        "content": "text",
    },
    PERSON: {"person": "code", "id_card": "id_card", "tables": "integer"},
    COMPANY: {"company": "code", "uscc": "uscc", "tables": "integer"},
    FINDING: FINDING_COLUMNS,
    EVIDENCE: {"finding": "code", "scenario": "code", "evidence": "code", "_batch": "code", "_row": "integer"},
    SIGNAL: {"finding": "code", "scenario": "code", "signal": "integer", "weight": "number", "because": "text"},
    OUTCOME: {
        "scenario": "code", "rule": "code", "subject": "code", "conclusion": "code", "amount": "amount",
    },
    RULE_PRECISION: {
        "scenario": "code", "rule": "code", "findings": "integer", "judged": "integer", "leads": "integer",
        "cases": "integer", "precision": "number", "known_leads": "integer", "recall": "number",
    },
    FUNNEL: {
        "scenario": "code", "findings": "integer", "judged": "integer", "leads": "integer", "cases": "integer",
        "amount": "amount", "lead_rate": "number", "case_rate": "number",
    },
    TOP: {
        "scenario": "code", "k": "integer", "leads": "integer", "precision": "number", "recall": "number",
        "base_rate": "number",
    },
    BATCH: {
        "batch": "code", "source": "code", "file": "code", "sha256": "code", "encoding": "code",
        "records": "integer", "landed": "integer", "quarantined": "integer",
    },
    RUN: {
        "run": "code", "started": "code", "finished": "code", "as_of": "code", "status": "code",
        "seconds": "number",
    },
    LINEAGE: {"table": "code", "column": "code", "from_table": "code", "from_column": "code"},
    COLUMN: {"table": "code", "column": "code", "element": "code", "type": "code", "grade": "code"},
}  # fmt: skip
"""Tables the platform itself makes."""
