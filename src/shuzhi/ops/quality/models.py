"""Quality rules that rows broke, what each run counted of them, and the order about each."""

from django.db import models
from django.db.models import F, Q


class Mending(models.Model):
    """A quality rule of a table that its department is to mend (整改), with the last order about it."""

    table = models.CharField(max_length=100, help_text="name of the source")
    rule = models.CharField(max_length=300)
    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("table", "rule"), name="one_mending_a_rule"),)

    def __str__(self) -> str:
        return f"{self.table} {self.rule}"


class Count(models.Model):
    """What a run counted of a rule with an order: kept when it is other than what the run before it counted."""

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    run = models.CharField(max_length=40)
    day = models.DateField()
    checked = models.BigIntegerField()
    failing = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("order", "run"), name="one_count_a_run"),
            models.CheckConstraint(
                condition=Q(failing__gte=0, failing__lte=F("checked")),
                name="count_fails_no_more_than_checked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.run} {self.failing}/{self.checked}"
