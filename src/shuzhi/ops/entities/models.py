"""Answers as the database keeps them: one that stands for a pair, and those taken back."""

from django.db import models
from django.db.models import Q


class Answer(models.Model):
    """What somebody found of two records: one, two, or not to be told. ``l`` before ``r``; ids are the lake's."""

    class Said(models.TextChoices):
        SAME = "same", "同一个"
        DIFFERENT = "different", "不是同一个"
        UNSURE = "unsure", "说不准"

    kind = models.CharField(max_length=20)
    l = models.CharField(max_length=40)  # noqa: E741
    r = models.CharField(max_length=40)
    answer = models.CharField(max_length=10, choices=Said)
    note = models.TextField(blank=True)
    purpose = models.CharField(max_length=60)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        "people.User", null=True, on_delete=models.PROTECT, related_name="undone_answers"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "l", "r"), condition=Q(undone_at=None), name="one_answer_stands_for_a_pair"
            ),
            models.CheckConstraint(condition=Q(l__lt=models.F("r")), name="answer_in_order"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="answer_is_undone_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.l} {self.r} {self.answer}"
