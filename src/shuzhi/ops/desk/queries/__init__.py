"""Reading requests, for the API."""

from shuzhi.ops.desk.queries.imports import bad_rows, import_of, imports, plain_import
from shuzhi.ops.desk.queries.one import detail, to_judge
from shuzhi.ops.desk.queries.requests import Asked, State, choices, counts, of_caller, requests

__all__ = [
    "Asked",
    "State",
    "bad_rows",
    "choices",
    "counts",
    "detail",
    "import_of",
    "imports",
    "of_caller",
    "plain_import",
    "requests",
    "to_judge",
]
