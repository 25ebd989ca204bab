"""What the pages about findings show."""

from shuzhi.ops.findings.queries.choices import choices, colleagues
from shuzhi.ops.findings.queries.detail import detail
from shuzhi.ops.findings.queries.evidence import evidence
from shuzhi.ops.findings.queries.inbox import Asked, Sort, inbox
from shuzhi.ops.findings.queries.questions import Which, questions
from shuzhi.ops.findings.queries.rule import rule
from shuzhi.ops.findings.queries.sheet import sheet
from shuzhi.ops.findings.queries.statistics import Group, funnel

__all__ = [
    "Asked",
    "Group",
    "Sort",
    "Which",
    "choices",
    "colleagues",
    "detail",
    "evidence",
    "funnel",
    "inbox",
    "questions",
    "rule",
    "sheet",
]
