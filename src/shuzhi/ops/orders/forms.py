"""What was filled in, against what the flow step declares. Every mistake is told, not only the first."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.wording import plain
from shuzhi.packs.flow_file import FlowStep, FormField

Value = str | int | bool | list[int] | dict[str, float | str]
Read = Callable[[FormField, object], Value | None]

_LONG, _SHORT = 5_000, 200
_MOST = Decimal(10) ** 13


def filled(
    step: FlowStep, result: str, form: Mapping[str, object], photos: Collection[int]
) -> dict[str, Value]:
    """The form as it is kept, empty fields left out. ``photos``: ids of the order's pictures that it may name.

    Raises ShuzhiError with everything that is missing, unknown or of the wrong kind.
    """
    fields = {field.name: field for field in step.form}
    problems = [_unknown(name) for name in form if name not in fields]
    kept: dict[str, Value] = {}
    for name, field in fields.items():
        told = form.get(name)
        if told is None or told in ("", []):
            continue
        value = _READ[field.kind](field, told)
        if value is None or (field.kind == "photo" and not set(value) <= set(photos)):  # type: ignore[arg-type]
            problems.append(_wrong(field))
        else:
            kept[name] = value
    problems += _lacking(step, result, form)
    if problems:
        raise ShuzhiError(problems)
    return kept


def _lacking(step: FlowStep, result: str, form: Mapping[str, object]) -> Iterator[Problem]:
    for field in step.form:
        needed = field.required or field.name in step.results[result].needs
        if needed and form.get(field.name) in (None, "", []):
            yield Problem(
                what=Text(f"“{field.label.zh}”必填", f"“{field.label.en}” is needed"),
                where=f"form.{field.name}",
                todo=Text("填好再提交", "fill it in and send again"),
            )


def _text(most: int) -> Read:
    def read(_: FormField, told: object) -> str | None:
        return kept if isinstance(told, str) and 0 < len(kept := plain(told)) <= most else None

    return read


def _choice(field: FormField, told: object) -> str | None:
    return told if isinstance(told, str) and told in field.options else None


def _amount(_: FormField, told: object) -> str | None:
    """Yuan with at most two decimals, as text: no rounding on the way."""
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        return None
    try:
        amount = Decimal(str(told))
        rounded = amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return str(rounded) if amount == rounded and 0 <= amount < _MOST else None


def _integer(_: FormField, told: object) -> int | None:
    return told if isinstance(told, int) and not isinstance(told, bool) and abs(told) < 2**53 else None


def _date(_: FormField, told: object) -> str | None:
    try:
        return date.fromisoformat(told).isoformat() if isinstance(told, str) and len(told) == 10 else None
    except ValueError:
        return None


def _photo(_: FormField, told: object) -> list[int] | None:
    whole = isinstance(told, list) and all(isinstance(each, int) for each in told)
    return list(dict.fromkeys(told)) if whole and isinstance(told, list) and len(told) <= 30 else None


def _location(_: FormField, told: object) -> dict[str, float | str] | None:
    """Degrees as the phone told them, with its accuracy in metres when it knew; or the place in words; or both."""
    if not isinstance(told, dict):
        return None
    place, degrees = told.get("place", ""), {name: told[name] for name in told if name != "place"}
    if not isinstance(place, str) or len(place) > _SHORT or not (degrees or plain(place)):
        return None
    if degrees and not {"lat", "lon"} <= degrees.keys() <= {"lat", "lon", "accuracy"}:
        return None
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in degrees.values()):
        return None
    there = {name: round(float(each), 6) for name, each in degrees.items()}
    far = {"lat": 90.0, "lon": 180.0, "accuracy": 1e6}
    if not all(abs(each) <= far[name] for name, each in there.items()) or there.get("accuracy", 0) < 0:
        return None
    return {**there, "place": plain(place)} if plain(place) else {**there}


def _yes_no(_: FormField, told: object) -> bool | None:
    return told if isinstance(told, bool) else None


_READ: Mapping[str, Read] = {
    "text": _text(_SHORT),
    "long_text": _text(_LONG),
    "choice": _choice,
    "amount": _amount,
    "integer": _integer,
    "date": _date,
    "photo": _photo,
    "location": _location,
    "yes_no": _yes_no,
}


def _unknown(name: str) -> Problem:
    return Problem(
        what=Text(f"没有表单项“{name}”", f"there is no form field “{name}”"),
        where=f"form.{name}",
        todo=Text("刷新页面，重新填写", "reload the page and fill it in again"),
    )


def _wrong(field: FormField) -> Problem:
    meant = _MEANT[field.kind]
    return Problem(
        what=Text(f"“{field.label.zh}”填得不对", f"“{field.label.en}” does not fit"),
        where=f"form.{field.name}",
        why=meant,
        todo=Text("改正后再提交", "correct it and send it again"),
    )


_MEANT: Mapping[str, Text] = {
    "text": Text(f"一行文字，最多 {_SHORT} 字", f"a line of text, {_SHORT} characters at most"),
    "long_text": Text(f"文字，最多 {_LONG} 字", f"text, {_LONG} characters at most"),
    "choice": Text("从所列的选项中选一个", "one of the options listed"),
    "amount": Text("金额（元），最多两位小数，不为负", "yuan, two decimals at most, not negative"),
    "integer": Text("整数", "a whole number"),
    "date": Text("日期，如 2026-07-06", "a date, such as 2026-07-06"),
    "photo": Text("先上传到本工单的照片", "photos uploaded to this order before"),
    "location": Text("经纬度，或地点的文字", "latitude and longitude, or the place in words"),
    "yes_no": Text("是或否", "yes or no"),
}
