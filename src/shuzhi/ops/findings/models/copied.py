"""What the gateway gave of the findings, to whom."""

from django.db import models

from shuzhi.ops.findings.models.finding import Finding


class Copy(models.Model):
    """What one set of grants gives of the lake's findings (抄件). Readers with the same grants share it.

    ``plain``: the columns given unmasked; only by these may its readers sort and filter.
    """

    grants = models.CharField(max_length=64, unique=True, help_text="fingerprint of what the grants say")
    plain = models.JSONField(default=list)
    scenarios = models.JSONField(default=list)
    run = models.CharField(
        max_length=40, blank=True, help_text="the run it is complete for; empty while made"
    )

    def __str__(self) -> str:
        return self.grants[:8]


class Audience(models.Model):
    """A reader that grants name, for a purpose: ``role:<role>`` or ``user:<login>``, with the copy that is his."""

    who = models.CharField(max_length=80)
    purpose = models.CharField(max_length=100)
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="audiences")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("who", "purpose"), name="one_audience_once"),)

    def __str__(self) -> str:
        return f"{self.who} {self.purpose}"


class FindingText(models.Model):
    """A finding as one copy has it: exactly what the gateway gave. ``shown`` holds every column as text."""

    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="texts")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="texts")
    shown = models.JSONField()
    terms = models.TextField(help_text="what search finds it by; see ops/search.py")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("copy", "finding"), name="one_text_a_copy"),)

    def __str__(self) -> str:
        return f"{self.copy_id} {self.finding_id}"
