"""Every element's verdict in plain Python: what a text becomes, or why it is invalid."""

from collections.abc import Mapping, Sequence
from datetime import date

from tests.spec.elements import oracle_numbers as numbers
from tests.spec.elements import oracle_places as places
from tests.spec.elements import oracle_writing as writing

Row = Mapping[str, object]
Verdict = tuple[str | None, str | None]


def verdict(element: str, raw: str, regions: Sequence[Row]) -> Verdict:
    """(value as text, reason), both None for a blank."""
    if element in ("id_card", "region_code"):
        return {"id_card": numbers.id_card, "region_code": numbers.region_code}[element](raw, _known(regions))
    return {
        "uscc": numbers.credit_code,
        "bank_account": numbers.bank_account,
        "phone": numbers.phone,
        "person_name": writing.person_name,
        "address": writing.address,
        "date": writing.calendar_date,
        "amount": writing.amount,
        "integer": writing.whole,
        "number": writing.number,
        "yes_no": writing.yes_no,
        "code": writing.code,
        "text": writing.plain_text,
        "vehicle_plate": places.vehicle_plate,
        "email": places.email,
        "coordinates": places.coordinates,
    }[element](raw)


def _known(regions: Sequence[Row]) -> dict[str, tuple[str, date | None]]:
    """One entry per code; a code that is still used has no end, whatever its earlier periods."""
    known: dict[str, tuple[str, date | None]] = {}
    for row in regions:
        code, level, until = str(row["code"]), str(row["level"]), row["until"]
        assert until is None or isinstance(until, date)
        earlier = known.get(code, (level, date.min))[1]
        known[code] = (level, None if until is None or earlier is None else max(until, earlier))
    return known
