"""Plates, mail addresses and points, judged in plain Python."""

import re
from decimal import ROUND_HALF_UP, Decimal

from tests.spec.elements.oracle_spelling import compact, narrowed, nothing

Verdict = tuple[str | None, str | None]
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def vehicle_plate(raw: str) -> Verdict:
    text = compact(raw, drop="'-.·").upper()
    if len(text) in (7, 8):
        text = text[:2] + text[2:].replace("O", "0").replace("I", "1")
    if nothing(text):
        return None, None
    if re.fullmatch("[A-HJ-NP-Z][A-HJ-NP-Z0-9]{5,6}", text):
        return None, "no_province"
    if len(text) not in (7, 8):
        return None, "length"
    if re.fullmatch("使[0-9]{6}|[0-9]{6}使", text):
        return text, None
    head = text[0] in PROVINCES and re.fullmatch("[A-HJ-NP-Z]", text[1])
    ordinary = re.fullmatch("[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]", text[2:])
    new_energy = re.fullmatch("[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]", text[2:])
    return (text, None) if head and (ordinary or new_energy) else (None, "shape")


def email(raw: str) -> Verdict:
    text = compact(raw).lower()
    if nothing(text):
        return None, None
    if "@" not in text:
        return None, "no_at"
    if re.search("@.*[,;、/|].*@", text):
        return None, "several"
    local, _, domain = text.partition("@")
    labels = domain.split(".")
    good_local = all(re.fullmatch("[a-z0-9_%+-]+", part) for part in local.split("."))
    good_labels = all(re.fullmatch("[a-z0-9]([a-z0-9-]*[a-z0-9])?", label) for label in labels[:-1])
    good = good_local and good_labels and len(labels) > 1 and re.fullmatch("[a-z]{2,}", labels[-1])
    return (text, None) if good else (None, "shape")


def coordinates(raw: str) -> Verdict:
    text = narrowed(raw)
    if nothing(text):
        return None, None
    degrees = r"[0-9]{1,3}(?:\.[0-9]+)?"
    pair = re.fullmatch(rf"[^0-9-]*({degrees})[^0-9.-]+({degrees})[^0-9]*", text)
    if pair is None:
        return None, "not_a_pair"
    first, second = (Decimal(part).quantize(Decimal("1e-6"), ROUND_HALF_UP) for part in pair.groups())
    if 3 <= first <= 54 and 73 <= second <= 136:
        first, second = second, first
    if 73 <= first <= 136 and 3 <= second <= 54:
        return f"{first},{second}", None
    return None, "out_of_range"
