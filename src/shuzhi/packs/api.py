"""All that a scenario's steps.py and generate.py may import from the platform."""

from shuzhi.core.elements.digits import ID_WEIGHTS
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


__all__ = ["Problem", "ShuzhiError", "StepFunction", "Text", "id_check_character", "official_calendar"]
