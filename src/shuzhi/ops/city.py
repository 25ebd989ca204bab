"""The city this process serves, as its files say."""

from functools import cache

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.folder import CITY, folder
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City


@cache
def city() -> City:
    """The city served, as its files say. Raises ShuzhiError when no city is named or its files are wrong."""
    where = folder()
    if where is None:
        raise ShuzhiError(
            [
                Problem(
                    what=Text("没有指明城市", "no city is named"),
                    where=CITY,
                    todo=Text("用 shuzhi serve <城市目录> 启动", "start with `shuzhi serve <city folder>`"),
                )
            ]
        )
    return load_city(where)
