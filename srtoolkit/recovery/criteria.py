"""Which respondents a plan means by what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison import group_labels
from srtoolkit.errors import ModelError

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

_KEYS = ("column", "at_least", "at_most", "equals")


@dataclass(frozen=True, slots=True)
class Criterion:
    """What must hold of one scale, item or column.

    Attributes
    ----------
    column : str
    at_least, at_most : float or None
        Both ends belong to it, in points.
    equals : float or str or None
    """

    column: str
    at_least: float | None = None
    at_most: float | None = None
    equals: float | str | None = None

    def holds(self, responses: Responses) -> np.ndarray:
        """Tell for every respondent; a missing answer never meets it.

        Returns
        -------
        ndarray of bool, shape (n_respondents,)

        Raises
        ------
        ResponsesError
            When the column is not there, or holds text where numbers belong.
        """
        responses.require([self.column])
        if self.equals is not None:
            return self._equal(responses)
        scores = responses.variable(self.column).to_numpy(dtype=float)
        low = -np.inf if self.at_least is None else self.at_least
        high = np.inf if self.at_most is None else self.at_most
        return np.asarray((scores >= low) & (scores <= high))

    def to_dict(self) -> dict[str, Any]:
        """Return what was asked for."""
        values = {key: getattr(self, key) for key in _KEYS}
        return {key: value for key, value in values.items() if value is not None}

    def _equal(self, responses: Responses) -> np.ndarray:
        wanted = self.equals
        shown = wanted if isinstance(wanted, str) else f"{wanted:.15g}"
        labels = group_labels(responses.covariates([self.column])[self.column])
        return np.asarray((labels == shown).to_numpy(dtype=bool))


def read_criterion(given: Mapping[str, Any], *, key: str) -> Criterion:
    """Read ``{column: RSAT, at_least: 6}``.

    Parameters
    ----------
    key : str
        Where it stands in the plan, for the message.

    Raises
    ------
    ModelError
        When the column or what must hold of it is not given.
    """
    unknown = [name for name in given if name not in _KEYS]
    asked = [name for name in _KEYS[1:] if given.get(name) is not None]
    if unknown or not isinstance(given.get("column"), str) or not asked:
        raise ModelError(
            f"{key}: {dict(given)} does not say who is meant",
            code="criterion_unclear",
            allowed="column, and at_least, at_most or equals",
            advice="For example {column: RSAT, at_least: 6}.",
        )
    return Criterion(**{name: given[name] for name in ("column", *asked)})


def read_criteria(
    given: Mapping[str, Mapping[str, Any]], *, key: str
) -> list[Criterion]:
    """Read ``{SEV: {at_most: 3}, PRIOR: {equals: 0}}``; errors as `read_criterion`."""
    return [
        read_criterion({**asked, "column": column}, key=f"{key}.{column}")
        for column, asked in given.items()
    ]
