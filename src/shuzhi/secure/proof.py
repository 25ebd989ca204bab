"""What is sent to the engine, read once more by the engine's own parser: nothing is in it that was not permitted.

The gate reads sqlglot's tree, and the engine is given text made from that tree. Should the two ever read one text
differently, this is where it shows.
"""

from collections.abc import Collection

from shuzhi.core.ports import Touched
from shuzhi.core.sql import TableName

_FUNCTIONS = """
    + - * / // % || ~~ !~~ ~~* !~~* abs any_value array_agg avg ceil concat count count_star date_diff date_trunc day
    dense_rank exp first_value floor greatest lag last_value lead least length list_value ln lower lpad ltrim make_date
    max min month nullif rank regexp_extract regexp_full_match regexp_matches regexp_replace replace round row_number
    rtrim sha256 sqrt strpos struct_pack substr substring sum translate trim trunc upper year
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
"""core.functions' and the operators, as DuckDB's parser names them."""

_KINDS = """
    SELECT_NODE SET_OPERATION_NODE BASE_TABLE SUBQUERY JOIN EMPTY EXPRESSION_LIST COLUMN_REF STAR FUNCTION INVALID
    VALUE_CONSTANT CASE_EXPR OPERATOR_CAST OPERATOR_TRY_CAST OPERATOR_COALESCE OPERATOR_NULLIF OPERATOR_NOT
    OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL COMPARE_EQUAL COMPARE_NOTEQUAL COMPARE_LESSTHAN COMPARE_GREATERTHAN
    COMPARE_LESSTHANOREQUALTO COMPARE_GREATERTHANOREQUALTO COMPARE_IN COMPARE_NOT_IN COMPARE_DISTINCT_FROM
    COMPARE_NOT_DISTINCT_FROM COMPARE_BETWEEN COMPARE_NOT_BETWEEN CONJUNCTION_AND CONJUNCTION_OR WINDOW_AGGREGATE
    WINDOW_ROW_NUMBER WINDOW_RANK WINDOW_RANK_DENSE WINDOW_LAG WINDOW_LEAD WINDOW_FIRST_VALUE WINDOW_LAST_VALUE
    ORDER_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING LIMIT_MODIFIER DISTINCT_MODIFIER DECIMAL_TYPE_INFO
"""
KINDS = frozenset(_KINDS.split())
"""Kinds of nodes in its tree. Table functions, SHOW and DESCRIBE, parameters and lambdas are not among them."""


def foreign(found: Touched | None, tables: Collection[TableName]) -> str | None:
    """The first thing a text touches that is not allowed, or None. A text the engine cannot tell of is not allowed."""
    if found is None:
        return "?"
    for catalogue, schema, name in sorted(found.tables):
        own = not catalogue and not schema and name in found.ctes
        if not own and (catalogue or TableName(schema, name) not in tables):
            return f"{catalogue}.{schema}.{name}".strip(".")
    unknown = sorted(found.functions - FUNCTIONS) or sorted(found.kinds - KINDS)
    return unknown[0] if unknown else None
