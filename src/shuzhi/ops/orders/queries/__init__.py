"""Reading orders, for the API."""

from shuzhi.ops.orders.queries.detail import Detail, attachment, detail
from shuzhi.ops.orders.queries.orders import Asked, State, counts, orders
from shuzhi.ops.orders.queries.tasks import Whose, tasks

__all__ = ["Asked", "Detail", "State", "Whose", "attachment", "counts", "detail", "orders", "tasks"]
