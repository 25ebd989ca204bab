"""The functions that SQL from outside the platform may call: in scenarios, because every engine answers them alike;
from readers, because none of them reaches files, settings or other tables."""

from collections.abc import Mapping

from sqlglot import exp

FUNCTIONS: Mapping[str, tuple[type[exp.Expr], ...]] = {
    # sqlglot counts connectives, case and cast as functions.
    "case": (
        exp.Case,
        exp.If,
    ),
    "and": (exp.And,),
    "or": (exp.Or,),
    "exists": (exp.Exists,),
    "coalesce": (exp.Coalesce,),
    "nullif": (exp.Nullif,),
    "greatest": (exp.Greatest,),
    "least": (exp.Least,),
    "substr": (exp.Substring,),
    "length": (exp.Length,),
    "strpos": (exp.StrPosition,),
    "replace": (exp.Replace,),
    "translate": (exp.Translate,),
    "lower": (exp.Lower,),
    "upper": (exp.Upper,),
    "trim": (exp.Trim,),
    "lpad": (exp.Pad,),
    "concat": (exp.Concat,),
    "regexp_matches": (exp.RegexpLike,),
    "regexp_extract": (exp.RegexpExtract,),
    "regexp_replace": (exp.RegexpReplace,),
    "sha256": (exp.SHA2,),
    "cast": (exp.Cast,),
    "try_cast": (exp.TryCast,),
    "datediff": (exp.DateDiff,),
    "year": (exp.Year,),
    "month": (exp.Month,),
    "day": (exp.Day,),
    "make_date": (exp.DateFromParts,),
    "date_trunc": (
        exp.TimestampTrunc,
        exp.DateTrunc,
    ),
    "abs": (exp.Abs,),
    "round": (exp.Round,),
    "floor": (exp.Floor,),
    "ceil": (exp.Ceil,),
    "sqrt": (exp.Sqrt,),
    "exp": (exp.Exp,),
    "ln": (exp.Ln,),
    "count": (exp.Count,),
    "sum": (exp.Sum,),
    "min": (exp.Min,),
    "max": (exp.Max,),
    "avg": (exp.Avg,),
    "array_agg": (exp.ArrayAgg,),
    "row_number": (exp.RowNumber,),
    "rank": (exp.Rank,),
    "dense_rank": (exp.DenseRank,),
    "lag": (exp.Lag,),
    "lead": (exp.Lead,),
    "first_value": (exp.FirstValue,),
    "last_value": (exp.LastValue,),
}
"""As they are written, and what they are in a tree."""

ALLOWED = tuple(kind for kinds in FUNCTIONS.values() for kind in kinds)
