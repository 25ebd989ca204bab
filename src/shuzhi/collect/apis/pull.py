"""An API's records into a mirror: page after page, each record once, the whole or what is new."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol
from urllib.parse import urljoin

import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.collect.apis.asking import Asking
from shuzhi.collect.apis.refusals import elsewhere, no_key, no_records, not_whole, round_and_round
from shuzhi.collect.json_cells import Row, flat, found
from shuzhi.collect.mirror import Mirror, Part
from shuzhi.collect.pulled import Pulled, Tell, emptied

AT_ONCE = 50_000
"""Records of one part."""


class Paging(Protocol):
    @property
    def kind(self) -> Literal["page", "offset", "cursor", "next"]: ...
    @property
    def parameter(self) -> str | None: ...
    @property
    def first(self) -> int: ...
    @property
    def size(self) -> str | None: ...
    @property
    def rows(self) -> int: ...
    @property
    def path(self) -> str | None: ...


class Since(Protocol):
    @property
    def parameter(self) -> str: ...
    @property
    def column(self) -> str: ...


class Declared(Protocol):
    """What a feed says of an API, as ``packs.feed_file.Api`` does."""

    @property
    def records(self) -> str | None: ...
    @property
    def total(self) -> str | None: ...
    @property
    def paging(self) -> Paging | None: ...
    @property
    def columns(self) -> Mapping[str, str]: ...
    @property
    def key(self) -> Sequence[str]: ...
    @property
    def since(self) -> Since | None: ...


@dataclass
class _Seen:
    """Keys that came."""

    key: Sequence[str]
    where: str
    keys: set[tuple[str, ...]] = field(default_factory=set)

    def key_of(self, record: Row) -> tuple[str, ...]:
        return tuple(record.get(name) or "" for name in self.key)

    def fresh(self, records: Sequence[Row]) -> list[Row]:
        """Those that did not come before: pages shift while rows are added, and a row comes twice."""
        found = []
        for record in records:
            key = self.key_of(record)
            if not all(key):
                raise no_key(self.where, "、".join(self.key))
            if key not in self.keys:
                self.keys.add(key)
                found.append(record)
        return found


def pull(
    api: Asking, asked: Declared, mirror: Mirror, where: str, *,
    check: Callable[[], None] = lambda: None, may_empty: bool = False, tell: Tell = lambda _: None,
) -> Pulled:  # fmt: skip
    """Bring the mirror up to date with the API.

    With ``since``, records that came again take the place of those with their key. Cut off at any moment, the mirror
    stays as it was and the next pull begins anew: pages are of one moment. ``check`` is asked before each page, and
    raises where there may be no further one.
    """
    mirror.forget_staged()
    before = mirror.parts()
    since = asked.since
    last = max((part.upto[0] for part in before if part.upto), default=None, key=_order)
    start = {since.parameter: last} if since is not None and last is not None else {}
    seen = _Seen(asked.key, where)
    taken = 0

    def counted() -> Iterator[list[Row]]:
        nonlocal taken
        for page in _records(api, asked, start, seen, where, check):
            taken += len(page)
            tell(taken)
            yield page

    pages = counted()
    kept: list[Part] = []
    number = 1
    if since is not None and before:
        new = {seen.key_of(record): record for page in pages for record in page}
        kept = list(_without(mirror, before, asked.key, new))
        pages = iter([list(new.values())])
        number += max(int(part.name.partition("-")[0]) for part in before)
    for rows in _parts(pages, AT_ONCE):
        part = Part(name=f"{number:06}", rows=rows.num_rows, upto=_largest(rows, asked, last))
        mirror.stage(part.name, rows)
        kept.append(part)
        number += 1
    rows_now = sum(part.rows for part in kept)
    if not rows_now and any(part.rows for part in before) and not may_empty:
        raise emptied(where, sum(part.rows for part in before))
    mirror.publish(kept)
    return Pulled(rows=rows_now, taken=taken)


def _records(
    api: Asking, asked: Declared, start: Mapping[str, str], seen: _Seen, where: str, check: Callable[[], None]
) -> Iterator[list[Row]]:  # fmt: skip
    """Every record once, page by page. Raises ShuzhiError where pages go round, or fewer come than there are."""
    paging = asked.paging
    place: _Place | None = _Place(dict(start) | (_first(paging) if paging is not None else {}))
    marks: set[str] = set()
    total: int | None = None
    while place is not None:
        check()
        answer = api.get(place.parameters, place.address)
        page = found(answer, asked.records)
        if not isinstance(page, list) or not all(isinstance(record, dict) for record in page):
            raise no_records(where, asked.records or "/")
        told = str(found(answer, asked.total)) if asked.total else ""
        total = int(told) if told.isdigit() else total
        fresh = seen.fresh([flat(record, asked.columns) for record in page])
        if page and not fresh and paging is not None and paging.kind in ("page", "offset"):
            raise round_and_round(where)
        yield fresh
        if total is not None and len(seen.keys) >= total:
            break
        place = _next(api, paging, place, answer, len(page), marks, where) if paging is not None else None
    if total is not None and len(seen.keys) != total:
        raise not_whole(where, total, len(seen.keys))


@dataclass(frozen=True)
class _Place:
    """Which page is asked for: by parameters, or by its own address."""

    parameters: Mapping[str, str]
    address: str | None = None


def _next(
    api: Asking, paging: Paging, place: _Place, answer: object, rows: int, marks: set[str], where: str
) -> _Place | None:
    """The page after this one; None when it was the last. ``marks``: those that were given before."""
    parameter = str(paging.parameter)
    if paging.kind in ("page", "offset"):
        step = 1 if paging.kind == "page" else rows
        # A short page is not the last one: some servers filter after they count.
        further = {parameter: str(int(place.parameters[parameter]) + step)}
        return _Place({**place.parameters, **further}) if rows else None
    mark = found(answer, paging.path)
    if mark in (None, "", False):
        return None
    if str(mark) in marks:
        raise round_and_round(where)
    marks.add(str(mark))
    if paging.kind == "cursor":
        return _Place({**place.parameters, parameter: str(mark)})
    address = urljoin(place.address or api.address, str(mark))
    if not api.is_ours(address):
        raise elsewhere(where)
    return _Place({}, address)


def _first(paging: Paging) -> dict[str, str]:
    place = {paging.size: str(paging.rows)} if paging.size else {}
    if paging.kind == "page":
        place[str(paging.parameter)] = str(paging.first)
    elif paging.kind == "offset":
        place[str(paging.parameter)] = "0"
    return place


def _parts(pages: Iterator[list[Row]], about: int) -> Iterator[pa.Table]:
    held: list[Row] = []
    for page in pages:
        held += page
        if len(held) >= about:
            yield _table(held)
            held = []
    if held:
        yield _table(held)


def _table(records: Sequence[Row]) -> pa.Table:
    names = dict.fromkeys(name for record in records for name in record)
    return pa.table({name: pa.array([record.get(name) for record in records], pa.string()) for name in names})


def _largest(rows: pa.Table, asked: Declared, last: str | None) -> tuple[str, ...]:
    if asked.since is None or asked.since.column not in rows.column_names:
        return ()
    values = [value for value in pc.unique(rows.column(asked.since.column)).to_pylist() if value]
    return (max([*values, *([last] if last else [])], key=_order),) if values or last else ()


def _order(value: str) -> tuple[int, float, str]:
    """Numbers by their size; other values (times) as they are written."""
    try:
        return (0, float(value), "")
    except ValueError:
        return (1, 0.0, value)


def _without(
    mirror: Mirror, parts: Sequence[Part], key: Sequence[str], new: dict[tuple[str, ...], Row]
) -> Iterator[Part]:
    """The parts without the records that came again otherwise; those that came again as they were leave ``new``.

    A part that loses records is written anew, under another name.
    """
    for part in parts:
        table = mirror.read(part.name)
        keys = list(zip(*(table.column(name).to_pylist() for name in key), strict=True))
        again = [place for place, each in enumerate(keys) if each in new]
        said = table.take(again).to_pylist()
        same = [_same(old, new[keys[place]]) for place, old in zip(again, said, strict=True)]
        for place, is_same in zip(again, same, strict=True):
            if is_same:
                del new[keys[place]]
        gone = {place for place, is_same in zip(again, same, strict=True) if not is_same}
        if not gone:
            yield part
        elif len(gone) < len(keys):
            left = table.take([place for place in range(len(keys)) if place not in gone])
            base, _, edition = part.name.partition("-")
            name = f"{base}-{int(edition or 0) + 1}"
            mirror.stage(name, left)
            yield Part(name=name, rows=left.num_rows, upto=part.upto)


def _same(old: Row, new: Row) -> bool:
    return all(old.get(name) == new.get(name) for name in {*old, *new})
