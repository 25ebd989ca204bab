"""Which messages speak of the same thing: pairs by what is rare, then groups by average similarity."""

from typing import Any

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from shuzhi.analyse.wording import Matrix, document_frequency

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


def candidate_pairs(features: Matrix, *, largest: int) -> tuple[Ints, Ints]:
    """Row pairs (i < j) that share at least one feature held by at most ``largest`` rows.

    Work and memory grow with rows times ``largest``, not with the square of the rows.
    """
    frequency = document_frequency(features)
    shared = features[:, (frequency >= 2) & (frequency <= largest)].sign()
    pairs = sparse.triu(shared @ shared.T, k=1).tocoo()
    order = np.lexsort((pairs.col, pairs.row))
    return pairs.row[order].astype(np.int64), pairs.col[order].astype(np.int64)


def rarest(features: Matrix, keep: int) -> Matrix:
    """Each row with only its ``keep`` largest weights: what a message is recognised by."""
    kept = features.copy()
    for start, end in zip(kept.indptr[:-1], kept.indptr[1:], strict=True):
        if end - start > keep:
            weights = kept.data[start:end]
            weights[np.argsort(-weights, kind="stable")[keep:]] = 0.0
    kept.eliminate_zeros()
    return kept


def row_products(left: Matrix, first: Ints, second: Ints, *, chunk: int = 200_000) -> Floats:
    """The product of rows ``first[k]`` and ``second[k]``, for each k. Of unit rows: their cosine."""
    parts = []
    for start in range(0, len(first), chunk):
        a, b = left[first[start : start + chunk]], left[second[start : start + chunk]]
        product = a.multiply(b) if sparse.issparse(left) else a * b
        parts.append(np.asarray(product.sum(axis=1)).ravel())
    return np.concatenate(parts) if parts else np.zeros(0)


def group_rows(rows: int, first: Ints, second: Ints, similarity: Floats, *, least: float) -> Ints:
    """A group number for each row, numbered by the groups' first rows.

    Two groups join while the mean similarity between their members (0 for pairs not given) is at least
    ``least``: one chance resemblance does not chain two matters together.
    """
    graph = sparse.coo_matrix((similarity, (first, second)), shape=(rows, rows)).tocsr()
    graph = graph.maximum(graph.T)
    joined = graph.copy()
    joined.data[joined.data < least] = 0.0
    joined.eliminate_zeros()
    _, component = connected_components(joined, directed=False)
    label = np.arange(rows)
    order = np.argsort(component, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(component[order])) + 1):
        if len(members) > 1:
            label[members] = members[_average(graph, members, least)]
    return np.unique(label, return_inverse=True)[1]


def _average(graph: Matrix, members: Ints, least: float, *, most: int = 3000) -> Ints:
    """For each member, the position of the first member of its group."""
    if len(members) > most:  # a component this large is chance chaining: ask more of its links
        stricter = min(1.0, least * 1.25)
        inner = graph[members][:, members].tocoo()
        upper = inner.row < inner.col
        groups = group_rows(
            len(members), inner.row[upper], inner.col[upper], inner.data[upper], least=stricter
        )
    else:
        distance = 1.0 - np.clip(graph[members][:, members].toarray(), 0.0, 1.0)
        np.fill_diagonal(distance, 0.0)
        tree = linkage(squareform(distance, checks=False), method="average")
        groups = fcluster(tree, t=1.0 - least, criterion="distance")
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    return np.asarray(first[inverse])
