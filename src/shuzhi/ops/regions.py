"""Names of regions, from GB/T 2260 and the city's own."""

import threading
from collections.abc import Mapping

from shuzhi.core.elements import regions
from shuzhi.ops.city import city
from shuzhi.packs.answering import county_of, town_of, village_of
from shuzhi.packs.schema import City

_NAMES: list[tuple[City, Mapping[str, str]]] = []
"""For the city as it was read last."""
_READING = threading.Lock()
"""The first requests come together: one of them reads the names, the others wait."""


def region_name(code: str) -> str:
    """``云溪区青青镇`` for a town: from the county down, as far as names are known. Unknown codes stay codes."""
    names = _names(city())
    levels = dict.fromkeys(level for level in (county_of(code), town_of(code), village_of(code)) if level)
    said = [names[level] for level in levels if level in names]
    if len(said) == len(levels) and said:
        return "".join(said)
    return f"{''.join(said)} {code}".strip() if levels else names.get(code, code)


def _names(of: City) -> Mapping[str, str]:
    with _READING:
        if not _NAMES or _NAMES[0][0] is not of:
            _NAMES[:] = [(of, _read(of))]
        return _NAMES[0][1]


def _read(of: City) -> Mapping[str, str]:
    table = regions([vars(region) for region in of.regions])
    columns = (table.column(name).to_pylist() for name in ("code", "name", "until"))
    # The last name a code has had; one that still holds comes last.
    rows = sorted(zip(*columns, strict=True), key=lambda row: (row[2] is None, row[2]))
    return {code: name for code, name, _ in rows}
