"""What can be pooled at all, and by which options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from srtoolkit.comparison.meta_analysis.heterogeneity import METHODS
from srtoolkit.errors import ModelError, OptionError, Problem

TestKind = Literal["wald", "knapp_hartung", "knapp_hartung_adhoc"]
TESTS = ("wald", "knapp_hartung", "knapp_hartung_adhoc")
#: A largest over smallest sampling variance above this defeats the arithmetic.
_WIDEST_RATIO = 1e12


def require_options(method: str, test: str, interval: str) -> None:
    """Check method, kind of errors and kind of interval.

    Raises
    ------
    OptionError
        With every one that is not known.
    """
    wrong = [
        (found, allowed)
        for found, allowed in (
            (method, METHODS),
            (test, TESTS),
            (interval, ("q_profile", "profile_likelihood")),
        )
        if found not in allowed
    ]
    if wrong:
        raise OptionError(
            [
                Problem(
                    "option_unknown",
                    f'a meta-analysis knows no "{found}"',
                    allowed=", ".join(allowed),
                )
                for found, allowed in wrong
            ]
        )


def require_studies(
    est: np.ndarray, variance: np.ndarray, names: Sequence[str]
) -> None:
    """Check that every study has an effect and a sampling variance.

    Raises
    ------
    ModelError
        With every study that has not.
    """
    if not len(est) == len(variance) == len(names):
        raise ModelError(
            f"{len(est)} effects, {len(variance)} variances and {len(names)} names "
            "do not belong together",
            code="studies_unequal_lengths",
        )
    usable = np.isfinite(est) & np.isfinite(variance) & (variance > 0)
    problems = [
        Problem(
            "study_unusable",
            f'study "{names[int(row)]}" has effect {est[row]:g} and sampling variance '
            f"{variance[row]:g}",
            allowed="a number, and a variance above zero",
            advice="Complete the study or leave it out.",
            pieces={"study": names[int(row)]},
        )
        for row in np.flatnonzero(~usable)
    ]
    if not problems and len(est) and variance.max() / variance.min() > _WIDEST_RATIO:
        problems.append(
            Problem(
                "variances_incomparable",
                "the largest sampling variance is more than 10^12 times the smallest",
                advice="Look for a study whose variance is in another unit.",
            )
        )
    if problems:
        raise ModelError(problems)


def require_estimable(design: np.ndarray, terms: Sequence[str]) -> None:
    """Check that there are more studies than coefficients, told apart.

    Raises
    ------
    ModelError
        When there are not.
    """
    k, n_terms = design.shape
    if k <= n_terms:
        raise ModelError(
            f"{k} studies are too few for {n_terms} coefficients",
            code="too_few_studies",
            allowed=f"at least {n_terms + 1} studies",
            advice="Add studies, or use fewer moderators.",
            k=k,
        )
    scaled = design / np.linalg.norm(design, axis=0)
    if np.linalg.matrix_rank(scaled) < n_terms:
        raise ModelError(
            f"the moderators {', '.join(terms[1:])} determine each other",
            code="moderators_collinear",
            advice="Leave one of them out.",
        )
