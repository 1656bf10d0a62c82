"""Exploratory factor analysis of a questionnaire, as a step of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import ScoresError
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.exploratory.correlations import (
    Correlation,
    Handling,
    correlate_items,
)
from srtoolkit.psychometrics.exploratory.extraction import Method
from srtoolkit.psychometrics.exploratory.factorability import (
    KmoResult,
    SphericityResult,
    adequacy,
    sphericity,
)
from srtoolkit.psychometrics.exploratory.factors import (
    METHODS,
    ROTATIONS,
    analyse,
    require_factors,
)
from srtoolkit.psychometrics.exploratory.parallel import (
    ParallelAnalysisResult,
    Scree,
    against_chance,
    require_draws,
)
from srtoolkit.psychometrics.exploratory.partials import (
    MinimumAveragePartialResult,
    average_partials,
)
from srtoolkit.psychometrics.exploratory.rotation import Rotation
from srtoolkit.psychometrics.exploratory.solution import FactorAnalysisResult
from srtoolkit.psychometrics.item_level.item_choice import chosen_items
from srtoolkit.psychometrics.scores import require_number, require_options
from srtoolkit.resampling import Half, random_half
from srtoolkit.results import plan_step
from srtoolkit.sem import parse_model

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses


#: Below this an item shares too little with the others: Kaiser (1974).
_LEAST_KMO = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class ExplorationResult:
    """Factorability, number of factors and factors of one set of items.

    Attributes
    ----------
    kmo : KmoResult
    sphericity : SphericityResult
    parallel : ParallelAnalysisResult
    partials : MinimumAveragePartialResult
    factors : FactorAnalysisResult
    chosen : bool
        Whether the plan gave the number of factors; else parallel analysis.
    half : str or None
        Which random half of the respondents was used.
    also_confirmed : tuple of str
        Items of the plan's measurement model, which is fitted to the same
        respondents.
    """

    kmo: KmoResult
    sphericity: SphericityResult
    parallel: ParallelAnalysisResult
    partials: MinimumAveragePartialResult
    factors: FactorAnalysisResult
    chosen: bool
    half: str | None
    also_confirmed: tuple[str, ...]

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What a reader has to know beside the numbers."""
        notes = list(self.factors.notes)
        low = [
            item
            for item, value in zip(self.kmo.items, self.kmo.kmo_items, strict=True)
            if value < _LEAST_KMO
        ]
        if low:
            notes.append(Reason("items_little_in_common", {"items": low}))
        notes += self._of_number()
        if self.half is not None:
            values = {"half": self.half, "n": self.factors.n}
            notes.append(Reason(f"explored_{self.half}_half", values))
        if self.also_confirmed:
            items = list(self.also_confirmed)
            notes.append(Reason("explored_and_confirmed", {"items": items}))
        return tuple(notes)

    def _of_number(self) -> Iterable[Reason]:
        """Say where the number of factors is open."""
        suggested, taken = self.parallel.n_factors, len(self.factors.factors)
        if suggested == 0:
            yield Reason("no_factor_beyond_chance")
        elif self.chosen and taken != suggested:
            values = {"n_factors": taken, "suggested": suggested}
            yield Reason("other_number_of_factors", values)
        elif self.partials.n_factors not in (0, taken):
            values = {"parallel": suggested, "map": self.partials.n_factors}
            yield Reason("number_of_factors_open", values)

    @property
    def details(self) -> Mapping[str, Any]:
        """Plain values: ``scree`` of factors and components, and ``map``."""
        return {
            "scree": {
                "factors": _plain_scree(self.parallel.factors),
                "components": _plain_scree(self.parallel.components),
            },
            "map": list(self.partials.squared),
            "map_revised": list(self.partials.fourth),
        }

    def tidy(self) -> pd.DataFrame:
        """One row a coefficient: those of `kmo`, then those of `factors`.

        Without the scree, whose rows are numbers and no items: see `details`.
        """
        import pandas as pd

        found = self.factors.tidy()
        scree = found["coefficient"].isin(("eigenvalue", "factor_eigenvalue"))
        return pd.concat([self.kmo.tidy(), found[~scree]], ignore_index=True)

    def glance(self) -> pd.DataFrame:
        """One row: that of `factors`, with KMO, Bartlett's test and suggestions.

        ``kmo, bartlett_chisq, bartlett_df, bartlett_p, n_factors_parallel,
        n_factors_by_mean, n_components_parallel, n_factors_map,
        n_factors_map_revised, n_eigenvalues_above_one, quantile, n_draws,
        half``.
        """
        row = self.factors.glance()
        eigenvalues = self.factors.eigenvalues
        return row.assign(
            kmo=self.kmo.kmo,
            bartlett_chisq=self.sphericity.chisq,
            bartlett_df=self.sphericity.df,
            bartlett_p=self.sphericity.p,
            n_factors_parallel=self.parallel.n_factors,
            n_factors_by_mean=self.parallel.n_factors_by_mean,
            n_components_parallel=self.parallel.n_components,
            n_factors_map=self.partials.n_factors,
            n_factors_map_revised=self.partials.n_factors_revised,
            n_eigenvalues_above_one=int((eigenvalues > 1).sum()),
            quantile=self.parallel.quantile,
            n_draws=self.parallel.n_draws,
            half=self.half,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        parts = ("kmo", "sphericity", "parallel", "partials", "factors")
        return {name: getattr(self, name).to_dict() for name in parts} | {
            "chosen": self.chosen,
            "half": self.half,
            "also_confirmed": list(self.also_confirmed),
        }


@plan_step("step")
def exploratory_factor_analysis(
    responses: Responses,
    *,
    scales: Sequence[str] | None = None,
    items: Sequence[str] | None = None,
    exclude: Sequence[str] = (),
    n_factors: int | None = None,
    method: Method = "minres",
    rotation: Rotation = "oblimin",
    correlation: Correlation = "pearson",
    missing: Handling = "pairwise",
    kaiser: bool | None = None,
    gamma: float = 0.0,
    half: Half | None = None,
    quantile: float = 0.95,
    n_draws: int = 100,
    measurement: str | None = None,
    seed: int | None = None,
) -> ExplorationResult:
    """Explore the factors behind items of the questionnaire.

    Parameters
    ----------
    responses : Responses
    scales, items : sequence of str, optional
        Scales whose items are meant, and further items; by default the items
        of all reflective scales.
    exclude : sequence of str
        Items left out, as the log of deleted items explains.
    n_factors : int, optional
        By default what parallel analysis suggests, at least one.
    method, rotation, correlation, missing, kaiser, gamma
        As in `factor_analysis`.
    half : {"first", "second"}, optional
        Use one random half of the respondents, drawn by `seed`, so that the
        other can confirm.
    quantile, n_draws
        As in `parallel_analysis`.
    measurement : str, optional
        The plan's measurement model; items in it are confirmed on the same
        respondents, which a note says.
    seed : int, optional
        Needed for a half.

    Raises
    ------
    ModelError
        When a scale or item is not there.
    ScoresError
        As `correlate_items` and `kmo`.
    OptionError
        When an option has a value that is not allowed, or a half comes
        without a seed.
    """
    require_options(
        {
            "method": (method, METHODS),
            "rotation": (rotation, ROTATIONS),
            "half": (half, (None, "first", "second")),
        }
    )
    require_draws(quantile, n_draws)
    require_number("gamma", gamma, -1000, 1)
    codes = chosen_items(responses, scales=scales, items=items, exclude=exclude)
    if n_factors is not None:
        require_factors(n_factors, len(codes))
    points = responses.keyed[codes].to_numpy(dtype=float)
    if half is not None:
        points = points[random_half(len(points), half, seed)]
    if len(points) < 3:
        raise ScoresError(
            f"{len(points)} respondents are there to explore",
            code="too_few_respondents",
            allowed="3 respondents or more",
        )
    given = correlate_items(
        points, correlation=correlation, missing=missing, items=codes
    )
    adequate, spherical = adequacy(given), sphericity(given)
    parallel = against_chance(given, quantile=quantile, n_draws=n_draws, seed=seed)
    suggested = min(max(parallel.n_factors, 1), len(codes) - 1)
    number = suggested if n_factors is None else n_factors
    return ExplorationResult(
        kmo=adequate,
        sphericity=spherical,
        parallel=parallel,
        partials=average_partials(given),
        factors=analyse(given, number, method, rotation, kaiser=kaiser, gamma=gamma),
        chosen=n_factors is not None,
        half=half,
        also_confirmed=_confirmed(codes, measurement),
    )


def _confirmed(codes: Sequence[str], measurement: str | None) -> tuple[str, ...]:
    if not measurement:
        return ()
    indicators = set(parse_model(measurement).indicators)
    return tuple(code for code in codes if code in indicators)


def _plain_scree(scree: Scree) -> dict[str, list[float]]:
    return {
        "observed": list(scree.observed),
        "chance_mean": list(scree.chance_mean),
        "chance_quantile": list(scree.chance_quantile),
    }
