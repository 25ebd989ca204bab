"""Where a user's question goes to the city's language model: few at once, and each recorded."""

from threading import BoundedSemaphore

from django.db import transaction

from shuzhi.analyse.questions.parse import NotKnown, Understood
from shuzhi.analyse.questions.vocabulary import Vocabulary
from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.people.access import Access
from shuzhi.run.wording import worded

_ROOM = BoundedSemaphore(2)
"""A model takes seconds, in which a thread of the server waits for it."""


def free_wording(by: Access, question: str, not_known: NotKnown, words: Vocabulary) -> Understood | NotKnown:
    """What the model takes the question for; else why it was not understood, and why the model was no help."""
    served = city()
    if served.wording is None or not words.indicators:
        return not_known
    if not _ROOM.acquire(blocking=False):
        return _both(not_known, Text("大模型正忙，请稍后再问", "the language model is busy: ask again later"))
    try:
        told = worded(question, words, served.wording, served.folder, served.as_of or today())
    finally:
        _ROOM.release()
    indicator = told.inquiry.indicator if isinstance(told, Understood) else None
    with transaction.atomic():
        record(
            by=by.login,
            action="questions.put",
            object=f"model:{served.wording.model}",
            about={"letters": len(question), "indicator": indicator},
        )
    return told if isinstance(told, Understood) else _both(not_known, told.why)


def _both(not_known: NotKnown, why: Text) -> NotKnown:
    return NotKnown(why=Text(f"{not_known.why.zh}；{why.zh}", f"{not_known.why.en}; {why.en}"))
