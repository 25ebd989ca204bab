"""Values typed wrongly: SQL over two texts that says by how little they differ."""

# Lengths of what is compared place by place.
ID_LENGTH, PHONE_LENGTH, DAY_LENGTH = 18, 11, 8


def differing(left: str, right: str, length: int) -> str:
    """In how many of the first ``length`` places two texts differ."""
    places = (
        f"case when substr({left}, {place}, 1) <> substr({right}, {place}, 1) then 1 else 0 end"
        for place in range(1, length + 1)
    )
    return f"({' + '.join(places)})"


def exchanged(left: str, right: str, length: int) -> str:
    """Whether two neighbours are exchanged somewhere (the rest is not looked at)."""
    places = (
        f"(substr({left}, {place}, 1) = substr({right}, {place + 1}, 1) "
        f"and substr({left}, {place + 1}, 1) = substr({right}, {place}, 1) "
        f"and substr({left}, {place}, 1) <> substr({left}, {place + 1}, 1))"
        for place in range(1, length)
    )
    return f"({' or '.join(places)})"


def one_slip(left: str, right: str, length: int) -> str:
    """One place differs, or two neighbours are exchanged; both texts are as long as each other."""
    count = differing(left, right, length)
    return (
        f"(length({left}) = length({right}) and ({count} = 1 "
        f"or ({count} = 2 and {exchanged(left, right, length)})))"
    )


def day(date: str) -> str:
    """A date as eight digits."""
    return f"replace(cast({date} as varchar), '-', '')"


# Over l and r with a birth date each.
PARTS_SWAPPED = (
    "year(l.birth) = year(r.birth) and month(l.birth) = day(r.birth) and day(l.birth) = month(r.birth)"
)
PART_DEFAULTED = (
    "(year(l.birth) = year(r.birth) and ((month(l.birth) = 1 and day(l.birth) = 1) "
    "or (month(r.birth) = 1 and day(r.birth) = 1))) or (year(l.birth) = year(r.birth) "
    "and month(l.birth) = month(r.birth) and (day(l.birth) = 1 or day(r.birth) = 1))"
)
"""Registers that know a year or a month only write its first day."""

SAME_LINE = "l.line = r.line and (strpos(l.phone, '-') = 0 or strpos(r.phone, '-') = 0)"
"""One of the two was written without its area code."""


def line(phone: str) -> str:
    """A telephone number without its area code and extension."""
    return f"regexp_extract({phone}, '^(?:0[0-9]{{2,3}}-)?([0-9]+)', 1)"


def given(name: str) -> str:
    """Over l and r, where '' is what is not said: both say it."""
    return f"(l.{name} <> '' and r.{name} <> '')"


def agree(name: str) -> str:
    """Over l and r: they are equal, or not both say it."""
    return f"(l.{name} = r.{name} or not {given(name)})"
