"""Numbers that identify, judged in plain Python from their standards; check characters by python-stdnum."""

import re
from collections.abc import Mapping
from datetime import date

from stdnum import luhn
from stdnum.cn import ric, uscc

from tests.spec.elements.oracle_spelling import compact, nothing

Verdict = tuple[str | None, str | None]
COUNTED = r"[0-9](\.[0-9]+)?[Ee]\+?[0-9]+"
AS_OF = date(2026, 6, 30)


def id_card(raw: str, regions: Mapping[str, tuple[str, date | None]]) -> Verdict:  # noqa: PLR0911 - one for each reason
    text = compact(raw, drop="'").upper().replace("×", "X").replace("Х", "X")
    if len(text) == 18 and set(text) <= set("0123456789OILX") and "X" not in text[:17]:
        text = text.replace("O", "0").replace("I", "1").replace("L", "1")
    if nothing(text):
        return None, None
    number = text if len(text) != 15 else f"{text[:6]}19{text[6:]}"
    digits = re.fullmatch("[0-9]{15}", text) or re.fullmatch("[0-9]{17}[0-9X]", text)
    wrong_check = len(text) == 18 and bool(digits) and ric.calc_check_digit(number) != number[-1]
    if re.fullmatch(COUNTED, text) or (text.endswith("000") and wrong_check):
        return None, "excel_float"
    if len(text) not in (15, 18):
        return None, "length"
    if not digits:
        return None, "characters"
    born = _day(number[6:10], number[10:12], number[12:14])
    if born is None or not date(1880, 1, 1) <= born <= AS_OF:
        return None, "birth_date"
    if wrong_check:
        return None, "check_character"
    level, until = regions.get(number[:6], ("", None))
    if level in ("", "province"):
        return None, "region_unknown"
    if until is not None and until < born:
        return None, "region_ended"
    return (number if len(number) == 18 else number + ric.calc_check_digit(number + "0")), None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def credit_code(raw: str) -> Verdict:
    text = compact(raw, drop="'-").upper().replace("O", "0").replace("I", "1")
    if nothing(text):
        return None, None
    if re.fullmatch(COUNTED, text):
        return None, "excel_float"
    if re.fullmatch("[0-9]{15}|[0-9A-Z]{8}[0-9X]|[0-9]{13}", text):
        return None, "old_number"
    if len(text) != 18:
        return None, "length"
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if not (set(text) <= set(alphabet) and "0" not in text[:2] and re.fullmatch("[0-9]{6}", text[2:8])):
        return None, "characters"
    return (text, None) if uscc.calc_check_digit(text) == text[-1] else (None, "check_character")


def bank_account(raw: str) -> Verdict:
    text = compact(raw, drop="'-").upper()
    if nothing(text):
        return None, None
    card = re.fullmatch("(62|4|5)[0-9]+", text) and 16 <= len(text) <= 19
    wrong_check = bool(card) and not luhn.is_valid(text)
    if re.fullmatch(COUNTED, text) or (re.fullmatch("[0-9]{15}0+", text) and wrong_check):
        return None, "excel_float"
    if not re.fullmatch("[0-9]+", text):
        return None, "characters"
    if not 8 <= len(text) <= 30:
        return None, "length"
    if len(set(text)) == 1:
        return None, "placeholder"
    return (None, "check_digit") if wrong_check else (text, None)


def region_code(raw: str, regions: Mapping[str, tuple[str, date | None]]) -> Verdict:
    text = compact(raw, drop="'").removesuffix(".0")
    if nothing(text):
        return None, None
    if not (re.fullmatch("[0-9]+", text) and len(text) in (2, 4, 6, 9, 12)):
        return None, "shape"
    return (text, None) if text[:6].ljust(6, "0") in regions else (None, "unknown")


def phone(raw: str) -> Verdict:  # noqa: PLR0911 - one for each reason
    text = compact(raw, drop="'-()_").lower().replace("—", "").replace("分机", "转")
    bare = re.sub(r"^(\+|00)?86", "", text).removesuffix(".0")
    if re.fullmatch("1[3-9][0-9]{9}", bare):
        return bare, None
    for area in (3, 4):
        code, rest = text[:area], text[area:]
        known = re.fullmatch("010|02[0-9]" if area == 3 else "0[3-9][0-9]{2}", code)
        if known and re.fullmatch("[2-8][0-9]{6,7}(转[0-9]+)?", rest):
            return f"{code}-{rest}", None
    if nothing(text):
        return None, None
    if re.fullmatch(COUNTED, text):
        return None, "excel_float"
    if re.search("[0-9]{7,}[^0-9转]+[0-9]{7,}", text) or re.fullmatch("[0-9]{22}", text):
        return None, "several"
    if re.fullmatch("[2-8][0-9]{6,7}", text):
        return None, "no_area_code"
    return (text, None) if re.fullmatch("[48]00[0-9]{7}", text) else (None, "shape")
