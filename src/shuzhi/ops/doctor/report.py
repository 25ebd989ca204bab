"""Every clause with what was found, and how it all adds up."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from shuzhi.core.text import Text
from shuzhi.ops.doctor.deployment import Deployment, Result, State
from shuzhi.ops.doctor.items import ITEMS, Item
from shuzhi.packs.loader import load_city

PEOPLE = Result(State.PEOPLE, Text("程序查不出，请人工核查", "no program can tell: for people to check"))
SAID: Mapping[State, Text] = {
    State.MET: Text("符合", "met"),
    State.NOT_MET: Text("不符合", "not met"),
    State.PEOPLE: Text("人工核查", "for people"),
    State.NOTHING_YET: Text("尚无", "nothing yet"),
}


def examine(folder: Path) -> Iterator[tuple[Item, Result]]:
    """One line per clause, in the order of the standard. Looks only; changes nothing."""
    at = Deployment(city=load_city(folder))
    for item in ITEMS:
        yield item, item.check(at) if item.check else PEOPLE
