"""Files put to an order."""

from pathlib import PurePath

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.clock import now
from shuzhi.ops.errors import invalid
from shuzhi.ops.orders import files
from shuzhi.ops.orders.actions.keeping import note
from shuzhi.ops.orders.case import Case, take
from shuzhi.ops.orders.models import Attachment
from shuzhi.ops.orders.rights import require
from shuzhi.ops.people.access import Access


@transaction.atomic
def attach(*, by: Access, order: str, name: str, content: bytes, field: str = "") -> Attachment:
    """A file of the order, for a field of its step's form or for none.

    A photo loses the place it was taken at, unless the field asks for a location.
    """
    case = take(by, order)
    require("attach", case)
    kept = files.checked(content, keeps_place=_asks_for_place(case, field))
    files.keep(kept)
    made = Attachment.objects.create(
        order=case.order,
        task=case.task,
        field=field,
        sha256=kept.sha256,
        name=_name(name),
        media_type=kept.media_type,
        size=len(kept.content),
        added_by=by.user,
        at=now(),
    )
    note(case, "attach", attachment=made.pk, sha256=made.sha256)
    return made


def _asks_for_place(case: Case, field: str) -> bool:
    if not field:
        return False
    declared = next((each for each in case.step.form if each.name == field), None)
    if declared is None or declared.kind not in ("photo", "location"):
        raise invalid(
            Text(f"“{field}”不收照片", f"the field “{field}” takes no photos"),
            "field",
            Text("刷新页面，重新填写", "reload the page and fill it in again"),
        )
    return declared.kind == "location"


def _name(name: str) -> str:
    """The file's own name without folders and what cannot be printed."""
    base = "".join(
        character for character in PurePath(name.replace("\\", "/")).name if character.isprintable()
    )
    return base[-200:] or "file"
