"""The chain as a table that the database itself refuses to change."""

from django.db import models


class Record(models.Model):
    """One change of state: who did what to which object, chained to the record before it."""

    number = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=3, help_text="which digest: aes is SHA-256, sm is SM3")
    at = models.CharField(max_length=32)
    by = models.CharField(max_length=150)
    action = models.CharField(max_length=64)
    object = models.CharField(max_length=80)
    about = models.JSONField()
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("object", "number")), models.Index(fields=("by", "number")))
        constraints = (
            models.CheckConstraint(condition=models.Q(number__gte=1), name="record_numbers_start_at_one"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.by} {self.action} {self.object}"
