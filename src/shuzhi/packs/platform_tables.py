"""The tables the platform makes in every city: their columns, as elements."""

from collections.abc import Mapping

from shuzhi.act.findings import EVIDENCE, FINDING, FINDING_COLUMNS, SIGNAL
from shuzhi.core.sql import TableName
from shuzhi.evaluate import measure_tables as measures
from shuzhi.evaluate.acted import ANSWER, ANSWER_COLUMNS, DECISION, DECISION_COLUMNS, ORDER, ORDER_COLUMNS
from shuzhi.evaluate.advice import ADVICE_COLUMNS, RULE_ADVICE
from shuzhi.evaluate.models import FIGURE_COLUMNS, MODEL_FIGURE, MODEL_WATCH, WATCH_COLUMNS
from shuzhi.evaluate.outcomes import OUTCOME
from shuzhi.evaluate.precision import FUNNEL, RULE_PRECISION, TOP
from shuzhi.evaluate.work import DISMISSAL, FUNNEL_BY, WORK
from shuzhi.fuse.companies import COMPANY
from shuzhi.fuse.control import CONTROL, CONTROL_COLUMNS
from shuzhi.fuse.kind import Kind
from shuzhi.fuse.persons import PERSON
from shuzhi.fuse.place_rows import APPEARANCE, LABEL
from shuzhi.fuse.place_rungs import ADDRESS, PLACE
from shuzhi.fuse.place_rungs import CHANGE as PLACE_CHANGE
from shuzhi.fuse.places import FIELDS
from shuzhi.fuse.relations import HOLDING, HOLDING_COLUMNS, RELATION, RELATION_COLUMNS, RING, RING_COLUMNS
from shuzhi.govern.history import DEVIATION, DEVIATION_COLUMNS
from shuzhi.govern.measured import (
    DIMENSION,
    DIMENSION_COLUMNS,
    EXAMPLE,
    EXAMPLE_COLUMNS,
    RESULT,
    RESULT_COLUMNS,
    TREND,
    TREND_COLUMNS,
)
from shuzhi.govern.quality import PROBLEM, SCORE

BATCH = TableName("meta", "batch")
ARRIVAL = TableName("meta", "arrival")
STEP = TableName("meta", "step")
RUN = TableName("meta", "run")
LINEAGE = TableName("meta", "lineage")
INFLUENCE = TableName("meta", "influence")
COLUMN = TableName("meta", "column")
TABLE = TableName("meta", "table")
CHANGE = TableName("meta", "change")
HELD = TableName("meta", "held")
QUARANTINE = TableName("quality", "quarantine")
SET_ASIDE = TableName("quality", "set_aside")
WITHDRAWN = TableName("meta", "withdrawn")
REGION = TableName("reference", "region")
WORKDAY = TableName("reference", "workday")

_ROWS = {
    "source": "code", "file": "code", "_batch": "code", "sheet": "code", "line": "integer", "_row": "integer",
    "column": "code", "reason": "code", "content": "text",
}  # fmt: skip
_WORK = {
    "decided": "integer", "dismissed": "integer", "leads": "integer", "cases": "integer", "lead_rate": "number",
    "lead_rate_low": "number", "lead_rate_high": "number", "days_median": "integer", "days_p90": "integer",
    "amount": "amount", "recovered": "amount", "orders": "integer", "finished": "integer",
    "order_days_median": "integer", "order_days_p90": "integer", "overdue": "integer", "overdue_share": "number",
    "rated": "integer", "satisfaction": "number", "repeats": "integer", "reopened": "integer",
}  # fmt: skip
_DISMISSAL = {"place": "integer", "reason": "text", "dismissed": "integer", "share": "number"}
_FUNNEL_BY = {
    "month": "code", "findings": "integer", "leads": "integer", "cases": "integer", "closed": "integer",
    "amount": "amount", "recovered": "amount",
}  # fmt: skip

_FORMER, _HEAD_ID = {"former": "person_name"}, {"head_id": "id_card"}
_CONTACT = {"phone": "phone", "address": "address"}


