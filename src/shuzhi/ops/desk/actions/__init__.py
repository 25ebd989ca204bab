"""Changes of requests: each one function, by somebody, atomic, audited."""

from shuzhi.ops.desk.actions.importing import import_file
from shuzhi.ops.desk.actions.merging import merge, tell, unmerge
from shuzhi.ops.desk.actions.ordering import open_order
from shuzhi.ops.desk.actions.rating import rate
from shuzhi.ops.desk.actions.reading import note_caller, note_reading, read_contact
from shuzhi.ops.desk.actions.replying import save_draft, send_reply
from shuzhi.ops.desk.actions.taking import Said, correct, take

__all__ = [
    "Said",
    "correct",
    "import_file",
    "merge",
    "note_caller",
    "note_reading",
    "open_order",
    "rate",
    "read_contact",
    "save_draft",
    "send_reply",
    "take",
    "tell",
    "unmerge",
]
