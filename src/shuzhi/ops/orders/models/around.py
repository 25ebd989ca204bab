"""What is put beside an order: comments, files, what the citizen said; and what keeps doing and reading honest."""

from django.db import models
from django.db.models import Q

from shuzhi.ops.orders.models.order import Order
from shuzhi.ops.orders.models.task import Task


class Comment(models.Model):
    """A remark for everybody who sees the order."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),)

    def __str__(self) -> str:
        return f"{self.order_id} {self.at:%F}"


class Attachment(models.Model):
    """A file of an order, stored under the SHA-256 of its content, served only to who may see the order."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="attachments")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=60, blank=True, help_text="form field it answers, if any")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(size__gt=0), name="attachment_is_not_empty"),)

    def __str__(self) -> str:
        return f"{self.order_id} {self.name}"


class Feedback(models.Model):
    """What the citizen said of an order, once each time it was closed (``round`` counts reopenings)."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="feedback")
    round = models.PositiveSmallIntegerField()
    satisfaction = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    given_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="+", help_text="who wrote it down"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("order", "round"), name="one_feedback_a_closing"),
            models.CheckConstraint(
                condition=Q(satisfaction__gte=1, satisfaction__lte=5), name="satisfaction_is_one_to_five"
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.satisfaction}"


class Once(models.Model):
    """A change asked for under a key (Idempotency-Key), with its answer: asked again, it is not done again."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    asked = models.CharField(max_length=64, help_text="SHA-256 of what was asked")
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="one_key_once_a_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"


class Reading(models.Model):
    """That a user read an order on a day: its first reading of the day is in the audit chain."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "order", "day"), name="one_reading_a_day"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.order_id} {self.day}"
