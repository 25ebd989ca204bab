"""Where a user asks the city's indicators: one policy, one catalogue and one store of answers for the whole process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shuzhi.analyse.questions.vocabulary import Vocabulary
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import conflict
from shuzhi.ops.lake import Run, lake, last_run
from shuzhi.ops.people.access import Access
from shuzhi.packs.indicators import Entry, indicators
from shuzhi.packs.schema import City
from shuzhi.run.held import held as not_made
from shuzhi.run.indicators import Counter
from shuzhi.run.questions import vocabulary
from shuzhi.run.read import Desk, policy
from shuzhi.secure.gateway import Lake
from shuzhi.secure.kept import Kept
from shuzhi.secure.policy import Policy, Reader

_KEPT = Kept()
_MOST_WORDS = 200
_WORDS: dict[tuple[object, ...], Vocabulary] = {}


@dataclass(frozen=True, kw_only=True)
class _World:
    """All that is the same for everybody, as long as the city's files and the lake stay as they are."""

    city: City
    snapshot: str | None
    day: date
    policy: Policy
    catalogue: Mapping[str, Entry]
    run: Run | None
    held: Mapping[str, date]


_WORLD: list[_World] = []


def counter(by: Access) -> Counter:
    """Where this user asks. Raises Conflict before the city's first run. What an emergency adds is not counted."""
    return counter_of(by.reader(""))


def counter_of(reader: Reader) -> Counter:
    """Where a reader asks, who may be the worker in somebody's post. Raises Conflict before the city's first run."""
    held = lake()
    if held is None:
        raise conflict(
            Text("还没有数据：城市还没有运行过", "no data yet: the city has not run"),
            "lake",
            Text("请先运行 shuzhi run", "run `shuzhi run` first"),
        )
    world = _world(held)
    return Counter(
        desk=Desk(lake=held, reader=reader, policy=world.policy, today=world.day, kept=_KEPT),
        city=world.city,
        catalogue=world.catalogue,
        run=world.run.name if world.run else None,
        finished=world.run.finished if world.run else None,
        held=world.held,
    )


def words(asking: Counter) -> Vocabulary:
    """The words this user's questions may be made of: the same for all whose grants give the same."""
    given = tuple((each.entry.name, each.permit.said) for each in asking.offered())
    key = (asking.desk.lake.engine.snapshot(), id(asking.catalogue), given)
    if key not in _WORDS:
        if len(_WORDS) >= _MOST_WORDS:
            _WORDS.clear()
        _WORDS[key] = vocabulary(asking)
    return _WORDS[key]


def _world(held: Lake) -> _World:
    served, snapshot, day = city(), held.engine.snapshot(), today()
    known = _WORLD[0] if _WORLD else None
    if (
        known is not None
        and known.city is served
        and known.snapshot == snapshot
        and snapshot is not None
        and known.day == day
    ):
        return known
    made = _World(
        city=served,
        snapshot=snapshot,
        day=day,
        policy=policy(served, held),
        catalogue=indicators(served, served.as_of or day),
        run=last_run(held),
        held=not_made(held),
    )
    _WORLD[:] = [made]
    return made
