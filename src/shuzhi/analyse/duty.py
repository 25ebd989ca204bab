"""Whose job it is: departments proposed from a declared list of duties, each with its reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

from shuzhi.analyse.wording import Matrix, clean_text, document_frequency
from shuzhi.analyse.words import find_words

Duty = tuple[str, str, tuple[str, ...]]
"""A department, the label its duty falls under, and words that tell it."""


def propose_department(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: the department whose duties a message falls under, and why.

    Table: ``messages`` (with its label). Parameters: ``id``, ``title``, ``body``, ``label`` (its columns);
    ``duties``, a list of {department, label, words}; ``title_weight`` (default 3).
    A word counts by how rare it is among the messages, more in the title, half where the message has another
    label; the label alone counts a little, so that the first duty under it takes what no word decides.
    Returns 编号, 部门 (NULL where no duty fits: a person decides) and 理由.
    """
    messages, duties = tables["messages"], list(_duties(parameters["duties"]))
    words = sorted({word for _, _, told in duties for word in told})
    title, body = (clean_text(messages[str(parameters[part])]).to_pylist() for part in ("title", "body"))
    said = find_words(title, words).sign() * float(str(parameters.get("title_weight", 3)))
    said = said.maximum(find_words(body, words).sign()).tocsr()
    said.eliminate_zeros()
    rarity = np.log((1 + len(title)) / (1 + document_frequency(said))) + 0.1
    labels = np.array([label or "" for label in messages[str(parameters["label"])].to_pylist()], dtype=object)
    column = {word: at for at, word in enumerate(words)}
    score = np.zeros((len(title), len(duties)))
    for at, (_, label, told) in enumerate(duties):
        known = [column[word] for word in told]
        weight = np.asarray(said[:, known] @ rarity[known]) if known else np.zeros(len(title))
        same = labels == label
        score[:, at] = weight * np.where(same, 1.0, 0.5) + np.where(same, 0.5, 0.0)
    best = score.argmax(axis=1)
    found = score.max(axis=1) > 0
    return pa.table(
        {
            "编号": messages[str(parameters["id"])],
            "部门": pa.array([duties[at][0] if ok else None for at, ok in zip(best, found, strict=True)]),
            "理由": pa.array(_reasons(duties, best, found, labels, said, column), pa.string()),
        }
    )


def _duties(value: object) -> Iterator[Duty]:
    for duty in value if isinstance(value, Sequence) else ():
        words = clean_text(pa.array([str(word) for word in duty.get("words", ())], pa.string()))
        yield str(duty["department"]), str(duty["label"]), tuple(words.to_pylist())


def _reasons(
    duties: Sequence[Duty],
    best: Iterable[int],
    found: Iterable[bool],
    labels: Iterable[str],
    said: Matrix,
    column: Mapping[str, int],
) -> Iterator[str]:
    for row, (at, ok, label) in enumerate(zip(best, found, labels, strict=True)):
        if not ok:
            yield "权责清单中没有对应的职责，转人工"
            continue
        present = set(said.indices[said.indptr[row] : said.indptr[row + 1]].tolist())
        told = [word for word in duties[at][2] if column[word] in present]
        parts = [f"分类为{label}"] if label == duties[at][1] else []
        yield "；".join([*parts, f"提到{'、'.join(told)}"] if told else parts)
