"""Documents that were made (存档): kept as they were handed out, never changed."""

from typing import Any

from django.db import models
from django.db.models import Q


class Document(models.Model):
    """A report made for one period: its files, what its numbers were counted from, and who may therefore have it.

    ``made_by`` is empty where the worker made it, for the role and department it was delivered to.
    """

    report = models.CharField(max_length=200, help_text="scenario.report")
    period = models.CharField(max_length=10)
    subject = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=100, blank=True)
    department = models.CharField(max_length=100, blank=True)
    run = models.CharField(max_length=100, blank=True)
    snapshot = models.CharField(max_length=100, blank=True)
    numbers = models.PositiveIntegerField(help_text="how many, each held against its query")
    rests = models.JSONField(help_text="run.report_sight.Rest: what it was counted from")
    files = models.JSONField(help_text="form -> SHA-256 of the file")

    class Meta:
        indexes = (models.Index(fields=("report", "-id"), name="document_of_report"),)
        constraints = (
            models.UniqueConstraint(
                fields=("report", "period", "subject", "role", "department"),
                condition=~Q(role=""),
                name="one_scheduled_document_a_period",
            ),
            models.CheckConstraint(
                condition=Q(made_by__isnull=True) & ~Q(role="") | Q(made_by__isnull=False, role=""),
                name="document_made_by_somebody_or_the_schedule",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report} {self.period} {self.subject}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Once only: what was handed out is not changed."""
        if not self._state.adding:
            raise RuntimeError("a document that was made is not changed")
        super().save(*args, **kwargs)
