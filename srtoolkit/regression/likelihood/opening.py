"""What the fits of all likelihoods begin and end with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import OptionError
from srtoolkit.regression.coefficients import term_scales
from srtoolkit.regression.design import Design, build_design
from srtoolkit.regression.likelihood.fit import LikelihoodFit
from srtoolkit.regression.robust import ERROR_KINDS, ErrorKind
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.standard_columns import StandardColumns, standard_columns
from srtoolkit.regression.status import FitStatus

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.regression.likelihood.brant import BrantTest

#: Errors of a likelihood of which only the scores are known.
SCORE_ERRORS: tuple[ErrorKind, ...] = ("classic", "HC0", "HC1")


@dataclass(frozen=True, slots=True)
class Opened:
    """A regression whose options, roles and columns are in order.

    Attributes
    ----------
    family : str
    roles : Roles
    design : Design
    columns : StandardColumns
        In which the likelihood is searched.
    errors : str
    ci_level : float
    """

    family: str
    roles: Roles
    design: Design
    columns: StandardColumns
    errors: ErrorKind
    ci_level: float

    @property
    def matrix(self) -> np.ndarray:
        """The design in standard columns, shape (n, n_terms)."""
        return self.columns.matrix

    def fit(
        self,
        *,
        estimates: np.ndarray,
        covariance: np.ndarray,
        loglik: float,
        loglik_null: float,
        fitted: np.ndarray,
        status: FitStatus,
        n_parameters: int | None = None,
        latent_sd: float | None = None,
        edges: tuple[str, ...] = (),
        ancillary: Mapping[str, float] | None = None,
        indices: Mapping[str, float] | None = None,
        proportional_odds: BrantTest | None = None,
    ) -> LikelihoodFit:
        """Pack what was found of the standard columns; see `LikelihoodFit`.

        Where the status does not admit the estimates, they have no errors.

        Parameters
        ----------
        estimates, covariance : ndarray
            Of the coefficients of `matrix`; with `edges` of its slopes, then
            of the thresholds.
        n_parameters : int, optional
            As many as estimates.
        latent_sd : float, optional
            Standard deviation of the latent outcome; None where there is none.
        edges : tuple of str
            Names of thresholds, which stand in the intercept's place.
        """
        back = _with_thresholds(self.columns.back, len(edges))
        found = back @ estimates
        if status.admissible:
            errors = back @ covariance @ back.T
        else:
            errors = np.full((len(found), len(found)), np.nan)
        slopes = self.design.terms[1:]
        terms = (*slopes, *edges) if edges else self.design.terms
        sds = dict(zip(self.design.terms, term_scales(self.design), strict=True))
        scales = np.array([sds.get(term, np.nan) for term in terms])
        return LikelihoodFit(
            outcome=self.roles.outcome,
            family=self.family,
            terms=terms,
            interactions=self.roles.interactions,
            estimates=found,
            covariance=errors,
            standardised=found * scales / (np.nan if latent_sd is None else latent_sd),
            errors=self.errors,
            ci_level=self.ci_level,
            n=len(self.design.outcome),
            n_excluded=self.design.n_excluded,
            loglik=loglik,
            loglik_null=loglik_null,
            n_parameters=len(estimates) if n_parameters is None else n_parameters,
            fitted=fitted,
            centres=self.design.centres,
            spreads=self.design.spreads,
            design=self.design,
            ancillary=ancillary or {},
            indices=indices or {},
            status=status,
            proportional_odds=proportional_odds,
        )


def opened(
    data: pd.DataFrame,
    roles: Roles,
    *,
    family: str,
    errors: ErrorKind,
    centre: bool,
    ci_level: float,
    allowed: Sequence[ErrorKind] = ERROR_KINDS,
) -> Opened:
    """Check options, roles and columns, and lay out the design.

    Raises
    ------
    OptionError
        For standard errors that the family does not have.
    ModelError
        With every mistake in the roles or the data.
    """
    if errors not in allowed:
        raise OptionError(
            f'there are no standard errors "{errors}" for the family {family}',
            code="unknown_errors",
            allowed=", ".join(allowed),
        )
    design = build_design(data, roles, centre=centre)
    columns = standard_columns(design.matrix)
    return Opened(family, roles, design, columns, errors, ci_level)


def _with_thresholds(back: np.ndarray, n_edges: int) -> np.ndarray:
    """Return the way back of slopes and thresholds, which lie below the slopes.

    A threshold t holds where t - x'b stays the same.
    """
    if not n_edges:
        return back
    n_slopes = len(back) - 1
    whole = np.eye(n_slopes + n_edges)
    whole[:n_slopes, :n_slopes] = back[1:, 1:]
    whole[n_slopes:, :n_slopes] = -back[0, 1:]
    return whole
