"""Changes of orders: each one function, by somebody, atomic, audited."""

from shuzhi.ops.orders.actions.attaching import attach
from shuzhi.ops.orders.actions.by_data import close_by_data, drop_by_data, open_by_data, reopen_by_data
from shuzhi.ops.orders.actions.delays import ask_extension, decide_extension, resume, suspend
from shuzhi.ops.orders.actions.handling import claim, complete, hand_over
from shuzhi.ops.orders.actions.joint import answer, invite, withdraw
from shuzhi.ops.orders.actions.notes import comment, give_feedback, link
from shuzhi.ops.orders.actions.opening import Matter, matter_of, of_finding, of_request, open_order
from shuzhi.ops.orders.actions.overseeing import cancel, reopen, supervise

__all__ = [
    "Matter",
    "answer",
    "ask_extension",
    "attach",
    "cancel",
    "claim",
    "close_by_data",
    "comment",
    "complete",
    "decide_extension",
    "drop_by_data",
    "give_feedback",
    "hand_over",
    "invite",
    "link",
    "matter_of",
    "of_finding",
    "of_request",
    "open_by_data",
    "open_order",
    "reopen",
    "reopen_by_data",
    "resume",
    "supervise",
    "suspend",
    "withdraw",
]
