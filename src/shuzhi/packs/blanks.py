"""Harmless values for required fields that are missing or wrong: one mistake must not hide the others.

A model that needed one has the field's name in ``Places.lost`` and never reaches a caller of ``load_city``.
"""

from datetime import date

from shuzhi.core.text import Text

_TITLE = Text("？", "?")
_ROWS = {"min": 0, "max": 0}
_PURPOSE = {"name": "？", "basis": "？", "retention": "1y"}

CITY: dict[str, object] = {"name": _TITLE, "departments": ({"name": "？"},), "scenarios": ("？",)}
SCENARIO: dict[str, object] = {
    "title": _TITLE,
    "question": _TITLE,
    "owner": "？",
    "decision": "？",
    "harm": "？",
    "purpose": _PURPOSE,
    "inputs": ("？.？",),
}
SOURCE: dict[str, object] = {
    "title": _TITLE,
    "owner": "？",
    "basis": "？",
    "cadence": "once",
    "licence": "？",
    "files": ("？.csv",),
    "columns": {"？": "text"},
}
TABLE: dict[str, object] = {"title": _TITLE, "columns": {"？": "text"}, "rows": _ROWS}
RULE: dict[str, object] = {
    "title": _TITLE,
    "clause": "？",
    "subject": "？",
    "subject_kind": "person",
    "reason": "？",
    "score": {"base": 0.0},
    "rows": _ROWS,
}
DESK: dict[str, object] = {"messages": {"table": "？.？", "title": "？", "body": "？"}}
FLOW: dict[str, object] = {
    "title": _TITLE,
    "handles": "finding",
    "steps": (
        {
            "name": "？",
            "title": _TITLE,
            "by": {"role": "？", "at": "city"},
            "days": 1,
            "results": {"？": {"next": "end", "conclusion": "排除"}},
        },
    ),
}
INDICATOR: dict[str, object] = {
    "title": _TITLE,
    "definition": _TITLE,
    "unit": _TITLE,
    "owner": "？",
    "table": "？.？",
    "value": {"count": "rows"},
}
LAYER: dict[str, object] = {"title": _TITLE, "table": "？.？", "region": "？"}
MODEL: dict[str, object] = {
    "title": _TITLE,
    "output": "？.？",
    "purpose": _TITLE,
    "owner": "？",
    "data": ("？",),
    "measured": _TITLE,
    "impact": _TITLE,
    "appeals": _TITLE,
    "registered": date.min,
    "reviewed": date.min,
    "retires": date.max,
}
MEASURE: dict[str, object] = {
    "title": _TITLE,
    "what": _TITLE,
    "owner": "？",
    "indicator": "？",
    "dimension": "？",
    "where": ("？",),
    "grain": "month",
    "registered": date.min,
    "start": date.max,
    "periods": 12,
    "expected": 1.0,
    "because": _TITLE,
    "method": "间断时序",
}
SITING: dict[str, object] = {
    "title": _TITLE,
    "question": _TITLE,
    "owner": "？",
    "reference": "？",
    "demand": {"title": _TITLE, "table": "？.？", "point": "？", "weight": "？"},
    "sites": {"title": _TITLE, "table": "？.？", "site": "？", "existing": "？"},
    "distance": {"unit": "km"},
    "within": 1.0,
}
FEED: dict[str, object] = {"database": {"address": "none://none", "table": "？"}}
VIEW: dict[str, object] = {"title": _TITLE, "panels": ({"kind": "text", "at": (1, 1, 1, 1)},)}
REPORT: dict[str, object] = {
    "title": "？",
    "mark": "？",
    "issuer": "？",
    "grain": "month",
    "numbers": {"？": {"indicator": "？.？"}},
    "parts": ({"text": "？"},),
}
RECIPE: dict[str, object] = {"layouts": ({"columns": {"？": "text"}},)}
ELEMENT: dict[str, object] = {"title": _TITLE, "based_on": "text", "standard": "？"}
GRADES: dict[str, object] = {
    "columns": {"？": {"grade": "核心", "was": "核心", "reason": "？", "by": "？", "decided": date.min}}
}
CODES: dict[str, object] = {"title": _TITLE, "standard": "？", "codes": {"？": "？"}}
