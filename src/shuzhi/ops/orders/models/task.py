"""A task: one flow step of one order, held by one department."""

from django.db import models
from django.db.models import Q

from shuzhi.ops.orders.models.order import Order

LIVE = Q(ended_at__isnull=True)
"""Open or suspended."""


class Task(models.Model):
    """A task (任务). ``due`` is the last day; on ``warns_on`` and ``escalates_on`` the clock acts next."""

    class Kind(models.TextChoices):
        LEAD = "lead", "主办"
        JOINT = "joint", "协办"

    class State(models.TextChoices):
        OPEN = "open", "待办"
        SUSPENDED = "suspended", "挂起"
        DONE = "done", "已办"
        VOID = "void", "失效"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LEAD)
    step = models.CharField(max_length=60)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="tasks")
    ask = models.TextField(blank=True, help_text="what a joint department is asked")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    handler = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="tasks")
    claimed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    due = models.DateField()
    warns_on = models.DateField(null=True)
    overdue = models.BooleanField(default=False)
    escalation = models.PositiveSmallIntegerField(default=0)
    escalates_on = models.DateField(null=True)
    result = models.CharField(max_length=60, blank=True)
    form = models.JSONField(default=dict)
    done_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="done_tasks")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("department", "due", "id"), condition=LIVE, name="task_of_department"),
            models.Index(fields=("handler", "due", "id"), condition=LIVE, name="task_of_handler"),
            models.Index(fields=("due",), condition=LIVE, name="task_by_due"),
            models.Index(fields=("warns_on",), condition=LIVE, name="task_by_warning"),
            models.Index(fields=("escalates_on",), condition=LIVE, name="task_by_escalation"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("order",), condition=LIVE & Q(kind="lead"), name="one_live_lead_task_an_order"
            ),
            models.UniqueConstraint(
                fields=("order", "department"),
                condition=LIVE & Q(kind="joint"),
                name="one_live_joint_task_a_department",
            ),
            models.CheckConstraint(condition=Q(kind__in=("lead", "joint")), name="task_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "suspended"), ended_at__isnull=True)
                | Q(state__in=("done", "void"), ended_at__isnull=False),
                name="task_ended_has_its_time",
            ),
            models.CheckConstraint(
                # Nobody's doing where the data show that it is done.
                condition=(Q(state="done") & ~Q(result=""))
                | (~Q(state="done") & Q(result="", done_by__isnull=True)),
                name="task_done_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(handler__isnull=True, claimed_at__isnull=True)
                | Q(handler__isnull=False, claimed_at__isnull=False),
                name="task_handler_claimed_it",
            ),
            models.CheckConstraint(
                condition=Q(escalation=0) | Q(overdue=True), name="task_escalated_is_overdue"
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_id}/{self.step} {self.state}"
