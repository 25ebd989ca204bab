"""What people do about findings: each one function, by somebody, atomic, audited."""

from shuzhi.ops.findings.actions.asking import answer_contest, answer_question, ask, contest
from shuzhi.ops.findings.actions.batches import Choice, Done, decide, undo
from shuzhi.ops.findings.actions.tuning import accept_advice
from shuzhi.ops.findings.actions.working import begin_checking, conclude

__all__ = [
    "Choice",
    "Done",
    "accept_advice",
    "answer_contest",
    "answer_question",
    "ask",
    "begin_checking",
    "conclude",
    "contest",
    "decide",
    "undo",
]
