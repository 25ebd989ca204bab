"""A file of requests, and its rows that could not be taken."""

from django.db import models
from django.db.models import F, Q


class ImportBatch(models.Model):
    """A file of requests (导入批次), known by the hash of its content. Every row of it is taken, repeated or bad.

    ``columns`` says which header was read as what.
    """

    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    channel = models.CharField(max_length=10)
    columns = models.JSONField()
    records = models.PositiveIntegerField()
    taken = models.PositiveIntegerField()
    repeated = models.PositiveIntegerField(help_text="their number had come before")
    bad = models.PositiveIntegerField()
    imported_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("department", "sha256"), name="one_import_a_file"),
            models.CheckConstraint(
                condition=Q(records=F("taken") + F("repeated") + F("bad")), name="import_counts_add_up"
            ),
        )

    def __str__(self) -> str:
        return self.name


class BadRow(models.Model):
    """A row that was not taken: its line in the file, why, and what stood there: locked, and as it is shown."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="bad_rows")
    line = models.PositiveIntegerField()
    why = models.JSONField()
    content = models.TextField(help_text="encrypted")
    shown = models.TextField(help_text="without whom it names")

    class Meta:
        indexes = (models.Index(fields=("batch", "id"), name="bad_row_of_batch"),)

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line}"
