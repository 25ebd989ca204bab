"""Errors that users of shared data report on rows (校核纠错), what the owner answered, and what was disputed."""

from django.db import models
from django.db.models import Q


class Correction(models.Model):
    """A reported error on one row of a department's table, or on one column of it, due to be answered by ``due``."""

    class State(models.TextChoices):
        ASKED = "asked", "待核实"
        MENDED = "mended", "已更正"
        REFUSED = "refused", "核实无误"
        DISPUTED = "disputed", "有争议"
        UPHELD = "upheld", "裁定无误"
        OVERTURNED = "overturned", "裁定更正"

    table = models.CharField(max_length=100, help_text="name of the source")
    batch = models.CharField(max_length=80)
    row = models.BigIntegerField()
    column = models.CharField(max_length=100, blank=True, help_text="empty: the row as a whole")
    place = models.CharField(max_length=500, help_text="file and record, as people say it")
    purpose = models.CharField(max_length=100, help_text="for which whoever reported it was given the row")
    owner = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    text = models.TextField()
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    asked_for = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    dispute = models.TextField(blank=True)
    disputed_at = models.DateTimeField(null=True)
    ruling = models.TextField(blank=True)
    ruled_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("owner", "state"), name="correction_of_owner"),)
        constraints = (
            models.UniqueConstraint(
                fields=("table", "batch", "row", "column"),
                condition=Q(state__in=("asked", "disputed")),
                name="one_live_correction_a_cell",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by__isnull=True, answered_at__isnull=True, answer="")
                | (
                    ~Q(state="asked")
                    & ~Q(answer="")
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="correction_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "mended", "refused"), dispute="", disputed_at__isnull=True)
                | (
                    Q(state__in=("disputed", "upheld", "overturned"), disputed_at__isnull=False)
                    & ~Q(dispute="")
                ),
                name="correction_disputed_with_words",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=("upheld", "overturned"), ruled_by__isnull=False, ruled_at__isnull=False)
                    & ~Q(ruling="")
                )
                | (
                    ~Q(state__in=("upheld", "overturned"))
                    & Q(ruled_by__isnull=True, ruled_at__isnull=True, ruling="")
                ),
                name="correction_ruled_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.batch}/{self.row} {self.state}"
