"""What a caller is answered, and whether he was told."""

from django.db import models
from django.db.models import F, Q

from shuzhi.ops.desk.models.request import Request


class Reply(models.Model):
    """A reply (答复): one draft at a time, then sent. ``marks`` are its quality as it was judged when it was sent."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SENT = "sent", "已发"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="replies")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    text = models.TextField()
    sources = models.JSONField(default=list, help_text="earlier replies it was drafted from")
    written_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    score = models.FloatField(null=True)
    floor = models.FloatField(null=True)
    marks = models.JSONField(default=list)
    reason = models.TextField(blank=True, help_text="why it was sent though below the floor")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("request",), condition=Q(state="draft"), name="one_draft_a_request"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_by=None, sent_at=None)
                | (Q(state="sent", sent_by__isnull=False, sent_at__isnull=False) & ~Q(text="")),
                name="reply_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(score__isnull=False, floor__isnull=False, score__gte=F("floor"))
                | ~Q(reason=""),
                name="reply_below_floor_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"


class Telling(models.Model):
    """That a caller is to be told something (告知): that his request was merged, or what it was answered."""

    class About(models.TextChoices):
        MERGED = "merged", "已并入同一件"
        REPLY = "reply", "答复"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="tellings")
    about = models.CharField(max_length=10, choices=About)
    reply = models.ForeignKey(Reply, null=True, on_delete=models.PROTECT, related_name="tellings")
    since = models.DateTimeField()
    told_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("request",), condition=Q(told_at=None), name="telling_not_done"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(about="merged", reply=None) | Q(about="reply", reply__isnull=False),
                name="telling_of_a_reply_names_it",
            ),
            models.CheckConstraint(
                condition=Q(told_by=None, told_at=None) | Q(told_by__isnull=False, told_at__isnull=False),
                name="telling_done_by_somebody",
            ),
            models.UniqueConstraint(
                fields=("request", "reply"), condition=Q(about="reply"), name="one_telling_a_reply"
            ),
            models.UniqueConstraint(
                fields=("request",), condition=Q(about="merged"), name="one_telling_a_merging"
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.about}"
