"""Which places messages speak of, learnt from how people write them: right after the name of a region."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from shuzhi.analyse.groups import Floats, Ints, row_products
from shuzhi.analyse.wording import Matrix, clean_text, document_frequency
from shuzhi.analyse.words import EDGE, discover_words, find_words

MARK = "\x03"
"""Stands where a region was named."""
NOT_TEXT = r"[^\p{Han}a-z0-9\x02\x03]+"


@dataclass(frozen=True)
class Places:
    """``words`` are place names; ``of`` says which message (row) speaks of which (column)."""

    words: tuple[str, ...]
    of: Matrix
    all_words: tuple[str, ...]


@dataclass(frozen=True)
class RegionNames:
    """``every`` is the name of each region, ``districts`` those below the city; both sorted."""

    every: tuple[str, ...]
    districts: tuple[str, ...]


def region_names(table: pa.Table) -> RegionNames:
    """The names in a table of regions (columns name, level: reference.region)."""
    named = pa.table({"name": clean_text(table["name"]), "level": table["level"]})
    small = pc.invert(pc.is_in(named["level"], value_set=pa.array(["country", "province", "city"])))
    every, districts = (
        tuple(sorted({name for name in part["name"].to_pylist() if name}))
        for part in (named, named.filter(small))
    )
    return RegionNames(every, districts)


def one_of(words: Sequence[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def regions_named(texts: pa.Array, regions: Sequence[str]) -> Matrix:
    """Which region (column) each text (row) names."""
    return find_words(texts.to_pylist(), regions).sign()


def named_in(titles: pa.Array, bodies: pa.Array, names: Sequence[str]) -> Matrix:
    """Which names (column) each message (row) speaks of: those in its title or, if there are none, in its body."""
    return title_else_body(regions_named(titles, names), regions_named(bodies, names))


def title_else_body(in_title: Matrix, in_body: Matrix) -> Matrix:
    """Rows of ``in_title``, or of ``in_body`` where the title says nothing."""
    without = np.asarray(in_title.sum(axis=1)).ravel() == 0
    return (in_title + sparse.diags(without.astype(np.float64)) @ in_body).tocsr()


def mark_regions(texts: pa.Array, regions: Sequence[str], mark: str) -> pa.Array:
    """Texts with region names replaced by ``mark``, and every other sign than letters by an edge."""
    if regions:
        texts = pc.replace_substring_regex(texts, f"(?:{one_of(regions)})+", mark)
    return pc.replace_substring_regex(texts, NOT_TEXT, EDGE)


def find_places(
    titles: pa.Array,
    bodies: pa.Array,
    regions: Sequence[str],
    districts: Matrix,
    *,
    anchored: float = 0.5,
    concentrated: float = 0.6,
) -> Places:
    """Place names and the messages that speak of them. Texts must be cleaned.

    A word found in titles is a place name when it has three characters or more, stands right after a
    region's name in at least ``anchored`` of its occurrences (or is the tail of such a word), and messages
    using it name one district rather than many: a place is in one place, a kind of trouble is everywhere.
    A message speaks of the places in its title, or, if there are none, of those in its body.
    """
    bare = mark_regions(titles, regions, EDGE).to_pylist()
    words = discover_words(bare)
    uses = find_words(bare, words)
    often = np.asarray(uses.sum(axis=0)).ravel()
    marked = mark_regions(titles, regions, MARK).to_pylist()
    after = np.asarray(find_words(marked, [MARK + word for word in words]).sum(axis=0)).ravel()
    long = np.array([len(word) >= 3 for word in words], dtype=bool)
    chosen = long & (after + _as_tail(words, after, often, anchored) >= anchored * often)
    candidates = [word for word, is_place in zip(words, chosen, strict=True) if is_place]
    in_title = find_words(bare, candidates).sign()
    in_body = find_words(mark_regions(bodies, regions, EDGE).to_pylist(), candidates).sign()
    local = _concentration(in_title + in_body, districts) >= concentrated
    places = [word for word, is_local in zip(candidates, local, strict=True) if is_local]
    of = title_else_body(in_title[:, local], in_body[:, local])
    return Places(tuple(places), of, tuple(words))


def rarity(of: Matrix) -> Floats:
    """How rare each place is among the messages: it tells more that two messages share a rare one."""
    return np.asarray(np.log(of.shape[0] / np.maximum(document_frequency(of), 1)) + 1e-9)


def overlap(of: Matrix, weights: Floats, first: Ints, second: Ints) -> Floats:
    """How much of the places named by the terser message the other names too, by the ``weights`` of places."""
    weighted = (of @ sparse.diags(weights)).tocsr()
    squares = np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel()
    least = np.minimum(squares[first], squares[second])
    return np.asarray(row_products(weighted, first, second) / np.maximum(least, 1e-12))


def elsewhere(districts: Matrix, first: Ints, second: Ints) -> np.ndarray:
    """Whether both messages name districts, and none in common."""
    named = np.asarray(districts.sum(axis=1)).ravel() > 0
    return np.asarray(named[first] & named[second] & (row_products(districts, first, second) == 0))


def _as_tail(words: Sequence[str], after: np.ndarray, often: np.ndarray, anchored: float) -> np.ndarray:
    """For each word, occurrences as the end of a longer word that itself stands after regions.

    People write a district, a builder, then an estate: the estate's own name seldom follows the district.
    """
    known = {word: column for column, word in enumerate(words)}
    inside = np.zeros(len(words))
    for column in np.flatnonzero(after >= anchored * often):
        word = words[int(column)]
        for tail in (word[cut:] for cut in range(1, len(word) - 2)):
            if tail in known:
                inside[known[tail]] = max(inside[known[tail]], often[column])
    return inside


def _concentration(uses: Matrix, districts: Matrix) -> np.ndarray:
    """For each word, the share of its commonest district; 1 where no district is named."""
    together = np.asarray((uses.sign().T @ districts).todense())
    if not together.shape[1]:
        return np.ones(uses.shape[1])
    return np.asarray((together.max(axis=1) + 1) / (together.sum(axis=1) + 1))
