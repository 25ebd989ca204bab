"""Changes of orders: each one function, by somebody, atomic, audited."""

from shuzhi.ops.orders.actions.handling import claim, complete, hand_over
from shuzhi.ops.orders.actions.opening import Matter, of_finding, of_request, open_order

__all__ = ["Matter", "claim", "complete", "hand_over", "of_finding", "of_request", "open_order"]
