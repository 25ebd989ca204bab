"""What people decided about findings, asked departments, and heard from those concerned."""

from django.db import models
from django.db.models import F, Q

from shuzhi.ops.findings.models.finding import CONCLUSIONS, Finding


class Decision(models.Model):
    """A decision (处置) by somebody, about one finding. ``before`` is what the finding was, so that it can be undone.

    ``batch`` is shared by what was decided in one go. The finding's present state is its own; this is its history.
    """

    class Kind(models.TextChoices):
        ACCEPT = "accept", "列为线索"
        TAKE_UP = "take_up", "立案"
        DISMISS = "dismiss", "排除"
        MERGE = "merge", "并入"
        UNMERGE = "unmerge", "分开"
        CHECK = "check", "开始核实"
        ASSIGN = "assign", "交办"
        REOPEN = "reopen", "重新打开"
        CONCLUDE = "conclude", "工单办结"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    decided_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=30, blank=True, help_text="a declared reason; see reasons.py")
    words = models.TextField(blank=True)
    conclusion = models.CharField(max_length=10, null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    recovered = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    into = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="+")
    order = models.CharField(max_length=20, blank=True, help_text="number of the order that led to it")
    before = models.JSONField()
    batch = models.UUIDField(db_index=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("finding", "id"), name="decision_by_finding"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    kind__in=(
                        "accept", "take_up", "dismiss", "merge", "unmerge", "check", "assign", "reopen", "conclude",
                    )
                ),
                name="decision_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(conclusion=None) | Q(conclusion__in=CONCLUSIONS), name="decision_conclusion_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="dismiss") | (Q(conclusion="排除") & ~Q(reason="")),
                name="decision_dismisses_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="merge", into__isnull=False) | (~Q(kind="merge") & Q(into=None)),
                name="decision_merges_into_another",
            ),
            models.CheckConstraint(
                condition=Q(recovered=None) | Q(recovered__gte=0), name="decision_recovered_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undone_at__gte=F("at")), name="decision_undone_after_made"
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.finding_id} {self.kind}"


class Question(models.Model):
    """What a department is asked about a finding (征询), and its answer."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="questions")
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("department", "id"), condition=Q(answered_at=None), name="question_open"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="question_asks_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__gte=F("asked_at"))),
                name="question_answered_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding_id} {self.department_id}"


class Contest(models.Model):
    """What the person a finding concerns says against it (申辩), and what came of it."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "维持原结论"
        CORRECTED = "corrected", "采纳申辩，更正"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="contests")
    text = models.TextField()
    heard_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="contest_says_something"),
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_by=None, answered_at=None)
                | (
                    Q(outcome__in=("upheld", "corrected"), answered_by__isnull=False)
                    & Q(answered_at__gte=F("heard_at"))
                    & ~Q(answer="")
                ),
                name="contest_answered_by_somebody",
            ),
            models.UniqueConstraint(fields=("finding",), condition=Q(outcome=""), name="one_open_contest"),
        )

    def __str__(self) -> str:
        return f"{self.finding_id} {self.outcome or 'open'}"
