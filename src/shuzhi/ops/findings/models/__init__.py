"""Findings as people act on them, what each audience may read of them, and what was decided."""

from shuzhi.ops.findings.models.copied import Audience, Copy, FindingText
from shuzhi.ops.findings.models.decided import Contest, Decision, Question
from shuzhi.ops.findings.models.finding import Finding, Tally

__all__ = ["Audience", "Contest", "Copy", "Decision", "Finding", "FindingText", "Question", "Tally"]
