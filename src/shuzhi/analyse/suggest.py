"""What a clerk is told about one message while he types it: category, department, place, similar open messages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from shuzhi.analyse.classify import Labeller, learn_labels
from shuzhi.analyse.duplicates import as_told
from shuzhi.analyse.duty import Duties, learn_duties
from shuzhi.analyse.similar import Message, MessageIndex, Similar
from shuzhi.analyse.whereabouts import Place, learn_whereabouts
from shuzhi.analyse.wording import clean_text, learn_wording

NOWHERE = Place()


@dataclass(frozen=True)
class Category:
    label: str
    chance: float


@dataclass(frozen=True)
class Proposal:
    """A department and, in Chinese, why it is proposed."""

    department: str
    reason: str


@dataclass(frozen=True)
class Suggestion:
    """Likeliest first, each. ``undecided``: no category is likely enough, a person decides."""

    categories: tuple[Category, ...] = ()
    undecided: bool = True
    departments: tuple[Proposal, ...] = ()
    place: Place = NOWHERE
    similar: tuple[Similar, ...] = ()


@dataclass(frozen=True)
class Suggester:
    """Answers for one message what a scenario's steps answer for a table of them, in the same way.

    A scenario without a step for labels or for departments has None there, and nothing of it is suggested.
    """

    labeller: Labeller | None
    duties: Duties | None
    open: MessageIndex

    def suggest(self, message: Message) -> Suggestion:
        """Suggestions for a message as far as it is written. Pure, but for looking at the open messages."""
        title, body = clean_text(pa.array([message.title, message.body])).to_pylist()
        if not title + body:
            return Suggestion()
        categories = self._categories(title, body)
        threshold = self.labeller.threshold if self.labeller else 0.0
        return Suggestion(
            categories,
            not categories or categories[0].chance < threshold,
            tuple(self._departments(title, body, categories)),
            self.open.finder.find(title, body),
            tuple(self.open.similar(message)),
        )

    def _categories(
        self, title: str, body: str, *, most: int = 3, least: float = 0.05
    ) -> tuple[Category, ...]:
        if not self.labeller:
            return ()
        (chances,) = self.labeller.chances([title], [body])
        order = np.argsort(-chances, kind="stable")[:most]
        return tuple(
            Category(self.labeller.labels[at], round(float(chances[at]), 4))
            for place, at in enumerate(order)
            if place == 0 or chances[at] >= least
        )

    def _departments(self, title: str, body: str, categories: tuple[Category, ...]) -> Iterator[Proposal]:
        """For the likeliest category, then for the others where they lead to another department."""
        told: set[str] = set()
        for label in [category.label for category in categories] or [""]:
            if self.duties:
                ((department, reason),) = self.duties.propose([title], [body], [label])
                if department and department not in told:
                    told.add(department)
                    yield Proposal(department, reason)


def no_regions() -> pa.Table:
    """For a scenario that knows no places."""
    return pa.table({name: pa.array([], pa.string()) for name in ("code", "name", "level", "parent")})


@dataclass(frozen=True)
class Lessons:
    """What a suggester learns from: the tables and parameters of the steps that it stands in for.

    ``messages`` have the columns that the parameters' ``title`` and ``body`` name. ``classify``, ``department``:
    parameters of the step, or None. ``regions`` as ``find_issues`` reads them; ``coded``: all whose code a message
    may be given, such as towns too.
    """

    messages: pa.Table
    title: str
    body: str
    labelled: pa.Table | None = None
    classify: Mapping[str, object] | None = None
    department: Mapping[str, object] | None = None
    regions: pa.Table = field(default_factory=no_regions)
    coded: pa.Table = field(default_factory=no_regions)


def learn(lessons: Lessons) -> Suggester:
    """A suggester with no open messages yet. The same tables give the same one."""
    titles, bodies = lessons.messages[lessons.title], lessons.messages[lessons.body]
    labeller = duties = None
    if lessons.labelled is not None and lessons.classify is not None:
        labeller = learn_labels(lessons.labelled, lessons.classify)
    if lessons.department is not None:
        named = {**lessons.department, "title": lessons.title, "body": lessons.body}
        duties = learn_duties(lessons.messages, named)
    finder = learn_whereabouts(clean_text(titles), clean_text(bodies), lessons.regions, lessons.coded)
    wording = learn_wording(as_told(titles, bodies))
    return Suggester(labeller, duties, MessageIndex(wording, finder))
