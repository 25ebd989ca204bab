"""SQL for spelling one value in one way: full and half width, blanks of every kind, invisible characters.

Every function takes and returns DuckDB SQL text over the portable subset; for element definitions only.
"""

INVISIBLE = "".join(map(chr, [*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]))
"""Zero-width and direction marks: they come with copied text and are never part of a value."""

ODD_BLANKS = "\t\r\n\x0b\x0c\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"

# The quote and the backslash stay: engines escape them differently inside literals.
WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0) not in "'\\")
NARROW = "".join(chr(ord(wide) - 0xFEE0) for wide in WIDE)

HAN = r"\x{3007}\x{3400}-\x{4DBF}\x{4E00}-\x{9FFF}\x{E000}-\x{F8FF}\x{F900}-\x{FAFF}\x{20000}-\x{3FFFF}"
"""Inside a regular expression's brackets: Chinese characters of every plane, and the private use area,
where old systems keep rare characters that had no code."""

COUNTED = "^[0-9](\\.[0-9]+)?[Ee]\\+?[0-9]+$"
"""A long number as spreadsheets show it: 4.50502E+17."""

# What machines write for "nothing". Words people write (无, 不详) are for each element to judge.
NOTHING = (
    "",
    "null",
    "(null)",
    "<null>",
    "none",
    "nan",
    "nat",
    "n/a",
    "#n/a",
    "na",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\n",
)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def narrowed(x: str) -> str:
    """Half width, every blank a plain blank, no invisible characters, no blanks at the ends."""
    to = NARROW + " " * len(ODD_BLANKS)
    return f"trim(translate({x}, {quoted(WIDE + ODD_BLANKS + INVISIBLE)}, {quoted(to)}))"


def compact(x: str, drop: str = "") -> str:
    """Half width without any blank; the characters of ``drop`` go too."""
    narrow = "".join(char for char in NARROW if char not in drop)
    wide = "".join(char for char, half in zip(WIDE, NARROW, strict=True) if half not in drop)
    gone = drop + "".join(w for w, half in zip(WIDE, NARROW, strict=True) if half in drop)
    return f"translate({x}, {quoted(wide + ' ' + gone + ODD_BLANKS + INVISIBLE)}, {quoted(narrow)})"


def unless(canonical: str, x: str, otherwise: str) -> str:
    """``x`` itself where it matches the regular expression, which is the usual case and costs little."""
    return f"case when regexp_matches({x}, {quoted(canonical)}) then {x} else {otherwise} end"


def filled(x: str) -> str:
    """NULL where the text says nothing."""
    return f"case when lower({x}) in ({', '.join(map(quoted, NOTHING))}) then null else {x} end"


def words(text: str) -> tuple[str, ...]:
    """The words of a text, as a tuple: long lists that stay readable."""
    return tuple(text.split())


def one_of(values: str | tuple[str, ...]) -> str:
    return ", ".join(map(quoted, values))
