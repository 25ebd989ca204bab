"""GB 18030-2022 beside the tables of before, which Python's codec still follows.

The standard of 2000 put 19 characters that Unicode did not have then into its private use area. Those of 2005 (one of
them) and of 2022 (the others) give them the code points they have had since.
"""

_MOVED = {
    # Upright punctuation.
    0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14, 0xE792: 0xFE15, 0xE793: 0xFE16,
    0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19, 0xE7C7: 0x1E3F,
    # 龴 to 龻.
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8, 0xE843: 0x9FB9, 0xE854: 0x9FBA,
    0xE864: 0x9FBB,
}  # fmt: skip
_BACK = {new: old for old, new in _MOVED.items()}
_PRIVATE = b"\xee"
"""What UTF-8 begins those with, and little else: U+E000 to U+EFFF."""


def to_utf8(data: bytes) -> bytes:
    """Raises UnicodeError."""
    text = data.decode("gb18030")
    utf8 = text.encode()
    return text.translate(_MOVED).encode() if _PRIVATE in utf8 else utf8


def to_text(data: bytes) -> str:
    """What is no character becomes U+FFFD."""
    return data.decode("gb18030", "replace").translate(_MOVED)


def of_text(text: str) -> bytes:
    """What the standard has no bytes for becomes ``?``."""
    return text.translate(_BACK).encode("gb18030", "replace")
