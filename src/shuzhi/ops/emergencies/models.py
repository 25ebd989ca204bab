"""An emergency as the database keeps it: nobody allows his own, and none is without an end."""

from django.db import models
from django.db.models import F, Q


class Emergency(models.Model):
    """Somebody may read tables beyond his grants, for a purpose, for some hours."""

    class State(models.TextChoices):
        ASKED = "asked", "待批准"
        OPEN = "open", "开放"
        REFUSED = "refused", "未批准"
        ENDED = "ended", "已结束"

    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="emergencies")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    purpose = models.CharField(max_length=60)
    tables = models.JSONField(help_text="schema.table, each")
    hours = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey(
        "people.User", null=True, on_delete=models.PROTECT, related_name="decided_emergencies"
    )
    decided_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="emergency_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "refused"))
                | Q(ends_at__isnull=False, decided_by__isnull=False),
                name="emergency_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=72), name="emergency_of_days_at_most"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.asked_by_id} {self.state}"
