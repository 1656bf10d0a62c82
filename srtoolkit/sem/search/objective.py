"""What the search makes small, whatever the discrepancy.

An objective knows the layout of its vector and returns, at any vector, a
value on the scale of chi-square with its derivatives. Search, identification,
errors and statuses see nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from srtoolkit.sem.complete.discrepancy import Discrepancy, discrepancy
from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.structure.layout import Layout


class Objective(Protocol):
    """A discrepancy between sample and model, as a function of the vector.

    Attributes
    ----------
    layout : Layout
        Places of the values in the matrices of the model.
    n_free : int
        Values of the vector that the search moves; they stand first.
    """

    @property
    def layout(self) -> Layout:
        """Places of the values in the matrices of the model."""
        ...

    @property
    def n_free(self) -> int:
        """Values that the search moves."""
        ...

    def at(self, vector: np.ndarray, *, information: bool = True) -> Discrepancy:
        """Return the discrepancy with its derivatives.

        Parameters
        ----------
        vector : ndarray, shape (n_free + n_sample,)
        information : bool
            Without it the information may stay zero, which is faster.

        Returns
        -------
        Discrepancy
            `value` on the scale of chi-square, infinite where it is not
            defined; `gradient` half its derivative; `information` the expected
            (Gauss-Newton) curvature on the same scale.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class NormalLikelihood:
    """Maximum likelihood on complete moments; see `discrepancy`.

    Attributes
    ----------
    latest : dict
        The discrepancy at the vector asked for last: searches, errors and
        statuses ask again where the search ended.
    """

    layout: Layout
    moments: tuple[GroupMoments, ...]
    latest: dict[tuple[bytes, bool], Discrepancy] = field(
        default_factory=dict, repr=False
    )

    @property
    def n_free(self) -> int:
        """Free parameters of the model."""
        return self.layout.n_free

    def at(self, vector: np.ndarray, *, information: bool = True) -> Discrepancy:
        """Return the discrepancy at a vector."""
        asked = vector.tobytes()
        for known in ((asked, True), (asked, information)):
            if known in self.latest:
                return self.latest[known]
        there = discrepancy(self.layout, self.moments, vector, information=information)
        self.latest.clear()
        self.latest[asked, information] = there
        return there
