"""Shapes of the API are told to the pages by their names alone: no two may share one."""

from collections import Counter
from collections.abc import Iterator

from ninja import Schema

from shuzhi.ops.api import api


def shapes(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for each in of.__subclasses__():
        yield each
        yield from shapes(each)


def test_no_two_shapes_share_a_name() -> None:
    assert api.get_openapi_schema()
    names = Counter(each.__name__ for each in shapes() if each.__module__.startswith("shuzhi."))
    assert [name for name, times in names.items() if times > 1] == []
