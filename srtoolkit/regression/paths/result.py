"""What a conditional process analysis found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError, did_you_mean
from srtoolkit.inference import Reason
from srtoolkit.regression.conditional import (
    Spotlight,
    conditional_effects,
    spotlight_values,
)
from srtoolkit.regression.likelihood.fit import LikelihoodFit
from srtoolkit.regression.linear import LinearFit
from srtoolkit.regression.paths.effects import DrawnEffect, IntervalKind, summarise
from srtoolkit.regression.paths.sobel import sobel_rows
from srtoolkit.regression.paths.specification import PathSystem

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("est", "se", "statistic", "df", "p", "ci_low", "ci_high", "std", "ci_level")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessResult:
    """A fitted path system with draws of its indirect effects.

    Attributes
    ----------
    system : PathSystem
    fits : tuple of LinearFit or LikelihoodFit
        One an equation, mediators first, the outcome last.
    total : LinearFit or None
        Outcome on x alone; None with moderators or a logistic outcome.
    effects : tuple of DrawnEffect
        Specific indirect effects, their total, their differences.
    sds : mapping of str to (float, ndarray)
        SD of x and of a linear outcome, in the sample and in every draw.
    method, interval : str
        ``bootstrap`` or ``monte_carlo``; ``percentile`` or ``bc``.
    ci_level : float
    n_draws, n_failed : int
        Draws, and how many of them could not be estimated.
    n, n_excluded : int
    """

    system: PathSystem
    fits: tuple[LinearFit | LikelihoodFit, ...]
    total: LinearFit | None
    effects: tuple[DrawnEffect, ...] = field(repr=False, compare=False)
    sds: Mapping[str, tuple[float, np.ndarray]] = field(repr=False, compare=False)
    method: str
    interval: IntervalKind
    ci_level: float
    n_draws: int
    n_failed: int
    n: int
    n_excluded: int

    @property
    def notes(self) -> tuple[Reason, ...]:
        """Draws that failed, when there are any."""
        if self.n_failed == 0:
            return ()
        values = {"n_failed": self.n_failed, "n_draws": self.n_draws}
        return (Reason("draws_failed", values),)

    def effect(self, label: str | None = None) -> DrawnEffect:
        """Return one effect; without a label the only one, or the total.

        Raises
        ------
        ModelError
            When there is none of that label.
        """
        labels = [effect.label for effect in self.effects]
        if label is None:
            label = "total" if "total" in labels else labels[0]
        wanted = " -> ".join(part.strip() for part in label.split("->"))
        if wanted not in labels:
            raise ModelError(
                f'there is no indirect effect "{label}"',
                code="path_not_in_model",
                allowed=", ".join(labels),
                advice=did_you_mean(wanted, labels),
                path=label,
            )
        return self.effects[labels.index(wanted)]

    def values_of(
        self, moderator: str, at: Spotlight | Mapping[str, Sequence[float]] = "sd"
    ) -> tuple[float, ...]:
        """Return the values at which a moderator is looked at."""
        fit = next(fit for fit in self.fits if moderator in fit.terms)
        return spotlight_values(fit, moderator, at)

    def tidy(
        self, *, at: Spotlight | Mapping[str, Sequence[float]] = "sd"
    ) -> pd.DataFrame:
        """One row an effect and a combination of its moderators' values.

        ``effect`` is ``direct, total, indirect, total_indirect, contrast,
        index`` or ``conditional_index``; ``at_W`` holds a moderator's value,
        ``moderator`` whose index it is. ``std`` and ``partial_std`` are in SDs
        of x and the outcome, and of the outcome alone, for linear outcomes.
        """
        import pandas as pd

        rows = [*self._direct(at), *self._total(), *self._indirect(at)]
        rows += list(self._indices(at))
        table = pd.DataFrame(rows)
        front = ["outcome", "term", "effect"]
        for column in ("std", "df", "statistic", "p"):
            if column not in table:
                table[column] = np.nan
        rest = [c for c in table.columns if c not in (*front, *_COLUMNS)]
        return table[[*front, *_COLUMNS, *rest]]

    def equations(self) -> pd.DataFrame:
        """One row a coefficient of every equation."""
        import pandas as pd

        return pd.concat([fit.tidy() for fit in self.fits], ignore_index=True)

    def normal_theory(self) -> pd.DataFrame:
        """Sobel's test of each simple, unmoderated indirect effect.

        ``term, est, se, se_first_order, statistic, p``; `se` is of second
        order (Aroian). For comparison only: products are not normal.

        Sobel (1982), Sociological Methodology 13, 290-312; Aroian (1947),
        Annals of Mathematical Statistics 18, 265-271.
        """
        import pandas as pd

        return pd.DataFrame(sobel_rows(self.system, self.fits))

    def glance(self) -> pd.DataFrame:
        """One row: sizes, draws, and the outcome's explained share."""
        import pandas as pd

        last = self.fits[-1]
        row: dict[str, Any] = {
            "n": self.n,
            "n_excluded": self.n_excluded,
            "n_draws": self.n_draws,
            "n_failed": self.n_failed,
            "method": self.method,
            "interval": self.interval,
            "family": last.family,
        }
        if isinstance(last, LinearFit):
            row["r2"] = last.r2
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Everything in its tables as plain values."""
        return {
            "tidy": self.tidy().to_dict("records"),
            "glance": self.glance().to_dict("records")[0],
            "equations": self.equations().to_dict("records"),
        }

    @property
    def details(self) -> dict[str, Any]:
        """Equations and, with one moderator, the curve of each indirect effect."""
        return {
            "equations": self.equations().to_dict("records"),
            "curves": [row for effect in self.effects for row in self._curve(effect)],
        }

    def _row(self, term: str, effect: str, values: Mapping[str, Any]) -> dict[str, Any]:
        front = {"outcome": self.system.outcome, "term": term, "effect": effect}
        return {**front, "ci_level": self.ci_level, **values}

    def _direct(
        self, at: Spotlight | Mapping[str, Sequence[float]]
    ) -> Iterator[dict[str, Any]]:
        fit = self.fits[-1]
        label = self.system.label(())
        table = conditional_effects(fit, self.system.x, at=at, ci_level=self.ci_level)
        for found in table.to_dict("records"):
            named: dict[str, Any] = {"df": fit.df2}
            for column, value in found.items():
                known = column in _COLUMNS
                named[str(column) if known else f"at_{column}"] = value
            yield self._row(label, "direct", named)

    def _total(self) -> Iterator[dict[str, Any]]:
        if self.total is not None:
            row = self.total.tidy().to_dict("records")[1]
            named = {str(column): row[column] for column in _COLUMNS}
            yield self._row(self.system.label(()), "total", named)

    def _indirect(
        self, at: Spotlight | Mapping[str, Sequence[float]]
    ) -> Iterator[dict[str, Any]]:
        for effect in self.effects:
            kind = "contrast" if " - (" in effect.label else "indirect"
            kind = "total_indirect" if effect.label == "total" else kind
            for place in self._places(effect, at):
                est, draws = effect.at(place)
                values = summarise(est, draws, self.ci_level, self.interval)
                values |= self._standardised(est, draws)
                values |= {f"at_{name}": value for name, value in place.items()}
                yield self._row(effect.label, kind, values)

    def _indices(
        self, at: Spotlight | Mapping[str, Sequence[float]]
    ) -> Iterator[dict[str, Any]]:
        """How each indirect effect changes with each moderator, where linear."""
        for effect in self.effects:
            for name in effect.moderators:
                slope = effect.derivative(name)
                if name in slope.moderators or " - (" in effect.label:
                    continue
                kind = "conditional_index" if slope.moderators else "index"
                for place in self._places(slope, at):
                    est, draws = slope.at(place)
                    values = summarise(est, draws, self.ci_level, self.interval)
                    values |= {f"at_{key}": value for key, value in place.items()}
                    values["moderator"] = name
                    yield self._row(effect.label, kind, values)
                yield from self._index_of_index(effect, slope, name)

    def _index_of_index(
        self, effect: DrawnEffect, slope: DrawnEffect, name: str
    ) -> Iterator[dict[str, Any]]:
        """How one moderator's index changes with another (moderated moderation)."""
        for other in slope.moderators:
            change = slope.derivative(other)
            if name < other and not change.moderators:
                est, draws = change.at({})
                values = summarise(est, draws, self.ci_level, self.interval)
                values["moderator"] = f"{name}:{other}"
                yield self._row(effect.label, "index", values)

    def _places(
        self, effect: DrawnEffect, at: Spotlight | Mapping[str, Sequence[float]]
    ) -> Iterator[dict[str, float]]:
        names = effect.moderators
        values = [self.values_of(name, at) for name in names]
        for combination in product(*values):
            yield dict(zip(names, combination, strict=True))

    def _standardised(self, est: float, draws: np.ndarray) -> dict[str, float]:
        if self.system.outcome not in self.sds:
            return {}
        sd_y, drawn_y = self.sds[self.system.outcome]
        sd_x, drawn_x = self.sds[self.system.x]
        partial = summarise(est / sd_y, draws / drawn_y, self.ci_level, self.interval)
        whole = summarise(
            est * sd_x / sd_y, draws * drawn_x / drawn_y, self.ci_level, self.interval
        )
        return {
            "std": whole["est"],
            "std_low": whole["ci_low"],
            "std_high": whole["ci_high"],
            "partial_std": partial["est"],
            "partial_std_low": partial["ci_low"],
            "partial_std_high": partial["ci_high"],
        }

    def _curve(self, effect: DrawnEffect) -> Iterator[dict[str, Any]]:
        if len(effect.moderators) != 1:
            return
        name = effect.moderators[0]
        fit = next(fit for fit in self.fits if name in fit.terms)
        spread = fit.spreads[name]
        for value in np.linspace(spread.low, spread.high, 31):
            est, draws = effect.at({name: float(value)})
            found = summarise(est, draws, self.ci_level, self.interval)
            yield {
                "term": effect.label,
                "moderator": name,
                "value": float(value),
            } | found
