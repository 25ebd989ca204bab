"""Quasi-Poisson regressions with a log link, many small ones at once.

Fitted by iteratively reweighted least squares exactly as R's ``glm.fit`` does it (start, stopping rule, and which
iteration's weights the dispersion uses), because thresholds of outbreak detection are compared with R's to
the last digits.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ROUNDS, TOLERANCE = 25, 1e-8


@dataclass(frozen=True, kw_only=True)
class Fits:
    """``m`` regressions of ``n`` observations on ``p`` columns. Observations of weight 0 do not count.

    ``coefficients`` (m, p), ``covariance`` (m, p, p) without dispersion, ``mean`` and ``leverage`` (m, n),
    ``working`` the weights of the last iteration (m, n), ``freedom`` and ``converged`` (m,).
    """

    coefficients: Floats
    covariance: Floats
    mean: Floats
    leverage: Floats
    working: Floats
    residual: Floats
    freedom: Floats
    converged: Flags

    def dispersion(self, weights: Floats | None = None) -> Floats:
        """Residual variance over what Poisson would have (m,); with other than the working ``weights`` if given."""
        used = self.working if weights is None else weights
        squares: Floats = np.where(used > 0, used * self.residual**2, 0.0).sum(axis=1)
        out = np.full_like(squares, np.nan)
        np.divide(squares, self.freedom, out=out, where=self.freedom > 0)
        return out


def fit(design: Floats, counts: Floats, weights: Floats) -> Fits:
    """Regress ``counts`` (m, n) on ``design`` (m, n, p) with prior ``weights`` (m, n)."""
    counts = np.where(weights > 0, counts, 0.0)
    linear = np.log(counts + 0.1)
    mean = np.exp(linear)
    deviance = _deviance(counts, mean, weights)
    rounds = len(counts)
    converged = np.zeros(rounds, dtype=bool)
    working, coefficients = np.zeros_like(counts), np.zeros((rounds, design.shape[2]))
    going = np.arange(rounds)
    for _ in range(ROUNDS):
        x, y, w = design[going], counts[going], weights[going]
        working[going] = w * mean[going]
        root = np.sqrt(working[going])
        response = linear[going] + (y - mean[going]) / mean[going]
        solved = _least_squares(x * root[..., None], response * root)
        coefficients[going] = solved
        linear[going] = np.clip(np.einsum("mnp,mp->mn", x, solved), -700.0, 700.0)
        mean[going] = np.exp(linear[going])
        now = _deviance(y, mean[going], w)
        done = np.abs(now - deviance[going]) / (np.abs(now) + 0.1) < TOLERANCE
        deviance[going] = now
        converged[going[done]] = True
        going = going[~done & np.isfinite(now)]
        if not len(going):
            break
    q, r = np.linalg.qr(design * np.sqrt(working)[..., None])
    inverse = np.linalg.pinv(r)
    residual = (counts - mean) / mean
    return Fits(
        coefficients=coefficients,
        covariance=inverse @ inverse.transpose(0, 2, 1),
        mean=mean,
        leverage=(q**2).sum(axis=2),
        working=working,
        residual=residual,
        freedom=(weights > 0).sum(axis=1) - float(design.shape[2]),
        converged=converged,
    )


def _least_squares(design: Floats, response: Floats) -> Floats:
    q, r = np.linalg.qr(design)
    projected: Floats = np.einsum("mnp,mn->mp", q, response)
    regular = np.abs(np.diagonal(r, axis1=1, axis2=2)).min(axis=1) > 0
    solved = np.empty_like(projected)
    solved[regular] = np.linalg.solve(r[regular], projected[regular][..., None])[..., 0]
    if not regular.all():
        solved[~regular] = (np.linalg.pinv(r[~regular]) @ projected[~regular][..., None])[..., 0]
    return solved


def _deviance(counts: Floats, mean: Floats, weights: Floats) -> Floats:
    ratio = np.where(counts > 0, counts, 1.0) / np.where(counts > 0, mean, 1.0)
    terms = np.where(counts > 0, counts * np.log(ratio), 0.0) - (counts - mean)
    total: Floats = 2 * (weights * terms).sum(axis=1)
    return total
