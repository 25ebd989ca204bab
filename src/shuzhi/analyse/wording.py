"""Chinese text as columns: cleaned in Arrow, counted as sparse character n-grams."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer
from sklearn.preprocessing import normalize

Matrix: TypeAlias = Any
"""A scipy.sparse.csr_matrix (scipy has no types)."""
Column: TypeAlias = Any
"""A pyarrow Array or ChunkedArray."""

_HASHED = HashingVectorizer(
    # Two million places: on 4,326 real messages near duplicates are those of exact counts, but for one.
    analyzer="char",
    ngram_range=(2, 3),
    n_features=2**21,
    alternate_sign=False,
    norm=None,
)


def clean_text(column: Column) -> pa.Array:
    """One form for each text: NFKC (full width to half width), lower case, no blanks at all; NULL becomes ''.

    Chinese needs no blanks between words, and messages pasted from pages are full of tabs and wide blanks.
    """
    text = pc.utf8_normalize(pc.fill_null(column.cast(pa.string()), ""), form="NFKC")
    text = pc.replace_substring_regex(pc.utf8_lower(text), r"[\s\p{Z}\p{C}]+", "")
    return text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text


def count_ngrams(
    texts: Sequence[str], *, shortest: int, longest: int, least: int = 1, most: float = 1.0
) -> tuple[Matrix, np.ndarray[Any, Any]]:
    """Counts of character n-grams, and the n-grams in column order.

    ``least`` is the number of texts an n-gram must occur in, ``most`` the share of texts it may occur in.
    """
    counter = CountVectorizer(
        analyzer="char", ngram_range=(shortest, longest), min_df=least, max_df=most, dtype=np.float64
    )
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # every n-gram was pruned, or every text is empty
        return sparse.csr_matrix((len(texts), 0)), np.array([], dtype=str)
    return counts.tocsr(), counter.get_feature_names_out()


def document_frequency(counts: Matrix) -> np.ndarray[Any, Any]:
    """In how many rows each column is not zero."""
    return np.bincount(counts.indices, minlength=counts.shape[1])


def inverse_frequency(counts: Matrix) -> np.ndarray[Any, Any]:
    """Smoothed inverse document frequency, one weight a column."""
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + document_frequency(counts))) + 1)


def weigh(counts: Matrix, weights: np.ndarray[Any, Any], *, sublinear: bool = False) -> Matrix:
    """Rows of unit length: counts (or 1 + their logarithm) times the weight of each column."""
    if not counts.shape[1]:
        return counts
    values = counts.copy()
    if sublinear:
        values.data = 1 + np.log(values.data)
    return normalize(scaled(values, weights)).tocsr()


def scaled(rows: Matrix, weights: np.ndarray[Any, Any]) -> Matrix:
    """Each column times its weight. A diagonal matrix would do too, but not for one row of two million columns."""
    return sparse.csr_matrix((rows.data * weights[rows.indices], rows.indices, rows.indptr), shape=rows.shape)


@dataclass(frozen=True)
class Wording:
    """How texts are worded: unit rows of character 2- and 3-grams, the rare ones weighing more.

    Every text has a row, also with n-grams that nobody used before: those count as the rarest. So a message of
    today is compared with another of today, though both name a place that no text knew when this was learnt.
    """

    weights: np.ndarray[Any, Any]

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """One row of unit length a text. The product of two rows is the cosine of the two texts."""
        if not texts:
            return sparse.csr_matrix((0, len(self.weights)))
        return weigh(_HASHED.transform(texts), self.weights, sublinear=True)

    def tellingness(self, texts: Sequence[str]) -> np.ndarray[Any, Any]:
        """How much each text tells one matter from others: the sum of the weights of its n-grams."""
        return np.asarray(_HASHED.transform(texts).sign() @ self.weights) if texts else np.zeros(0)


def learn_wording(texts: Sequence[str]) -> Wording:
    """Which n-grams are rare, learnt from texts."""
    return Wording(inverse_frequency(_HASHED.transform(texts)).astype(np.float32))
