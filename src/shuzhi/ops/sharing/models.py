"""Requests of one department for a table of another's (共享申请), what its owner answered, and what was excepted."""

from django.db import models
from django.db.models import Q


class SharingRequest(models.Model):
    """A department asks for a table for a purpose, to be answered by ``due``. Granted, it is a grant of city.yml."""

    class State(models.TextChoices):
        ASKED = "asked", "待答复"
        GRANTED = "granted", "已批准"
        REFUSED = "refused", "未批准"

    table = models.CharField(max_length=200, help_text="schema.table")
    purpose = models.CharField(max_length=100)
    role = models.CharField(max_length=100, help_text="whose holders in the department are to read it")
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due = models.DateField()
    mask = models.CharField(max_length=10, blank=True, help_text="level it was granted at")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    lifted = models.TextField(blank=True, help_text="why it is granted although the department owes data")
    lifted_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("owner", "state"), name="sharing_request_of_owner"),
            models.Index(fields=("department", "state"), name="sharing_request_of_asker"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("table", "purpose", "role", "department"),
                condition=Q(state="asked"),
                name="one_live_sharing_request",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by__isnull=True, answered_at__isnull=True, answer="")
                | (
                    ~Q(state="asked")
                    & ~Q(answer="")
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="sharing_request_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(state="granted") & ~Q(mask="")) | (~Q(state="granted") & Q(mask="")),
                name="sharing_request_granted_at_a_level",
            ),
            models.CheckConstraint(
                condition=Q(lifted="", lifted_by__isnull=True, lifted_at__isnull=True)
                | (~Q(lifted="") & Q(lifted_by__isnull=False, lifted_at__isnull=False)),
                name="sharing_request_lifted_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.department_id} {self.state}"
