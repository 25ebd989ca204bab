"""What texts are about, as short vectors: latent semantic analysis of character n-grams."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from shuzhi.analyse.wording import inverse_frequency, weigh

Vectors = np.ndarray[Any, np.dtype[np.float64]]


class Topics:
    """Directions in which texts differ, learnt from unlabelled texts. Deterministic: the seed is fixed.

    Two texts that share no word can still point the same way, when third texts use the words of both.
    """

    def __init__(self, texts: Sequence[str], *, size: int = 200, least: int = 4, most: float = 0.3) -> None:
        self._counter = CountVectorizer(
            analyzer="char", ngram_range=(2, 3), min_df=min(least, len(texts)), max_df=most, dtype=np.float64
        )
        try:
            counts = self._counter.fit_transform(texts).tocsr()
        except ValueError:  # too few texts for anything to be shared by some and not by all
            self._counter = None
            return
        self._weights = inverse_frequency(counts)
        # Few texts cannot tell many topics apart: each would be one text's own words.
        size = max(1, min(size, max(4, len(texts) // 20), min(counts.shape) - 1))
        _, strength, directions = randomized_svd(
            weigh(counts, self._weights, sublinear=True), size, n_iter=2, random_state=0
        )
        # Halfway to whitening: the strongest directions are style, not matter.
        self._directions = directions * (np.maximum(strength, 1e-9) ** -0.5)[:, None]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length a text; a row of zeros for a text with nothing known in it."""
        if self._counter is None or not len(texts):
            return np.zeros((len(texts), 1))
        weighted = weigh(self._counter.transform(texts), self._weights, sublinear=True)
        return np.asarray(normalize(sparse.csr_matrix.dot(weighted, self._directions.T)))
