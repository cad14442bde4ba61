"""Fitting the few numbers that turn evidence into ranks and probabilities. Used by `hairline calibrate` only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar

Floats = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]


def conditional_logit(groups: Sequence[tuple[Floats, npt.NDArray[np.bool_], float]], penalty: float = 1e-4) -> Matrix:
    """Return the non-negative weights, (columns,), under which the right records get the largest shares.

    groups: evidence (questions, records, columns), which records are right (questions, records), and the group's
    weight. A question may have several right records. See McFadden (1974).
    """
    columns = groups[0][0].shape[2]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, gradient = penalty * float(weights @ weights), 2 * penalty * weights
        for evidence, right, share in groups:
            utilities = evidence @ weights
            chances = np.exp(utilities - utilities.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            hit = (chances * right).sum(axis=1) + 1e-9
            pull = chances - chances * right / hit[:, None]
            total += share * float(-np.log(hit).mean())
            gradient = gradient + share * np.einsum("qr,qrc->c", pull, evidence) / len(evidence)
        return total, gradient

    start = np.full(columns, 3.0)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * columns)
    return np.asarray(found.x)


def penalty_of(utilities: Matrix, marked: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_], weight: Matrix) -> float:
    """Return what to take from the utility of marked records, 0 to 5, so that right ones get the largest shares.

    utilities: (questions, records). marked: (records,). right: (questions, records), at least one of each question.
    weight: (questions,) how much each question counts.
    """

    def loss(penalty: float) -> float:
        shifted = utilities - penalty * marked
        shifted -= shifted.max(axis=1, keepdims=True)
        chances = np.exp(shifted)
        return float(-np.average(np.log((chances * right).sum(axis=1) / chances.sum(axis=1) + 1e-9), weights=weight))

    return float(minimize_scalar(loss, bounds=(0.0, 5.0), method="bounded").x)


def logistic(features: Matrix, right: Matrix, weight: Matrix | None = None, penalty: float = 1e-3) -> Matrix:
    """Return bias and weights, (1 + columns,), of a logistic regression of 0/1 `right` on (n, columns) `features`."""
    inputs = np.column_stack([np.ones(len(features)), features])
    weight = np.ones(len(right)) if weight is None else weight

    def loss(beta: Matrix) -> tuple[float, Matrix]:
        chance = 1 / (1 + np.exp(-np.clip(inputs @ beta, -30, 30)))
        fit = -(weight * (right * np.log(chance + 1e-9) + (1 - right) * np.log(1 - chance + 1e-9))).sum() / weight.sum()
        shrink = np.concatenate([[0.0], beta[1:]])
        return float(fit + penalty * shrink @ shrink), inputs.T @ (
            weight * (chance - right)
        ) / weight.sum() + 2 * penalty * shrink

    return np.asarray(minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B").x)


def ranking_quality(scores: Matrix, right: Matrix) -> float:
    """Return the area under the ROC curve: the chance that a right one scores above a wrong one, 0.5 to 1."""
    order = np.argsort(scores)
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(len(scores))
    good = right == 1
    return float((ranks[good].mean() - (good.sum() - 1) / 2) / (~good).sum())
