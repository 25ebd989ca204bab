"""How good a reply reads: four marks with their reasons, while it is written and when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from shuzhi.ops.city import city
from shuzhi.ops.clock import CHINA, today
from shuzhi.ops.desk import suggester
from shuzhi.packs.macros import value_on

FLOOR = 0.4
"""Below it a reply is sent with a reason only. Of 2,816 real replies every fifth is below: those that say only that the
letter was received or handed on, or one line."""

WITHIN = 60
"""Days in which a request is answered, where the scenario names no parameter: 《信访工作条例》第三十四条."""

ASPECTS = ("relevance", "completeness", "explanation", "timeliness")
_OF_THE_TEXT = ASPECTS[:3]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One aspect, 0 to 1, with what is there and what to mend, in Chinese."""

    name: str
    value: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Quality:
    """``score``: the mean of what the words themselves are marked for. None, without marks, where nothing judges."""

    readiness: suggester.Readiness
    score: float | None = None
    floor: float = FLOOR
    marks: tuple[Mark, ...] = ()

    @property
    def passes(self) -> bool:
        return self.score is not None and self.score >= self.floor


def judge(*, title: str, body: str, received_at: datetime, reply: str) -> Quality:
    """The quality of a reply given today to a request."""
    learnt = suggester.learnt()
    if learnt is None or learnt.judge is None or not reply.strip():
        return Quality(readiness=suggester.readiness())
    from shuzhi.analyse.reply_quality import days_between  # noqa: PLC0415  present where a judge is
    from shuzhi.analyse.similar import Message  # noqa: PLC0415

    days = days_between(received_at.astimezone(CHINA).date(), today())
    told = learnt.judge.check(Message("", title, body), reply, days=days, limit=_limit())
    scores = {aspect: getattr(told, aspect) for aspect in ASPECTS}
    return Quality(
        readiness="ready",
        score=round(sum(scores[aspect].value for aspect in _OF_THE_TEXT) / len(_OF_THE_TEXT), 4),
        marks=tuple(
            Mark(name=aspect, value=score.value, reasons=score.reasons) for aspect, score in scores.items()
        ),
    )


def _limit() -> int:
    """The days that the scenario's parameter allows today."""
    for scenario in city().scenarios:
        replies = scenario.desk.replies if scenario.desk else None
        named = scenario.parameters.get(replies.within) if replies is not None and replies.within else None
        told = value_on(named.values, today()) if named is not None else None
        if isinstance(told, int):
            return told
    return WITHIN
