"""What moves a deadline, and who presses for it: extensions, suspensions, supervision."""

from django.db import models
from django.db.models import F, Q

from shuzhi.ops.orders.models.order import Order
from shuzhi.ops.orders.models.task import Task


class Extension(models.Model):
    """A request for more days (延期), decided by ``department``."""

    class State(models.TextChoices):
        ASKED = "asked", "待批"
        GRANTED = "granted", "同意"
        REFUSED = "refused", "不同意"
        VOID = "void", "失效"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("department",), condition=Q(state="asked"), name="extension_to_decide"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("task",), condition=Q(state="asked"), name="one_extension_asked_a_task"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "void"), decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=("granted", "refused"), decided_by__isnull=False, decided_at__isnull=False),
                name="extension_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="extension_decided_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task_id}+{self.days} {self.state}"


class Suspension(models.Model):
    """A lawful stop of the clock (挂起): from ``since`` until somebody resumes, on ``ends_on`` at the latest."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=100)
    note = models.TextField(blank=True)
    suspended_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    ends_on = models.DateField()
    until = models.DateField(null=True)
    days = models.PositiveSmallIntegerField(null=True, help_text="working days the clock stood still")

    class Meta:
        indexes = (
            models.Index(fields=("ends_on",), condition=Q(until__isnull=True), name="suspension_by_end"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("order",), condition=Q(until__isnull=True), name="one_suspension_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, days__isnull=True)
                | Q(until__isnull=False, days__isnull=False),
                name="suspension_ended_is_counted",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.since}–{self.until or ''}"


class Supervision(models.Model):
    """Pressing for an order (督办), with a deadline of its own. Ends when the task it was put on does."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    note = models.TextField()
    due = models.DateField()
    overdue = models.BooleanField(default=False)
    put_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("order",), condition=Q(ended_at__isnull=True), name="supervision_live"),
            models.Index(fields=("due",), condition=Q(ended_at__isnull=True), name="supervision_by_due"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="supervision_has_a_level"),
            models.CheckConstraint(condition=~Q(note=""), name="supervision_says_what"),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.level}"
