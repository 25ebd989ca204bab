"""Issues: groups of messages about one matter in one place, over any number of months."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from shuzhi.analyse.groups import Floats, Ints, candidate_pairs, group_rows, rarest, row_products
from shuzhi.analyse.naming import name_groups
from shuzhi.analyse.places import (
    Places,
    elsewhere,
    find_places,
    mark_regions,
    named_in,
    one_of,
    overlap,
    rarity,
    region_names,
)
from shuzhi.analyse.topics import Topics
from shuzhi.analyse.wording import (
    Matrix,
    clean_text,
    count_ngrams,
    document_frequency,
    inverse_frequency,
    weigh,
)
from shuzhi.analyse.words import EDGE

DEFAULTS: Mapping[str, float] = {
    "body_length": 500,  # characters of the body that are read: people say what it is about first
    "place_messages": 130,  # a place named by more messages than this is a town, not a spot
    "near_days": 60,  # messages this far apart lose two thirds of the little that time counts
    "time_share": 0.15,  # how much of the similarity time can take away
    "same": 0.15,  # mean similarity at which messages join
    "merge": 0.4,  # cosine of mean topics at which two groups of one place join
    "retold": 0.45,  # cosine of wording at which messages join when one of them names no place
    "topics": 100,
}


def find_issues(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: the issue of each message, and the issue's name.

    Tables: ``messages``; ``regions`` (columns name, level: reference.region).
    Parameters: ``id``, ``title``, ``body``, ``time`` (columns of messages; time is a date or a timestamp),
    ``people`` (words for groups of people), and any of ``DEFAULTS``.
    Returns 编号 (the id), 议题 (stable id: of the earliest message in the group), 地点, 人群, 事项 (of the
    issue, NULL where the messages do not agree on one) and 代表 (whether the message is the one nearest to
    all others of the issue). A message alone in its matter is an issue of one.
    """
    messages = tables["messages"]
    settings = {name: float(str(parameters.get(name, value))) for name, value in DEFAULTS.items()}
    order = _stable_order(messages, str(parameters["id"]), str(parameters["time"]))
    messages = messages.take(order)
    if not messages.num_rows:
        return _issues(
            messages[str(parameters["id"])], np.zeros(0, dtype=np.int64), [], np.zeros(0, dtype=bool)
        )
    titles = clean_text(messages[str(parameters["title"])])
    bodies = pc.utf8_slice_codeunits(
        clean_text(messages[str(parameters["body"])]), 0, int(settings["body_length"])
    )
    regions = region_names(tables["regions"])
    districts = named_in(titles, bodies, regions.districts)
    places = find_places(titles, bodies, regions.every, districts)
    title, body = (mark_regions(texts, regions.every, EDGE) for texts in (titles, bodies))
    vectors = _matter(title, body, places, int(settings["topics"]))
    days = messages[str(parameters["time"])].cast(pa.date32()).cast(pa.int32()).to_numpy(zero_copy_only=False)
    pairs = _pairs(places, vectors, districts, np.nan_to_num(days), settings, _wording(title, body))
    group = group_rows(len(title), *pairs, least=settings["same"])
    group = _merge(group, places, vectors, districts, settings)
    names = name_groups(group, title, titles, places, regions.every, _words(parameters.get("people")))
    return _issues(messages[str(parameters["id"])], group, names, _nearest(group, vectors, places))


def _stable_order(messages: pa.Table, identifier: str, time: str) -> pa.Array:
    """Earliest first: an issue keeps its first message, and so its id, when more messages come."""
    return pc.sort_indices(messages, sort_keys=[(time, "ascending"), (identifier, "ascending")])


def _matter(title: pa.Array, body: pa.Array, places: Places, size: int) -> Floats:
    """What each message is about apart from where: topics of the text with the places taken out."""
    if places.words:
        title, body = (pc.replace_substring_regex(text, one_of(places.words), EDGE) for text in (title, body))
    texts = pc.binary_join_element_wise(title, title, title, body, EDGE).to_pylist()
    return Topics(texts, size=size).vectors(texts)


