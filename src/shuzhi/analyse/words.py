"""Words that texts use, found from the texts alone: no dictionary knows this year's housing estates."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from shuzhi.analyse.wording import Matrix, count_ngrams, document_frequency

EDGE = "\x02"
"""Stands at both ends of a text and wherever a word must not cross. Never part of a word."""


def discover_words(
    texts: Sequence[str], *, least: int = 3, longest: int = 8, freedom: float = 0.75, binding: float = 20.0
) -> list[str]:
    """Strings of 2 to ``longest`` characters that behave like words, sorted.

    ``least``    texts it must occur in
    ``freedom``  no single neighbour, left or right, may take a larger share of its occurrences than this:
                 otherwise it is a piece of a longer word
    ``binding``  its parts must meet this many times as often as chance would have them, at every split
    Texts may hold ``EDGE`` where a word must end.
    """
    counts, grams = count_ngrams([f"{EDGE}{text}{EDGE}" for text in texts], shortest=1, longest=longest + 1)
    often = np.asarray(counts.sum(axis=0)).ravel()
    spread = dict(zip(grams, document_frequency(counts), strict=True))
    times = {gram: float(n) for gram, n in zip(grams, often, strict=True) if spread[gram] >= 2}
    letters = sum(n for gram, n in times.items() if len(gram) == 1 and gram != EDGE)
    neighbour = _commonest_neighbour(times)
    return sorted(
        str(gram)
        for gram, n in times.items()
        if 2 <= len(gram) <= longest
        and EDGE not in gram
        and spread[gram] >= least
        and neighbour.get(gram, 0.0) <= freedom * n
        and _binding(gram, times, letters) >= binding
    )


def find_words(texts: Sequence[str], words: Sequence[str]) -> Matrix:
    """How often each word (column) occurs in each text (row), overlaps counted."""
    if not words:
        return sparse.csr_matrix((len(texts), 0))
    lengths = [len(word) for word in words]
    counter = CountVectorizer(
        analyzer="char",
        ngram_range=(min(lengths), max(lengths)),
        vocabulary={word: column for column, word in enumerate(words)},
        dtype=np.float64,
    )
    return counter.transform(texts).tocsr()


def _commonest_neighbour(times: dict[Any, float]) -> dict[str, float]:
    """For each string, how often its most usual extension by one character occurs; edges extend nothing."""
    most: dict[str, float] = {}
    for gram, n in times.items():
        if len(gram) > 2:
            if gram[0] != EDGE:
                most[gram[1:]] = max(most.get(gram[1:], 0.0), n)
            if gram[-1] != EDGE:
                most[gram[:-1]] = max(most.get(gram[:-1], 0.0), n)
    return most


def _binding(gram: str, times: dict[Any, float], letters: float) -> float:
    return min(times[gram] * letters / (times[gram[:cut]] * times[gram[cut:]]) for cut in range(1, len(gram)))
