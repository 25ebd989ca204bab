"""A grant added to city.yml on a page: below those that are there, every other line as it stands."""

import yaml

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.city_file import Grant
from shuzhi.packs.edit import Edit, try_out
from shuzhi.packs.schema import City
from shuzhi.packs.splice import append


def add_grant(city: City, grant: Grant, *, comment: str) -> Edit:
    """What the grant makes of the city's city.yml. Nothing is written.

    Raises ShuzhiError if the city would not load with it, or if the way the file is written cannot be edited here.
    """
    path = city.folder / "city.yml"
    before = path.read_bytes().decode("utf-8")
    written = grant.model_dump(exclude_defaults=True)
    try:
        after = append(before, ("grants",), written, comment=comment)
    except (ValueError, yaml.YAMLError) as error:
        raise ShuzhiError([_by_hand(str(path))]) from error
    edited = Edit(city=city.folder, path=path, before=before, after=after)
    if try_out(edited).grants != (*city.grants, grant):
        raise ShuzhiError([_by_hand(str(path))])
    return edited


def _by_hand(path: str) -> Problem:
    return Problem(
        what=Text(
            "授权（grants）的写法无法在此追加", "grants are written in a way that cannot be added to here"
        ),
        where=path,
        why=Text("每条授权要单独成行，以 - 开头", "each grant has to begin on a line of its own, with “-”"),
        todo=Text("改写后再批准", "write them so, then grant it"),
    )
