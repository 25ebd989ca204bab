"""All that a scenario's steps.py and generate.py may import from the platform."""

from shuzhi.core.elements.digits import ID_WEIGHTS, USCC_ALPHABET, USCC_WEIGHTS
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.calendar_file import official_calendar
from shuzhi.packs.steps import StepFunction


def id_check_character(digits: str) -> str:
    """The 18th character of an identity number from its first 17 digits (GB 11643, ISO 7064 mod 11-2)."""
    if len(digits) != 17 or not digits.isdigit():
        raise ValueError("17 digits are needed")
    total = sum(int(digit) * weight for digit, weight in zip(digits, ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def uscc_check_character(body: str) -> str:
    """The 18th character of a unified social credit code from its first 17 (GB 32100)."""
    if len(body) != 17 or not set(body) <= set(USCC_ALPHABET):
        raise ValueError("17 characters of the code's alphabet are needed")
    total = sum(USCC_ALPHABET.index(char) * weight for char, weight in zip(body, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


__all__ = [
    "Problem",
    "ShuzhiError",
    "StepFunction",
    "Text",
    "id_check_character",
    "official_calendar",
    "uscc_check_character",
]
