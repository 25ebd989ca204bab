"""A regression over time whose errors remember each other: what one coefficient is, and how sure that is.

Errors are autoregressive of order one. How strongly is not known, so it is integrated out: the coefficient's
distribution is a mixture of Student's t, one for each strength, weighted by how well that strength explains what was
seen (restricted likelihood). Ordinary least squares takes far more noise for an effect.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

Floats = NDArray[np.float64]

STRENGTHS = np.concatenate([np.linspace(-0.5, 0.9, 57), np.linspace(0.91, 0.99, 9)])
"""Autocorrelations considered."""
PRIOR = np.gradient(STRENGTHS) / (1 - STRENGTHS**2)
"""How likely each is before anything was seen: strong memory looks weaker than it is in few periods, so it has more."""


@dataclass(frozen=True, kw_only=True)
class Coefficient:
    """What is known of one coefficient: per autocorrelation its centre and width (Student's t), and how likely it is.

    ``variances``: of what is new in each period's error, per autocorrelation.
    """

    centres: Floats
    widths: Floats
    variances: Floats
    weights: Floats
    freedom: int

    @property
    def estimate(self) -> float:
        return float(self.weights @ self.centres)

    @property
    def error(self) -> float:
        """Its standard deviation."""
        inflated = self.widths**2 * self.freedom / max(self.freedom - 2, 1)
        return float(np.sqrt(self.weights @ (inflated + (self.centres - self.estimate) ** 2)))

    def below(self, value: float) -> float:
        """The chance that it lies below ``value``."""
        return float(self.weights @ stats.t.cdf((value - self.centres) / self.widths, self.freedom))

    def quantile(self, chance: float) -> float:
        far = 60 * float(self.widths.max()) + float(np.ptp(self.centres))
        middle = self.estimate
        return float(optimize.brentq(lambda value: self.below(value) - chance, middle - far, middle + far))


def coefficient(values: Floats, columns: Floats, which: int) -> Coefficient:
    """The coefficient of column ``which`` in a regression of ``values`` (n,) on ``columns`` (n, p), n > p + 2."""
    n, p = columns.shape
    if n <= p + 2:
        raise ValueError(f"{n} periods are too few for {p} columns")
    whitened = _whiten(np.column_stack([columns, values]))
    x, y = whitened[:, :, :p], whitened[:, :, p]
    inverse = _inverse(x)
    beta = np.einsum("kpq,knq,kn->kp", inverse, x, y)
    squares = ((y - np.einsum("knp,kp->kn", x, beta)) ** 2).sum(axis=1)
    likelihood = (
        0.5 * np.log1p(-(STRENGTHS**2))
        + 0.5 * np.linalg.slogdet(inverse)[1]
        - (n - p) / 2 * np.log(np.maximum(squares, np.finfo(float).tiny))
    )
    weights = np.exp(likelihood - likelihood.max()) * PRIOR
    return Coefficient(
        centres=beta[:, which],
        widths=np.sqrt(np.maximum(squares / (n - p) * inverse[:, which, which], 1e-300)),
        variances=squares / (n - p),
        weights=weights / weights.sum(),
        freedom=n - p,
    )


def planned_error(before: Floats, columns: Floats, which: int) -> float:
    """The error a coefficient will have once all periods of ``columns`` are there, judged by the values ``before``.

    The coefficient's own column is 0 in the periods that are known.
    """
    others = np.delete(columns[: len(before)], which, axis=1)
    known = coefficient(before, others, 0)
    later = _inverse(_whiten(columns))[:, which, which]
    return float(np.sqrt(known.weights @ (known.variances * later)))


def _inverse(rows: Floats) -> Floats:
    found: Floats = np.linalg.inv(np.einsum("knp,knq->kpq", rows, rows))
    return found


def _whiten(rows: Floats) -> Floats:
    """Rows (n, m) with each strength of memory taken out (strengths, n, m)."""
    strength = STRENGTHS[:, None, None]
    first = np.sqrt(1 - strength**2) * rows[None, :1]
    return np.concatenate([first, rows[None, 1:] - strength * rows[None, :-1]], axis=1)
