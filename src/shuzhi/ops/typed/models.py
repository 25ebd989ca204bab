"""What somebody typed: his own, kept locked, for it holds what he looked for."""

from django.db import models


class Typed(models.Model):
    """One query somebody ran. Only the last of each person are kept."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=100)
    sql = models.TextField(help_text="locked")
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(null=True, help_text="empty: refused or failed")
    milliseconds = models.PositiveIntegerField()

    class Meta:
        indexes = (models.Index(fields=("user", "-id"), name="typed_of_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.at}"
