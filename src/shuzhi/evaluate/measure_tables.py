"""Where what became of measures stands: its tables, and the words for how a measure stands."""

from shuzhi.core.sql import TableName

PLANNED, RUNNING, NOT_JUDGED = "planned", "running", "not_judged"
WORKS, NONE_SHOWN, BACKFIRES = "works", "none_shown", "backfires"

ALONE = "间断时序"
"""The method that needs no other places."""

MEASURE = TableName("effect", "measure")
PERIOD = TableName("effect", "measure_period")
PLACEBO = TableName("effect", "measure_placebo")
REGISTERED = TableName("meta", "measure")
"""Every registration that runs have seen, in order: what was said before the start is read from here."""

_OF = {"scenario": "code", "measure": "code"}
MEASURE_COLUMNS = {
    **_OF, "state": "code", "why": "code", "seen": "date", "witnessed": "yes_no", "changed": "yes_no",
    "withdrawn": "yes_no", "before": "integer", "after": "integer", "others": "integer", "effect": "number",
    "lower": "number", "upper": "number", "without": "number", "chance": "number", "placebo": "number",
    "power": "number", "smallest": "number", "told": "text",
}  # fmt: skip
PERIOD_COLUMNS = {**_OF, "period": "date", "actual": "number", "without": "number", "others": "number"}
PLACEBO_COLUMNS = {**_OF, "place": "text", "effect": "number"}
REGISTERED_COLUMNS = {**_OF, "number": "integer", "as_of": "date", "start": "date", "told": "text"}
