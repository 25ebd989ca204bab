"""How sure a share is: few decisions say little, and a figure without its interval hides that."""

from shuzhi.core import sql

Z = 1.959963984540054
"""The normal quantile of a two-sided 95% interval."""


def _double(value: float) -> str:
    # Engines differ on what a bare 1.96 is.
    return f"cast('{value!r}' as double)"


_K, _WHOLE = "cast(k as double)", f"(n + {_double(Z * Z)})"
_CENTRE = f"({_K} + {_double(Z * Z / 2)}) / {_WHOLE}"
_HALF = f"{_double(Z)} * sqrt({_K} * (n - k) / n + {_double(Z * Z / 4)}) / {_WHOLE}"


def wilson(of: str, among: str) -> tuple[str, str]:
    """SQL for the ends of the Wilson 95% interval of ``of`` ÷ ``among`` (both SQL), to 4 digits; NULL of none.

    Wilson's, because the usual interval has no width where all are alike, which is when few are judged.
    """
    return _end("-", of, among), _end("+", of, among)


def _end(sign: str, of: str, among: str) -> str:
    bounded = f"greatest(least({_CENTRE} {sign} {_HALF}, {_double(1.0)}), {_double(0.0)})"
    end = f"case when n > 0 then round({bounded}, 4) end"
    return sql.text(sql.fill(end, k=sql.parse(of), n=sql.parse(among)))
