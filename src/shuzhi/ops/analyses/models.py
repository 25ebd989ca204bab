"""What somebody keeps under a name: the form, locked, for its values say what he looked for."""

from django.db import models


class Saved(models.Model):
    """One analysis, its owner's, and of whom he shares it with. It holds no rows: whoever opens it asks as himself."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    form = models.TextField(help_text="locked")
    department = models.ForeignKey(
        "people.Department", null=True, on_delete=models.CASCADE, related_name="+", help_text="shared with"
    )
    role = models.CharField(max_length=100, blank=True, help_text="shared with")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "name"), name="saved_once_a_name"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}"
