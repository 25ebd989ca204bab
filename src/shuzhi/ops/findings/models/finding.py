"""A finding, and the counts of findings."""

from django.db import models
from django.db.models import F, Q

CONCLUSIONS = ("排除", "线索", "立案")
"""In the order of the funnel; the lake's own words (evaluate.outcomes)."""


class Finding(models.Model):
    """A finding (疑点) of the lake, under the lake's own id, and how far people have got with it.

    What the lake says of it (scenario to ``as_of``) follows each run; what people did is never touched by one.
    Nobody is shown these columns but through a FindingText: they are for sorting, scope, orders and outcomes.
    """

    class State(models.TextChoices):
        NEW = "new", "新"
        CHECKING = "checking", "核实中"
        LEAD = "lead", "线索"
        CASE = "case", "立案"
        CLOSED = "closed", "办结"
        DISMISSED = "dismissed", "排除"
        MERGED = "merged", "已并入"

    id = models.CharField(max_length=40, primary_key=True)
    scenario = models.CharField(max_length=60)
    rule = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=40, help_text="keyed id, never a name")
    score = models.FloatField()
    clause = models.TextField()
    region = models.CharField(max_length=12, blank=True)
    point = models.CharField(max_length=40, blank=True, help_text="longitude,latitude of a place")
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    as_of = models.DateField()
    first_seen = models.DateField()
    gone = models.DateTimeField(null=True, help_text="when the lake no longer had it")

    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    # Mostly empty: their indexes, below, leave the empty ones out, or SQLite takes them for useless.
    merged_into = models.ForeignKey(
        "self", null=True, db_index=False, on_delete=models.PROTECT, related_name="merged"
    )
    department = models.ForeignKey(
        "people.Department", null=True, db_index=False, on_delete=models.PROTECT, related_name="findings"
    )
    assignee = models.ForeignKey(
        "people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="findings"
    )
    conclusion = models.CharField(max_length=10, null=True)
    decided_at = models.DateTimeField(null=True)
    recovered = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    changed_at = models.DateTimeField(help_text="by a person or a run; what is counted follows it")

    class Meta:
        indexes = (
            # The inbox: all or one state, in one order, walked from its end.
            models.Index(fields=("score", "id"), condition=Q(gone=None), name="finding_all_by_score"),
            models.Index(fields=("amount", "id"), condition=Q(gone=None), name="finding_all_by_amount"),
            models.Index(fields=("first_seen", "id"), condition=Q(gone=None), name="finding_all_by_day"),
            models.Index(fields=("state", "score", "id"), condition=Q(gone=None), name="finding_by_score"),
            models.Index(fields=("state", "amount", "id"), condition=Q(gone=None), name="finding_by_amount"),
            models.Index(fields=("state", "first_seen", "id"), condition=Q(gone=None), name="finding_by_day"),
            models.Index(
                fields=("rule", "region", "state", "score", "id"),
                condition=Q(gone=None),
                name="finding_by_rule",
            ),
            models.Index(
                fields=("department", "state", "score", "id"),
                condition=Q(department__isnull=False),
                name="finding_by_department",
            ),
            models.Index(
                fields=("assignee", "state", "score", "id"),
                condition=Q(assignee__isnull=False),
                name="finding_by_assignee",
            ),
            models.Index(
                fields=("merged_into",), condition=Q(merged_into__isnull=False), name="finding_by_merger"
            ),
            models.Index(fields=("subject",), name="finding_by_subject"),
            models.Index(fields=("changed_at",), name="finding_by_change"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | Q(state__in=("new", "checking", "lead", "case", "closed", "dismissed"), merged_into=None),
                name="finding_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="finding_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("new", "checking", "merged"), conclusion=None)
                | Q(state="dismissed", conclusion="排除")
                | Q(state="lead", conclusion="线索")
                | Q(state="case", conclusion="立案")
                | Q(state="closed", conclusion__in=("线索", "立案")),
                name="finding_state_fits_conclusion",
            ),
            models.CheckConstraint(
                condition=Q(conclusion=None, decided_at=None)
                | Q(conclusion__isnull=False, decided_at__isnull=False),
                name="finding_concluded_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(recovered=None) | Q(recovered__gte=0, conclusion__isnull=False),
                name="finding_recovered_with_conclusion",
            ),
        )

    def __str__(self) -> str:
        return self.id


class Tally(models.Model):
    """How many findings share all these marks, and their yuan: what statistics add up. Counted anew, never edited."""

    scenario = models.CharField(max_length=60)
    rule = models.CharField(max_length=100)
    department = models.ForeignKey("people.Department", null=True, on_delete=models.CASCADE, related_name="+")
    county = models.CharField(max_length=6, blank=True)
    town = models.CharField(max_length=9, blank=True)
    seen = models.DateField(help_text="first day of the month it was first seen in")
    decided = models.DateField(null=True, help_text="first day of the month it was concluded in")
    state = models.CharField(max_length=10)
    conclusion = models.CharField(max_length=10, null=True)
    findings = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    recovered = models.DecimalField(max_digits=20, decimal_places=2)
    counted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("scenario", "rule"), name="tally_by_rule"),)

    def __str__(self) -> str:
        return f"{self.scenario}/{self.rule} {self.state} {self.findings}"
