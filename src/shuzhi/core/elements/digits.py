"""Check characters as SQL: weighted sums over the digits of a text, which never fail whatever the text is."""

from collections.abc import Sequence

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def id_check(digits: Sequence[str]) -> str:
    """The check character of GB 11643 (ISO 7064 MOD 11-2) for 17 digits, each an expression."""
    total = " + ".join(
        f"(strpos('0123456789', {digit}) - 1) * {weight}"
        for digit, weight in zip(digits, ID_WEIGHTS, strict=True)
    )
    return f"substr('10X98765432', 1 + ({total}) % 11, 1)"


def uscc_check(body: str) -> str:
    """The check character of GB 32100 (modulo 31) for 17 characters."""
    total = " + ".join(
        f"(strpos('{USCC_ALPHABET}', substr({body}, {place}, 1)) - 1) * {weight}"
        for place, weight in enumerate(USCC_WEIGHTS, start=1)
    )
    return f"substr('{USCC_ALPHABET}', 1 + (31 - ({total}) % 31) % 31, 1)"


def luhn_fails(number: str, longest: int = 19) -> str:
    """Whether a number of at most ``longest`` digits breaks ISO/IEC 7812-1 Annex B (Luhn).

    Zeros in front change no sum, so one expression serves every length.
    """
    padded = f"lpad({number}, {longest}, '0')"
    # The place of a digit in each text is what it counts: doubled (9 taken off above 9), or itself.
    doubled, single = "0516273849", "0123456789"
    total = " + ".join(
        f"strpos('{doubled if (longest - place) % 2 else single}', substr({padded}, {place}, 1)) - 1"
        for place in range(1, longest + 1)
    )
    return f"(({total}) % 10 <> 0)"
