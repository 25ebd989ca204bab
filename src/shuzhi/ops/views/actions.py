"""Arranging a view: what somebody did with its panels on the page is written into its file."""

import hashlib
from collections.abc import Sequence

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city, read_again
from shuzhi.ops.errors import conflict, invalid
from shuzhi.ops.people.access import Access, not_allowed
from shuzhi.ops.views.declared import allowed, askable, declared, mark_of
from shuzhi.packs.edit import apply
from shuzhi.packs.edit_view import Arranged, edit_view
from shuzhi.packs.schema import View
from shuzhi.packs.view_file import PanelFile

EDIT = "views.edit"


At = tuple[int, int, int, int]


@transaction.atomic
def arrange(*, by: Access, name: str, mark: str, panels: Sequence[tuple[int, At] | PanelFile]) -> None:
    """Write the view ``scope/name`` with these panels: its own, by their places in the file and where they shall
    stand, and new ones. ``mark``: of the file that he was shown.

    Raises Refused unless he may edit views for the whole city, Conflict where the file has changed since, ShuzhiError
    where the city would not load with it, or a new panel asks what he may not ask.
    """
    if not by.may_for_all(EDIT):
        raise not_allowed(EDIT)
    view = declared(by, name)
    if mark_of(view) != mark:
        raise conflict(
            Text("视图已被别人改动，没有写入", "somebody else has changed the view; nothing was written"),
            f"view:{name}",
            Text("重新打开编辑，再改一次", "open it again to edit it"),
        )
    edited = edit_view(city(), view, _arranged(by, view, panels))
    if edited.after == edited.before:
        return
    record(
        by=by.login,
        action="views.arrange",
        object=f"view:{name}"[:80],
        about={"diff": hashlib.sha256(edited.diff.encode()).hexdigest(), "panels": len(panels)},
    )
    # Last: a file that cannot be written takes the record back with it.
    apply(edited)
    read_again()


def _arranged(by: Access, view: View, panels: Sequence[tuple[int, At] | PanelFile]) -> list[Arranged]:
    """No panel stands twice, and nobody puts a question on a screen that he may not ask himself."""
    held = [each[0] for each in panels if isinstance(each, tuple)]
    if not panels or len(held) != len(set(held)) or not set(held) <= set(range(len(view.panels))):
        raise invalid(
            Text("视图里没有面板，或者有一个对不上", "no panel, or one that does not fit the file"),
            f"view:{view.name}",
            Text("重新打开编辑", "open it again to edit it"),
        )
    may = askable(by)
    if not all(isinstance(each, tuple) or allowed(each, may) for each in panels):
        raise invalid(
            Text("新面板问的指标您看不到", "the new panel asks an indicator that is not for you"),
            f"view:{view.name}",
            Text("换一个您能看的指标", "choose one that you may see"),
        )
    return [
        Arranged(was=each[0], panel=view.panels[each[0]].model_copy(update={"at": each[1]}))
        if isinstance(each, tuple)
        else Arranged(was=None, panel=each)
        for each in panels
    ]
