"""Orders, their tasks, and all that hangs on them."""

from shuzhi.ops.orders.models.around import Attachment, Comment, Feedback, Once, Reading
from shuzhi.ops.orders.models.delays import Extension, Supervision, Suspension
from shuzhi.ops.orders.models.order import FlowVersion, Order, Sight
from shuzhi.ops.orders.models.task import Task

__all__ = [
    "Attachment",
    "Comment",
    "Extension",
    "Feedback",
    "FlowVersion",
    "Once",
    "Order",
    "Reading",
    "Sight",
    "Supervision",
    "Suspension",
    "Task",
]
