"""Notices to users, and the outbox of those that also leave the house."""

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One thing one user must know (通知). ``text`` is ``{zh, en}`` and tells nobody's data; ``link`` has the rest."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    text = models.JSONField()
    link = models.CharField(max_length=100)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("user", "id")),
            models.Index(fields=("user",), condition=Q(read_at__isnull=True), name="notice_unread"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class Delivery(models.Model):
    """A notice on its way out by one channel: tried until it arrives, or given up after the last try."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        SENT = "sent", "已发"
        GIVEN_UP = "given_up", "放弃"

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=(("mail", "邮件"), ("webhook", "回调")))
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("next_at",), condition=Q(sent_at__isnull=True), name="delivery_waiting"),
        )
        constraints = (
            models.UniqueConstraint(fields=("notice", "channel"), name="one_delivery_a_channel"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | Q(state__in=("waiting", "given_up"), sent_at__isnull=True),
                name="delivery_sent_has_its_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel} {self.state}"
