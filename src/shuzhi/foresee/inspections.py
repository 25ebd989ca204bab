"""Step: what is to be inspected, the riskiest first, each with its reasons; some drawn by lot, to keep learning."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.foresight import Features, Reason, by_item, known_by, refuse_peeking
from shuzhi.core.text import Text
from shuzhi.foresee.risk import METHODS

MOST_REASONS = 3


def features_of(parameters: Mapping[str, object]) -> Features:
    """The features a scenario declares: ``item``, ``as_of``, ``label``, ``label_known``, ``known`` (name -> column)."""
    known = parameters["known"]
    assert isinstance(known, Mapping)
    return Features(
        item=str(parameters["item"]),
        as_of=str(parameters["as_of"]),
        label=str(parameters["label"]),
        label_known=str(parameters["label_known"]),
        known={str(feature): str(column) for feature, column in known.items()},
    )


def rank_inspections(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: chance, place and reasons of every item to come.

    Tables: ``history`` (items with their label), ``items`` (to come, without it). Parameters: those of ``features_of``,
    ``method`` (one of ``METHODS``), ``reasons`` (feature -> sentence with {value}, told where the feature raises the
    risk), ``lot`` (share of items drawn by lot whatever their risk, default 0.08).
    Learns only from labels known before the earliest as-of date to come. Refuses features that peek, by name.
    Returns 编号, 风险 (a chance, 0 to 1), 名次, 抽查 (drawn by lot), 理由.
    """
    features = features_of(parameters)
    items = by_item(tables["items"], features)
    if not len(items):
        return _table([], np.zeros(0), np.zeros(0, dtype=bool), [])
    refuse_peeking(items, features, "items")
    morning: date = pc.min(items[features.as_of]).as_py()
    known = known_by(by_item(tables["history"], features), features, morning)
    labels = set(known[features.label].cast(pa.int64()).to_pylist())
    if labels != {0, 1}:
        raise ShuzhiError([_nothing_to_learn(features.label, len(known), morning)])
    fitted = METHODS[str(parameters["method"])].fit(known, features)
    chances = fitted.predict(items)
    sentences = parameters.get("reasons", {})
    assert isinstance(sentences, Mapping)
    reasons = [_told(each, sentences) for each in fitted.explain(items)]
    ids = [str(value) for value in items[features.item].to_pylist()]
    return _table(ids, chances, _lot(ids, morning, float(str(parameters.get("lot", 0.08)))), reasons)


def _told(reasons: Sequence[Reason], sentences: Mapping[str, str]) -> str:
    """The sentences of the features that raise the risk most."""
    raising = [each for each in reasons if each.weight > 0.02 and each.feature in sentences]
    told = [sentences[each.feature].format(value=_shown(each.value)) for each in raising[:MOST_REASONS]]
    return "；".join(told) or "没有哪一项特别突出，按同类的平常水平排"


def _shown(value: object) -> str:
    if value is None:
        return "不详"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _lot(ids: Sequence[str], day: date, share: float) -> np.ndarray:
    """Drawn by a number nobody chooses: the same item on the same day is drawn or not in every run."""
    drawn = [int(hashlib.sha256(f"{day}|{item}".encode()).hexdigest()[:8], 16) / 2**32 for item in ids]
    return np.array(drawn) < share


def _table(ids: Sequence[str], chances: np.ndarray, lot: np.ndarray, reasons: Sequence[str]) -> pa.Table:
    order = np.argsort(-chances, kind="stable")
    place = np.empty(len(ids), dtype=np.int64)
    place[order] = np.arange(1, len(ids) + 1)
    return pa.table(
        {
            "编号": pa.array(ids, pa.string()),
            "风险": pa.array(np.round(chances, 4), pa.float64()),
            "名次": pa.array(place),
            "抽查": pa.array(lot),
            "理由": pa.array(list(reasons), pa.string()),
        }
    )


def _nothing_to_learn(label: str, rows: int, day: date) -> Problem:
    return Problem(
        what=Text("没有可学的结果", "there is nothing to learn from"),
        where=label,
        why=Text(
            f"{day} 之前已知结果的只有 {rows} 行，其中缺有问题的或没问题的",
            f"of {rows} rows known before {day} none is positive, or all are",
        ),
        todo=Text("补上以往的检查结果", "bring earlier results"),
    )
