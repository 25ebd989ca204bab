"""The spelling rules in plain Python, character by character, for comparison with the SQL."""

BLANKS = {*"\t\r\n\x0b\x0c \xa0\u1680\u202f\u205f\u3000", *map(chr, range(0x2000, 0x200B))}
INVISIBLE = {chr(code) for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF)}


def words(text: str) -> set[str]:
    return set(text.split())


SAYS_NOTHING = {"", *words("null (null) <null> none nan nat n/a #n/a na - -- — —— / \\n")}


def half(char: str) -> str:
    """One character in half width; the wide quote and backslash stay as they are."""
    if char in BLANKS:
        return " "
    if char in INVISIBLE:
        return ""
    if 0xFF01 <= ord(char) <= 0xFF5E and char not in "＇＼":
        return chr(ord(char) - 0xFEE0)
    return char


def narrowed(text: str) -> str:
    return "".join(map(half, text)).strip(" ")


def compact(text: str, drop: str = "") -> str:
    return "".join(char for char in map(half, text) if char not in f" {drop}")


def squeezed(text: str) -> str:
    return " ".join(part for part in text.split(" ") if part)


def nothing(text: str) -> bool:
    return text.lower() in SAYS_NOTHING


def is_han(char: str) -> bool:
    code = ord(char)
    ranges = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xE000, 0xFAFF), (0x20000, 0x3FFFF))
    return any(first <= code <= last for first, last in ranges)
