"""How a table is shared and open, changed on its page and written into catalogue.yml: every other line stays."""

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.catalogue_file import Listed, Opening, Sharing
from shuzhi.packs.edit import Edit, try_out
from shuzhi.packs.schema import City
from shuzhi.packs.splice import put


def edit_catalogue(
    city: City, table: str, *, sharing: Sharing | None, opening: Opening | None, comment: str
) -> Edit:
    """What the change makes of the city's catalogue.yml; None leaves as it is. Nothing is written.

    Raises ShuzhiError if nothing would change, or if the way the file is written cannot be edited here.
    """
    held = city.catalogue.tables.get(table, Listed())
    meant = Listed(sharing=sharing or held.sharing, opening=opening or held.opening)
    if meant == held:
        raise ShuzhiError([_nothing_changes(table)])
    path = city.folder / city.catalogue.places.file
    before = after = path.read_bytes().decode("utf-8")
    for name, was, now in (("sharing", held.sharing, sharing), ("opening", held.opening, opening)):
        if now is not None and now != was:
            after = put(after, ("tables", table, name), now.model_dump(exclude_none=True), comment=comment)
    edited = Edit(city=city.folder, path=path, before=before, after=after)
    if try_out(edited).catalogue.tables != {**city.catalogue.tables, table: meant}:
        raise ShuzhiError([_by_hand(str(path))])
    return edited


def _nothing_changes(table: str) -> Problem:
    return Problem(
        what=Text("与现在写的相同，没有改动", "it says so already; nothing would change"),
        where=table,
        todo=Text("改了再提请", "change something, then ask"),
    )


def _by_hand(path: str) -> Problem:
    return Problem(
        what=Text(
            "目录文件的写法无法在此修改", "the way the catalogue's file is written cannot be edited here"
        ),
        where=path,
        why=Text("可能用了 & 和 * 锚点", "perhaps it uses & and * anchors"),
        todo=Text("请直接编辑文件", "edit the file by hand"),
    )
