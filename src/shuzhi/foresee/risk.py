"""How likely an inspection finds something grave: three ways behind one port, each with its reasons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
import pyarrow as pa
from sklearn.linear_model import LogisticRegression

from shuzhi.core.foresight import Features, Fitted, Floats, Method, Reason, refuse_peeking
from shuzhi.foresee.encode import Encoder

LogOdds = Callable[[Floats], Floats]
"""Per item (row) and column: how far it moves the log-odds from the usual. The last column is the usual itself."""


@dataclass(frozen=True, kw_only=True)
class Additive:
    """What has been learned: log-odds as a sum of parts, one per column. ``Fitted``."""

    encoder: Encoder
    parts: LogOdds

    def predict(self, items: pa.Table) -> Floats:
        chances: Floats = 1 / (1 + np.exp(-self.parts(self.encoder.matrix(items)).sum(axis=1)))
        return chances

    def explain(self, items: pa.Table) -> list[list[Reason]]:
        parts = self.parts(self.encoder.matrix(items))[:, :-1]
        features = list(dict.fromkeys(name for name, _ in self.encoder.columns()))
        of = np.array([features.index(name) for name, _ in self.encoder.columns()])
        summed = np.stack([parts[:, of == at].sum(axis=1) for at in range(len(features))], axis=1)
        values = {name: items[name].to_pylist() for name in features}
        order = np.argsort(-np.abs(summed), axis=1)
        return [
            [Reason(features[at], values[features[at]][row], float(summed[row, at])) for at in order[row]]
            for row in range(len(items))
        ]


@dataclass(frozen=True, kw_only=True)
class Logistic:
    """A plain logistic regression. ``strength`` of its penalty: smaller is stronger (C)."""

    strength: float = 0.05

    def fit(self, known: pa.Table, features: Features) -> Fitted:
        encoder, matrix, labels = _learn(known, features)
        mean, deviation = matrix.mean(axis=0), matrix.std(axis=0)
        scale = np.where(deviation > 0, deviation, 1.0)
        model = LogisticRegression(C=self.strength, max_iter=1000).fit((matrix - mean) / scale, labels)

        def parts(rows: Floats) -> Floats:
            return np.column_stack(
                [(rows - mean) / scale * model.coef_[0], np.full(len(rows), model.intercept_[0])]
            )

        return Additive(encoder=encoder, parts=parts)


@dataclass(frozen=True, kw_only=True)
class Boosted:
    """Gradient-boosted trees, small and slow: few items are positive."""

    rounds: int = 150
    leaves: int = 8

    def fit(self, known: pa.Table, features: Features) -> Fitted:
        encoder, matrix, labels = _learn(known, features)
        settings = {
            "objective": "binary",
            "num_leaves": self.leaves,
            "learning_rate": 0.03,
            "min_data_in_leaf": 60,
            "feature_fraction": 0.5,
            "bagging_fraction": 0.7,
            "bagging_freq": 1,
            "lambda_l2": 5.0,
            "seed": 7,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": 1,
            "verbose": -1,
        }
        model = lgb.train(settings, lgb.Dataset(matrix, labels), self.rounds)
        return Additive(
            encoder=encoder, parts=lambda rows: np.asarray(model.predict(rows, pred_contrib=True))
        )


@dataclass(frozen=True, kw_only=True)
class Together:
    """The mean of the log-odds of several methods."""

    methods: Sequence[Method]

    def fit(self, known: pa.Table, features: Features) -> Fitted:
        fitted = [method.fit(known, features) for method in self.methods]
        assert all(isinstance(each, Additive) for each in fitted)
        each = [one for one in fitted if isinstance(one, Additive)]

        def parts(rows: Floats) -> Floats:
            mean: Floats = np.mean([one.parts(rows) for one in each], axis=0)
            return mean

        return Additive(encoder=each[0].encoder, parts=parts)


METHODS: Mapping[str, Method] = {
    "逻辑回归": Logistic(),
    "提升树": Boosted(),
    "两者平均": Together(methods=(Logistic(), Boosted())),
}
"""By the name a scenario calls them."""


def _learn(known: pa.Table, features: Features) -> tuple[Encoder, Floats, Floats]:
    refuse_peeking(known, features)
    encoder = Encoder.learn(known, features)
    return encoder, encoder.matrix(known), known[features.label].cast(pa.float64()).to_numpy()
