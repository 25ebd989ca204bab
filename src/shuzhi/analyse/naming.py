"""What to call a group of messages: where, who, and what about."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from scipy import sparse

from shuzhi.analyse.places import Places
from shuzhi.analyse.wording import Matrix
from shuzhi.analyse.words import find_words

Name = tuple[str | None, str | None, str | None]


def name_groups(
    group: np.ndarray[Any, Any],
    bare: pa.Array,
    titles: pa.Array,
    places: Places,
    regions: Sequence[str],
    people: Sequence[str],
) -> list[Name]:
    """Place, people and matter of each group, each NULL unless enough of its messages agree.

    The place is the longest place name that half of the messages use, after the region most of them name;
    the people are the commonest of ``people`` in the titles; the matter is the two words most
    over-represented in the group's titles. A group of one message is named by its place only.
    """
    members = sparse.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))))
    size = np.asarray(members.sum(axis=1)).ravel()
    share = sparse.diags(1 / size) @ members
    plain = titles.to_pylist()
    where = _best((share @ places.of.sign()).tocsr(), places.words, least=0.5)
    region = _best((share @ find_words(plain, regions).sign()).tocsr(), regions, least=0.3, near=1.0)
    who = _best((share @ find_words(plain, people).sign()).tocsr(), people, least=0.15)
    matter = _matter(share, size, find_words(bare.to_pylist(), places.all_words).sign(), places)
    names: list[Name] = []
    for number in range(len(size)):
        place = where[number]
        full = (region[number] or "") + place if place else None
        names.append((full.upper() if full else None, who[number], matter[number]))
    return names


def _best(share: Matrix, words: Sequence[str], *, least: float, near: float = 0.75) -> list[str | None]:
    """For each group the word with the largest share of at least ``least``; the longest of near equals."""
    best: list[str | None] = []
    for start, end in zip(share.indptr[:-1], share.indptr[1:], strict=True):
        found = [
            (share.data[at], words[share.indices[at]]) for at in range(start, end) if share.data[at] >= least
        ]
        top = max((value for value, _ in found), default=0.0)
        # A longer name says more, if nearly as many use it.
        close = [word for value, word in found if value >= near * top]
        best.append(min(close, key=lambda word: (-len(word), word)) if close else None)
    return best


def _matter(share: Matrix, size: np.ndarray[Any, Any], uses: Matrix, places: Places) -> list[str | None]:
    used = (share @ uses).tocsr()
    overall = np.asarray(uses.mean(axis=0)).ravel()
    named: list[str | None] = []
    for number, (start, end) in enumerate(zip(used.indptr[:-1], used.indptr[1:], strict=True)):
        if size[number] < 2:
            named.append(None)
            continue
        scored = [
            (
                value * np.log(value / overall[column]) * len(places.all_words[column]),
                places.all_words[column],
            )
            for column, value in zip(used.indices[start:end], used.data[start:end], strict=True)
            if value >= max(0.2, 3 * overall[column]) and len(places.all_words[column]) <= 4
        ]
        named.append(
            _apart([word for _, word in sorted(scored, key=lambda item: (-item[0], item[1]))], places)
        )
    return named


def _apart(words: Sequence[str], places: Places, most: int = 2) -> str | None:
    """The first words that neither overlap each other nor a place name."""
    chosen: list[str] = []
    for word in words:
        if len(chosen) == most:
            break
        if not any(word in place or place in word for place in places.words) and not any(
            set(word) & set(other) for other in chosen
        ):
            chosen.append(word)
    return "、".join(chosen) or None