def _fused(
    kind: Kind, identifier: str, golden: Mapping[str, str], also: Mapping[str, str]
) -> Mapping[TableName, Mapping[str, str]]:
    """The tables of a kind of entity. ``also``: what mentions tell beside what is golden."""
    entity = {kind.name: "code"}
    identified = {**entity, kind.identifier: identifier}
    said = {**golden, **also, kind.identifier: identifier, kind.written: identifier}
    return {
        kind.entity: {**identified, "tables": "integer", **golden},
        kind.table("record"): {"record": "code", **entity},
        kind.table("fact"): {
            **entity, "attribute": "code", "value": "text", "source": "code", "authority": "integer", "seen": "date",
            "sources": "integer", "chosen": "yes_no",
        },
        kind.table("conflict"): {
            **entity, "attribute": "code", "value": "text", "source": "code", "believed": "text",
            "believed_source": "code",
        },
        kind.table("link"): {
            "l": "code", "r": "code", "pattern": "code", "weight": "number", "refused": "yes_no", "answer": "code",
            "linked": "yes_no", "zh": "text", "en": "text",
        },
        kind.table("mention"): {
            "record": "code", "source": "code", **{name: said[name] for name in kind.told[1:]},
            "authority": "integer", "seen": "date", "rows": "integer",
        },
        kind.table("review"): {
            "l": "code", "r": "code", "pattern": "code", "weight": "number", "chance": "number", "refused": "yes_no",
            "linked": "yes_no", "value": "number", "zh": "text", "en": "text",
        },
        kind.table("weight"): {
            "comparison": "code", "level": "integer", "zh": "text", "en": "text", "m": "number", "u": "number",
            "bits": "number",
        },
        kind.table("row"): {**identified, "table": "code", "column": "code", "_batch": "code", "_row": "integer"},
        kind.table("appearance"): {**entity, "table": "code", "_batch": "code", "_row": "integer"},
        kind.table("change"): {"record": "code", "before": "code", "now": "code", "as_of": "date"},
    }  # fmt: skip


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
    DEVIATION: DEVIATION_COLUMNS,
    RESULT: RESULT_COLUMNS,
    EXAMPLE: EXAMPLE_COLUMNS,
    DIMENSION: DIMENSION_COLUMNS,
    TREND: TREND_COLUMNS,
    QUARANTINE: _ROWS,
    SET_ASIDE: _ROWS,
    **_fused(PERSON, "id_card", {"name": "person_name", "birth": "date", "sex": "text", **_CONTACT}, _FORMER),
    **_fused(COMPANY, "uscc", {"name": "text", "former": "text", "head": "person_name", **_CONTACT}, _HEAD_ID),
    ADDRESS: {
        "address": "address", "code": "region_code", "place": "code", "house": "code", "level": "code",
        "reasons": "code", **dict.fromkeys(FIELDS, "text"),
    },
    PLACE: {
        "place": "code", "level": "code", "name": "address", "within": "code", "path": "code", "code": "region_code",
        "region": "region_code", "longitude": "number", "latitude": "number", "addresses": "integer", "rows": "integer",
    },
    LABEL: {"kind": "code", "label": "code", "place": "code", "level": "code", "rows": "integer"},
    APPEARANCE: {
        "place": "code", "level": "code", "table": "code", "column": "code", "_batch": "code", "_row": "integer",
        "reasons": "code",
    },
    PLACE_CHANGE: {"address": "address", "before": "code", "now": "code", "as_of": "date"},
    RELATION: RELATION_COLUMNS,
    HOLDING: HOLDING_COLUMNS,
    RING: RING_COLUMNS,
    CONTROL: CONTROL_COLUMNS,
    FINDING: FINDING_COLUMNS,
    EVIDENCE: {"finding": "code", "scenario": "code", "evidence": "code", "_batch": "code", "_row": "integer"},
    SIGNAL: {"finding": "code", "scenario": "code", "signal": "integer", "weight": "number", "because": "text"},
    OUTCOME: {
        "scenario": "code", "rule": "code", "subject": "code", "conclusion": "code", "amount": "amount",
        "decided": "date",
    },
    DECISION: DECISION_COLUMNS,
    ORDER: ORDER_COLUMNS,
    ANSWER: ANSWER_COLUMNS,
    RULE_PRECISION: {
        "scenario": "code", "rule": "code", "findings": "integer", "judged": "integer", "leads": "integer",
        "cases": "integer", "precision": "number", "precision_low": "number", "precision_high": "number",
        "mostly_dismissed": "yes_no", "known_leads": "integer", "recall": "number",
    },
    FUNNEL: {
        "scenario": "code", "findings": "integer", "judged": "integer", "leads": "integer", "cases": "integer",
        "amount": "amount", "lead_rate": "number", "case_rate": "number",
    },
    TOP: {
        "scenario": "code", "k": "integer", "leads": "integer", "precision": "number", "recall": "number",
        "base_rate": "number",
    },
    RULE_ADVICE: ADVICE_COLUMNS,
    **{table: {"scenario": "code", by: "code", **_WORK} for by, table in WORK.items()},
    **{table: {"scenario": "code", by: "code", **_DISMISSAL} for by, table in DISMISSAL.items()},
    **{table: {"scenario": "code", by: "code", **_FUNNEL_BY} for by, table in FUNNEL_BY.items()},
    MODEL_FIGURE: FIGURE_COLUMNS,
    MODEL_WATCH: WATCH_COLUMNS,
    measures.MEASURE: measures.MEASURE_COLUMNS,
    measures.PERIOD: measures.PERIOD_COLUMNS,
    measures.PLACEBO: measures.PLACEBO_COLUMNS,
    measures.REGISTERED: measures.REGISTERED_COLUMNS,
    BATCH: {
        "batch": "code", "source": "code", "file": "code", "sha256": "code", "encoding": "code",
        "records": "integer", "landed": "integer", "quarantined": "integer", "set_aside": "integer",
        "repaired": "integer", "recipe": "code", "arrived": "code",
    },
    ARRIVAL: {"batch": "code", "source": "code", "file": "code", "arrived": "code"},
    WITHDRAWN: {
        "batch": "code", "source": "code", "file": "code", "sha256": "code", "by": "code", "at": "code",
        "because": "text",
    },
    RUN: {
        "run": "code", "started": "code", "finished": "code", "as_of": "code", "status": "code",
        "seconds": "number",
    },
    LINEAGE: {"table": "code", "column": "code", "from_table": "code", "from_column": "code"},
    INFLUENCE: {"table": "code", "from_table": "code", "from_column": "code"},
    COLUMN: {
        "table": "code", "column": "code", "element": "code", "type": "code", "grade": "code",
        "inherited": "code", "lowered": "text",
    },
    TABLE: {
        "table": "code", "made": "code", "title": "code", "title_en": "code", "owner": "code", "basis": "code",
        "scenario": "code", "source": "code", "cadence": "code", "licence": "code", "rows": "integer",
        "batches": "integer", "arrived": "code", "grade": "code", "sharing": "code", "sharing_basis": "code",
        "sharing_condition": "code", "opening": "code", "opening_basis": "code",
    },
    HELD: {
        "table": "code", "since": "date", "what": "code", "what_en": "code", "why": "code", "why_en": "code",
        "todo": "code", "todo_en": "code",
    },
    CHANGE: {"as_of": "date", "table": "code", "column": "code", "what": "code", "before": "code", "now": "code"},
}  # fmt: skip
"""Tables the platform itself makes."""
