"""Chinese text as columns: cleaned in Arrow, counted as sparse character n-grams."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

Matrix: TypeAlias = Any
"""A scipy.sparse.csr_matrix (scipy has no types)."""
Column: TypeAlias = Any
"""A pyarrow Array or ChunkedArray."""


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
    return normalize(values @ sparse.diags(weights)).tocsr()
