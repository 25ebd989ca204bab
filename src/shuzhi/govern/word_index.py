"""Finding names by words: Chinese cut into words the names themselves use, pinyin, initials, synonyms. Pure, in memory.

What is asked is cut, longest first, into words that some name, synonym or owner consists of; what is left is looked
up pair of characters by pair. Latin letters are the beginning of a written word, of a name's sound (``siwang``), or
of its initials (``swdj``), from any syllable on.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

_RUN = re.compile(r"[0-9a-z_]+|[^\W0-9a-z_]+")
EMPTY_WORDS = re.compile("有哪些|有没有|[的了和与及是吗呢]|哪些|哪个|哪里|什么")
"""Words of questions that name nothing."""
NAME, ALSO, ABOUT = 1.0, 0.7, 0.3
"""What a word counts in a name itself, in what else it is called, and in what is said about it."""
SYNONYM, BEGINS = 0.9, 0.9
"""What a synonym counts of the word itself, and the beginning of a word of the whole."""
ENOUGH = 0.3
"""The share of what was asked that a name must have."""
UNKNOWN = 0.5
"""What a piece of the question counts that no name has; a piece that some have counts 0.7 and more."""
LONGEST = 16
"""Characters of the longest word a question is cut into."""

Scores = npt.NDArray[np.float32]
Posting = tuple[npt.NDArray[np.int32], Scores]


@dataclass(frozen=True, kw_only=True)
class Named:
    """Something that can be found: its name, what else it is called, what is said about it, and its weight."""

    name: str
    also: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Index:
    """Names to be searched. ``latin`` is sorted; ``postings`` say where each token stands and what it counts there."""

    size: int
    weights: Scores
    lengths: Scores
    postings: Mapping[str, Posting]
    latin: Sequence[str]
    vocabulary: frozenset[str]
    synonyms: Mapping[str, tuple[str, ...]]


def index(names: Sequence[Named], synonyms: Iterable[Sequence[str]] = ()) -> Index:
    """The index of all names. ``synonyms``: groups of words that mean the same."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    vocabulary: set[str] = set()
    for place, named in enumerate(names):
        for texts, counts in (((named.name,), NAME), (named.also, ALSO), (named.about, ABOUT)):
            for text in texts:
                words, tokens = _taken_apart(text)
                vocabulary.update(words)
                for token in tokens:
                    held = found[token]
                    held[place] = max(held.get(place, 0.0), counts)
    alike: dict[str, set[str]] = defaultdict(set)
    for group in synonyms:
        spelt = [_plain(word) for word in group]
        for word in spelt:
            alike[word].update(other for other in spelt if other != word)
    return Index(
        size=len(names),
        weights=np.array([named.weight for named in names], dtype=np.float32),
        lengths=np.array([max(1, len(named.name)) for named in names], dtype=np.float32),
        postings={
            token: (np.fromiter(held, np.int32, len(held)), np.fromiter(held.values(), np.float32, len(held)))
            for token, held in found.items()
        },
        latin=sorted(token for token in found if token.isascii()),
        vocabulary=frozenset(vocabulary | alike.keys()),
        synonyms={word: tuple(sorted(others)) for word, others in alike.items()},
    )


def search(held: Index, question: str, *, most: int | None = None) -> list[tuple[int, float]]:
    """Places of the names that answer best, best first, each with the share (0 to 1) of the question it has."""
    parts = cut(held, question)
    if not parts or not held.size:
        return []
    total = np.zeros(held.size, dtype=np.float32)
    asked = 0.0
    for part in parts:
        worth, scores = _latin(held, part) if part.isascii() else _chinese(held, part)
        asked += worth
        total += worth * scores
    share = total / max(asked, 1e-9)
    good = np.flatnonzero(share >= ENOUGH)
    # Of names that have as much of it, the one with least beside it is meant.
    rank = share[good] * held.weights[good] + 0.05 * np.minimum(1.0, len(question) / held.lengths[good])
    order = good[np.lexsort((good, -rank))]
    return [(int(place), float(share[place])) for place in order[:most]]


def cut(held: Index, question: str) -> list[str]:
    """What is asked, in words: the longest the names know, else pairs of characters."""
    parts: list[str] = []
    for run in _RUN.findall(EMPTY_WORDS.sub(" ", _plain(question))):
        parts += [run] if run.isascii() else _segmented(held.vocabulary, run)
    return parts


def _segmented(vocabulary: frozenset[str], run: str) -> list[str]:
    found: list[str] = []
    unknown, at = "", 0
    while at < len(run):
        longest = min(LONGEST, len(run) - at)
        word = next((run[at : at + n] for n in range(longest, 1, -1) if run[at : at + n] in vocabulary), "")
        if not word:
            unknown += run[at]
            at += 1
            continue
        found += [unknown, word]
        unknown, at = "", at + len(word)
    return [part for part in [*found, unknown] if part]


def _chinese(held: Index, word: str) -> tuple[float, Scores]:
    best = _of_pairs(held, word)
    worth = sum(_rarity(held, token) for token in _pairs(word))
    for other in held.synonyms.get(word, ()):
        scores = _latin(held, other)[1] if other.isascii() else _of_pairs(held, other)
        best = np.maximum(best, SYNONYM * scores)
    return worth, best


def _of_pairs(held: Index, word: str) -> Scores:
    tokens = _pairs(word)
    scores = np.zeros(held.size, dtype=np.float32)
    worth = 0.0
    for token in tokens:
        rarity = _rarity(held, token)
        worth += rarity
        if token in held.postings:
            places, counts = held.postings[token]
            scores[places] += rarity * counts
    return scores / max(worth, 1e-9)


def _latin(held: Index, word: str) -> tuple[float, Scores]:
    scores = np.zeros(held.size, dtype=np.float32)
    at = bisect_left(held.latin, word)
    while at < len(held.latin) and held.latin[at].startswith(word):
        places, counts = held.postings[held.latin[at]]
        counted = counts if held.latin[at] == word else BEGINS * counts
        scores[places] = np.maximum(scores[places], counted)
        at += 1
    return float(np.log1p(held.size)), scores


def _rarity(held: Index, token: str) -> float:
    """What it tells: much where few names have it. What no name has was said in passing."""
    posting = held.postings.get(token)
    return float(np.log1p(held.size / len(posting[0]))) if posting else UNKNOWN


def _pairs(word: str) -> list[str]:
    return [one + two for one, two in pairwise(word)] or [word]


@lru_cache(maxsize=200_000)
def _taken_apart(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a text and its tokens: pairs and characters of Chinese, Latin words, sounds and initials."""
    # Imported where it is used: its phrases take 52 MB, which the server does not need until somebody searches.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    words: list[str] = []
    tokens: set[str] = set()
    for run in _RUN.findall(_plain(text)):
        words.append(run)
        if run.isascii():
            tokens.update((run, *run.split("_")))
            continue
        tokens.update(_pairs(run))
        tokens.update(run)
        sounds = lazy_pinyin(run)
        for start in range(len(sounds)):
            tokens.add("".join(sounds[start:]))
            tokens.add("".join(sound[0] for sound in sounds[start:]))
    return tuple(word for word in words if 2 <= len(word) <= LONGEST), tuple(tokens - {""})


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
