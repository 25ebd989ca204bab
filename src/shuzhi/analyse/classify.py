"""Which label a message belongs to, learnt from messages that people labelled before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from shuzhi.analyse.wording import clean_text, inverse_frequency, scaled, weigh

Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class TextModel:
    """Two linear views of the same n-grams, added: plain TF-IDF, and presence weighted by log-count ratios.

    They err on different messages. The first reads the whole style of a text, the second the few n-grams that
    set one label apart (Wang and Manning 2012).
    """

    labels: tuple[str, ...]
    counter: CountVectorizer
    weights: Floats
    ratios: Floats
    plain: LinearSVC
    telling: tuple[LinearSVC, ...]

    def scores(self, texts: Sequence[str]) -> Floats:
        """One row a text, one column a label; the largest wins."""
        counts = self.counter.transform(texts)
        present = counts.sign()
        telling = [
            model.decision_function(normalize(scaled(present, ratio)))
            for model, ratio in zip(self.telling, self.ratios, strict=True)
        ]
        plain = self.plain.decision_function(weigh(counts, self.weights))
        if plain.ndim == 1:  # two labels: one score, for the second
            plain = np.column_stack([-plain, plain])
        return np.asarray(plain + np.column_stack(telling))

    def predict(self, texts: Sequence[str]) -> list[str]:
        return [self.labels[best] for best in self.scores(texts).argmax(axis=1)]


def train(texts: Sequence[str], labels: Sequence[str], *, longest: int = 3) -> TextModel:
    """A model of the labels. Texts must be cleaned. The same rows in the same order give the same model."""
    counter = CountVectorizer(analyzer="char", ngram_range=(1, longest), min_df=2, dtype=np.float64)
    counts = counter.fit_transform(texts).tocsr()
    names, codes = np.unique(np.asarray(labels), return_inverse=True)
    weights = inverse_frequency(counts)
    present = counts.sign()
    ratios = np.vstack([_log_count_ratio(present, codes == code) for code in range(len(names))])
    telling = tuple(
        _machine().fit(normalize(scaled(present, ratio)), codes == code) for code, ratio in enumerate(ratios)
    )
    return TextModel(
        tuple(str(name) for name in names),
        counter,
        weights,
        ratios,
        _machine().fit(weigh(counts, weights), codes),
        telling,
    )


@dataclass(frozen=True)
class Labeller:
    """Gives messages one of the labels that people gave to messages like them, with a chance from 0 to 1.

    The chances are calibrated on labelled messages that were held out (``calibration`` is None where those were
    too few). Below ``threshold`` a person decides.
    """

    model: TextModel
    calibration: LogisticRegression | None
    title_weight: int
    threshold: float

    @property
    def labels(self) -> tuple[str, ...]:
        return self.model.labels

    def chances(self, titles: Sequence[str], bodies: Sequence[str]) -> Floats:
        """One row a message, one column a label. Texts must be cleaned; a message may have no title."""
        texts = [title * self.title_weight + body for title, body in zip(titles, bodies, strict=True)]
        if not texts:
            return np.zeros((0, len(self.labels)))
        scores = self.model.scores(texts)
        return (
            _softmax(scores)
            if self.calibration is None
            else np.asarray(self.calibration.predict_proba(scores))
        )


def learn_labels(labelled: pa.Table, parameters: Mapping[str, object]) -> Labeller:
    """What ``classify_text`` learns; the parameters are those of the step."""
    known, labels = _known(labelled, str(parameters["labelled_text"]), str(parameters["label"]))
    model = train(known, labels)
    return Labeller(
        model,
        _calibrate(known, labels, model),
        int(str(parameters.get("title_weight", 2))),
        float(str(parameters.get("threshold", 0.5))),
    )


def classify_text(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: a label, a confidence and whether a person must look, for each message.

    Tables: ``messages``, ``labelled``. Parameters: ``id``, ``title`` (may be left out), ``body`` (columns of
    messages); ``labelled_text``, ``label`` (columns of labelled); ``title_weight`` (how many times the title
    counts, default 2); ``threshold`` (confidence below which a person decides, default 0.5).
    Returns 编号, 分类 (best label), 把握 (probability 0 to 1, calibrated on held-out labelled
    messages), 次选 (second best) and 转人工 (whether a person decides).
    """
    messages = tables["messages"]
    labeller = learn_labels(tables["labelled"], parameters)
    body = clean_text(messages[str(parameters["body"])]).to_pylist()
    title = clean_text(messages[str(parameters["title"])]).to_pylist() if "title" in parameters else None
    chances = labeller.chances(title or [""] * len(body), body)
    order = np.argsort(-chances, axis=1, kind="stable")[:, :2]
    confidence = np.take_along_axis(chances, order[:, :1], axis=1).ravel()
    names = np.array(labeller.labels, dtype=object)
    return pa.table(
        {
            "编号": messages[str(parameters["id"])],
            "分类": pa.array(names[order[:, 0]], pa.string()),
            "把握": pa.array(np.round(confidence, 4), pa.float64()),
            "次选": pa.array(names[order[:, 1]], pa.string()),
            "转人工": pa.array(confidence < labeller.threshold, pa.bool_()),
        }
    )


def _known(labelled: pa.Table, text: str, label: str) -> tuple[list[str], list[str]]:
    """Texts and labels in an order that does not depend on how the table was stored."""
    table = pa.table({"text": clean_text(labelled[text]), "label": labelled[label].cast(pa.string())})
    table = table.drop_null().sort_by([("label", "ascending"), ("text", "ascending")])
    return table["text"].to_pylist(), table["label"].to_pylist()


def _machine() -> LinearSVC:
    # Labels differ in size by six times; without balance the small ones are never chosen.
    return LinearSVC(C=1.0, class_weight="balanced", random_state=0)


def _log_count_ratio(present: sparse.csr_matrix, inside: np.ndarray[Any, Any]) -> Floats:
    within = 1 + np.asarray(present[inside].sum(axis=0)).ravel()
    without = 1 + np.asarray(present[~inside].sum(axis=0)).ravel()
    return np.asarray(np.log(within / within.sum()) - np.log(without / without.sum()))


def _calibrate(texts: Sequence[str], labels: Sequence[str], model: TextModel) -> LogisticRegression | None:
    """Scores to probabilities, by logistic regression on scores of texts the scorer had not seen."""
    groups = np.unique(np.asarray(texts), return_inverse=True)[1]
    folds = min(3, len(set(groups.tolist())))
    codes = np.array([model.labels.index(label) for label in labels])
    held: list[tuple[Floats, np.ndarray[Any, Any]]] = []
    for learn, judge in GroupKFold(folds).split(groups, codes, groups):
        if len(set(codes[learn].tolist())) < len(model.labels):
            continue  # a label too rare to be in every fold: no honest score for this fold
        part = train([texts[row] for row in learn], [labels[row] for row in learn])
        held.append((part.scores([texts[row] for row in judge]), codes[judge]))
    if not held:
        return None
    scores, truth = np.vstack([score for score, _ in held]), np.concatenate([code for _, code in held])
    if len(set(truth.tolist())) < len(model.labels):
        return None
    return LogisticRegression(C=10.0, max_iter=1000, random_state=0).fit(scores, truth)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
