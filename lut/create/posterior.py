"""Uncertainty of a fitted grade: how far its colors may be off, by Laplace's approximation of the posterior."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from .grade import Grade
from .jacobian import jacobian
from .levenberg_marquardt import Problem, robust_jacobian
from .samples import Samples

Doubles = NDArray[np.float64]


def posterior_deviation(grade: Grade, samples: Samples, codes: Floats, graded: Floats) -> Doubles:
    """Return (P,) standard deviations, in ΔE2000, of a grade fitted to samples.

    codes: (P, 3) sRGB codes at which it is asked.  graded: (P, 3) what the grade makes of them.
    """
    problem = Problem.of(samples)
    slopes, _ = robust_jacobian(problem, problem.state(grade))
    prior = grade.family.prior()
    covariance = np.linalg.inv((slopes.T @ slopes).astype(np.float64) + prior.T @ prior)
    asked = Problem.of(Samples(codes, graded, np.ones(len(codes))))
    moves = jacobian(asked.state(grade).stages, partial(asked.residuals, soft=grade.soft)).astype(np.float64)
    variance = np.einsum("pij,pij->p", moves @ covariance, moves)
    result: Doubles = np.sqrt(variance)
    return result
