"""A file somebody sends, from its first look to the department's folder."""

from django.db import models
from django.db.models import F, Q


class Submission(models.Model):
    """One file on its way (报送). It holds no value of the file: only what it is called, and counts.

    ``layout`` is the number of the layout it is read by, 0 while a new one is to be made; ``fixes`` what somebody
    clicked; ``stored`` where it was put, below the city's data.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "待确认"
        WAITING = "waiting", "待审批"
        ACCEPTED = "accepted", "待入库"
        REFUSED = "refused", "未通过"
        DISCARDED = "discarded", "已放弃"

    source = models.CharField(max_length=100)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100, help_text="as its sender called it, made safe")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    layout = models.PositiveSmallIntegerField(default=0)
    fixes = models.JSONField(default=dict)
    counts = models.JSONField(default=dict, help_text="rows: records, bad, aside, wrong")
    stored = models.CharField(max_length=300, blank=True)
    sent_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="submissions")
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    because = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("source", "-id"), name="submission_of_source"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("sent_by")),
                name="submission_takes_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(stored=""), name="submission_accepted_is_stored"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.source} {self.state}"


class Reminder(models.Model):
    """That a department's people were told (催报) of a due date: once before it, once after it."""

    class Kind(models.TextChoices):
        SOON = "soon", "将到期"
        LATE = "late", "已逾期"

    source = models.CharField(max_length=100)
    sender = models.CharField(max_length=100, help_text="the department that owes it")
    due = models.DateField()
    kind = models.CharField(max_length=4, choices=Kind)
    at = models.DateTimeField()
    told = models.PositiveSmallIntegerField(help_text="how many people")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("source", "sender", "due", "kind"), name="one_reminder_a_due_date"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.sender} {self.due} {self.kind}"