def _wording(title: pa.Array, body: pa.Array) -> Matrix:
    start = pc.utf8_slice_codeunits(body, 0, 200)
    texts = pc.binary_join_element_wise(title, title, start, EDGE).to_pylist()
    counts, _ = count_ngrams(
        texts, shortest=2, longest=3, least=min(2, len(texts)), most=max(0.02, 50 / len(texts))
    )
    return weigh(counts, inverse_frequency(counts), sublinear=True)


def _pairs(
    places: Places,
    vectors: Floats,
    districts: Matrix,
    days: Ints,
    settings: Mapping[str, float],
    wording: Matrix,
) -> tuple[Ints, Ints, Floats]:
    """Pairs of messages and their similarity: place x matter x time, or wording where a place is missing."""
    first, second = candidate_pairs(places.of, largest=int(settings["place_messages"]))
    near = np.exp(-np.abs(days[first] - days[second]) / settings["near_days"])
    similarity = overlap(places.of, rarity(places.of), first, second) ** 0.3
    similarity *= np.clip(row_products(vectors, first, second), 0, 1)
    similarity *= 1 - settings["time_share"] * (1 - near)
    a, b = candidate_pairs(rarest(wording, 20), largest=60)
    placed = np.asarray(places.of.sum(axis=1)).ravel() > 0
    open_ = ~(placed[a] & placed[b])
    a, b = a[open_], b[open_]
    alike = row_products(wording, a, b)
    retold = alike >= settings["retold"]
    first, second = np.concatenate([first, a[retold]]), np.concatenate([second, b[retold]])
    similarity = np.concatenate([similarity, alike[retold]])
    agree = ~elsewhere(districts, first, second)
    return first[agree], second[agree], similarity[agree]


def _merge(
    group: Ints, places: Places, vectors: Floats, districts: Matrix, settings: Mapping[str, float]
) -> Ints:
    """Groups of one place and one matter joined, however many months lie between them."""
    members = sparse.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))))
    size = np.asarray(members.sum(axis=1)).ravel()
    usual = (sparse.diags(1 / size) @ members @ places.of).tocsr()
    usual.data[usual.data < 0.5] = 0
    usual.eliminate_zeros()
    rare = document_frequency(places.of) <= settings["place_messages"]
    first, second = candidate_pairs(usual[:, rare], largest=int(settings["place_messages"]))
    centre = members @ vectors
    centre /= np.maximum(np.linalg.norm(centre, axis=1, keepdims=True), 1e-9)
    alike = np.clip(row_products(centre, first, second), 0, 1)
    where = (members @ districts).sign().tocsr()
    agree = ~elsewhere(where, first, second)
    joined = group_rows(len(size), first[agree], second[agree], alike[agree], least=settings["merge"])
    return joined[group]


def _nearest(group: Ints, vectors: Floats, places: Places) -> np.ndarray[Any, Any]:
    """For each group one row: of those that name a place, the one nearest to the mean; then the earliest."""
    members = sparse.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))))
    centre = members @ vectors
    placed = np.asarray(places.of.sum(axis=1)).ravel() > 0
    near = np.round((vectors * centre[group]).sum(axis=1), 9) + 1000.0 * placed
    order = np.lexsort((np.arange(len(group)), -near, group))
    best = np.zeros(len(group), dtype=bool)
    best[order[np.concatenate([[True], np.diff(group[order]) > 0])]] = True
    return best


def _words(value: object) -> list[str]:
    return [str(word) for word in value] if isinstance(value, Sequence) and not isinstance(value, str) else []


def _issues(
    identifier: pa.ChunkedArray,
    group: Ints,
    names: Sequence[tuple[str | None, ...]],
    best: np.ndarray[Any, Any],
) -> pa.Table:
    texts = identifier.cast(pa.string()).to_pylist()
    earliest = np.unique(group, return_index=True)[1]
    issues = ["H" + hashlib.sha256(texts[row].encode()).hexdigest()[:12] for row in earliest]
    named = {
        column: pa.array([names[g][part] for g in group], pa.string())
        for part, column in enumerate(("地点", "人群", "事项"))
    }
    return pa.table(
        {
            "编号": identifier,
            "议题": pa.array([issues[g] for g in group], pa.string()),
            **named,
            "代表": pa.array(best, pa.bool_()),
        }
    )
