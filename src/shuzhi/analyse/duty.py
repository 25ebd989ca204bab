"""Whose job it is: departments proposed from a declared list of duties, each with its reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from shuzhi.analyse.wording import Matrix, clean_text, document_frequency
from shuzhi.analyse.words import find_words

NONE_FITS = "权责清单中没有对应的职责，转人工"


@dataclass(frozen=True)
class Duty:
    """What a department answers for: the label it falls under, and words that tell it."""

    department: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Duties:
    """A list of duties, and how rare each of their words is among the messages (``rarity``)."""

    listed: tuple[Duty, ...]
    words: tuple[str, ...]
    rarity: np.ndarray[Any, Any]
    title_weight: float

    def propose(
        self, titles: Sequence[str], bodies: Sequence[str], labels: Sequence[str | None]
    ) -> list[tuple[str | None, str]]:
        """For each message (texts cleaned) the department, None where a person decides, and the reason."""
        said = _said(titles, bodies, self.words, self.title_weight)
        column = {word: at for at, word in enumerate(self.words)}
        known = np.array([label or "" for label in labels], dtype=object)
        score = np.zeros((len(titles), len(self.listed)))
        for at, duty in enumerate(self.listed):
            told = [column[word] for word in duty.words]
            weight = np.asarray(said[:, told] @ self.rarity[told]) if told else np.zeros(len(titles))
            same = known == duty.label
            score[:, at] = weight * np.where(same, 1.0, 0.5) + np.where(same, 0.5, 0.0)
        if not self.listed:
            return [(None, NONE_FITS)] * len(titles)
        proposed: list[tuple[str | None, str]] = []
        for row, at in enumerate(score.argmax(axis=1)):
            duty = self.listed[at]
            if score[row, at] <= 0:
                proposed.append((None, NONE_FITS))
                continue
            present = set(said.indices[said.indptr[row] : said.indptr[row + 1]].tolist())
            proposed.append((duty.department, _reason(duty, known[row], present, column)))
        return proposed


def learn_duties(messages: pa.Table, parameters: Mapping[str, object]) -> Duties:
    """The duties declared, with the rarity of their words learnt from messages; parameters as of the step."""
    listed = tuple(_duties(parameters["duties"]))
    words = tuple(sorted({word for duty in listed for word in duty.words}))
    title_weight = float(str(parameters.get("title_weight", 3)))
    said = _said(*_texts(messages, parameters), words, title_weight)
    rarity = np.log((1 + messages.num_rows) / (1 + document_frequency(said))) + 0.1
    return Duties(listed, words, rarity, title_weight)


def propose_department(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: the department whose duties a message falls under, and why.

    Table: ``messages`` (with its label). Parameters: ``id``, ``title``, ``body``, ``label`` (its columns);
    ``duties``, a list of {department, label, words}; ``title_weight`` (default 3).
    A word counts by how rare it is among the messages, more in the title, half where the message has another
    label; the label alone counts a little, so that the first duty under it takes what no word decides.
    Returns 编号, 部门 (NULL where no duty fits: a person decides) and 理由.
    """
    messages = tables["messages"]
    titles, bodies = _texts(messages, parameters)
    labels = messages[str(parameters["label"])].to_pylist()
    proposed = learn_duties(messages, parameters).propose(titles, bodies, labels)
    return pa.table(
        {
            "编号": messages[str(parameters["id"])],
            "部门": pa.array([department for department, _ in proposed], pa.string()),
            "理由": pa.array([reason for _, reason in proposed], pa.string()),
        }
    )


def _texts(messages: pa.Table, parameters: Mapping[str, object]) -> tuple[list[str], list[str]]:
    title, body = (clean_text(messages[str(parameters[part])]).to_pylist() for part in ("title", "body"))
    return title, body


def _duties(value: object) -> Iterator[Duty]:
    for duty in value if isinstance(value, Sequence) else ():
        words = clean_text(pa.array([str(word) for word in duty.get("words", ())], pa.string()))
        yield Duty(str(duty["department"]), str(duty["label"]), tuple(words.to_pylist()))


def _said(titles: Sequence[str], bodies: Sequence[str], words: Sequence[str], title_weight: float) -> Matrix:
    """Which words (column) each message (row) says: 1, or ``title_weight`` in the title."""
    said = find_words(titles, words).sign() * title_weight
    said = said.maximum(find_words(bodies, words).sign()).tocsr()
    said.eliminate_zeros()
    return said


def _reason(duty: Duty, label: str, present: set[int], column: Mapping[str, int]) -> str:
    told = [word for word in duty.words if column[word] in present]
    parts = [f"分类为{label}"] if label == duty.label else []
    return "；".join([*parts, f"提到{'、'.join(told)}"] if told else parts)
