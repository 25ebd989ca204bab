"""A day's plan as the database keeps it: one in force for a dispatcher's department and day, earlier ones kept."""

from django.db import models
from django.db.models import Q


class DayPlan(models.Model):
    """Who goes where on a day (排程). ``planned`` is ``planning.Planned``: as it was asked, and what came of it."""

    class State(models.TextChoices):
        IN_FORCE = "in_force", "生效"
        REPLACED = "replaced", "已改"

    day = models.DateField()
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="day_plans")
    state = models.CharField(max_length=8, choices=State, default=State.IN_FORCE)
    planned = models.JSONField()
    because = models.TextField(blank=True)
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="day_plans")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("day", "department"), condition=Q(state="in_force"), name="one_plan_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.department_id} {self.state}"
