"""Agreement of coders, as a plan asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.agreement.codes import Level
from srtoolkit.psychometrics.agreement.codes import require_level as require_known
from srtoolkit.psychometrics.agreement.cohen import cohen_kappa
from srtoolkit.psychometrics.agreement.fleiss import fleiss_kappa
from srtoolkit.psychometrics.agreement.krippendorff import krippendorff_alpha
from srtoolkit.psychometrics.agreement.perreault_leigh import perreault_leigh
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.resampled import require_draws
from srtoolkit.psychometrics.scores import require_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses

#: Resamples of units where the plan asks for none: they cost little.
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class CodingAgreement:
    """Agreement on one coding.

    Attributes
    ----------
    coding : str
    coders : tuple of str
        Columns.
    n, n_incomplete : int
        Units that all coded; units that some coded.
    coefficients : tuple of Coefficient
    note : Reason or None
        Why there are none.
    """

    coding: str
    coders: tuple[str, ...]
    n: int
    n_incomplete: int
    coefficients: tuple[Coefficient, ...]
    note: Reason | None = None


@dataclass(frozen=True, slots=True)
class CoderAgreementResult:
    """Agreement on several codings.

    Attributes
    ----------
    codings : tuple of CodingAgreement
    level : str
        Level of measurement of all of them.
    ci_level : float
    n_draws : int
    """

    codings: tuple[CodingAgreement, ...]
    level: str
    ci_level: float
    n_draws: int

    @property
    def notes(self) -> tuple[Reason, ...]:
        """Codings without coefficients, each with the reason."""
        return tuple(c.note for c in self.codings if c.note is not None)

    def tidy(self) -> pd.DataFrame:
        """One row per coding, named in ``scale``, and coefficient.

        ``percent_agreement`` and ``krippendorff_alpha`` always; of two coders
        ``cohen_kappa``, above the nominal level ``cohen_kappa_weighted``, and
        ``perreault_leigh``; of three or more ``fleiss_kappa``.
        """
        return coefficient_table(r for c in self.codings for r in c.coefficients)

    def glance(self) -> pd.DataFrame:
        """One row per coding: ``coding, n, n_incomplete, n_coders, level``."""
        import pandas as pd

        rows = [
            [c.coding, c.n, c.n_incomplete, len(c.coders), self.level]
            for c in self.codings
        ]
        names = ["coding", "n", "n_incomplete", "n_coders", "level"]
        return pd.DataFrame(rows, columns=names)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


@plan_step("step")
def coder_agreement(
    responses: Responses,
    *,
    codings: Mapping[str, Sequence[str]],
    level: Level = "nominal",
    n_categories: int | None = None,
    ci_level: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
) -> CoderAgreementResult:
    """Estimate how far coders of the same incidents agree.

    Parameters
    ----------
    responses : Responses
        One incident a row.
    codings : mapping of str to sequence of str
        What was coded, and the columns with each coder's codes.
    level : {"nominal", "ordinal", "interval"}
        Of the codes.
    n_categories : int, optional
        Categories the coders could choose from, for Perreault and Leigh's
        index; by default those that occur.
    ci_level : float, in (0, 1)
    bootstrap : int
        Resamples of incidents for Krippendorff's alpha; 0 for 1000.
    seed : int or None

    Raises
    ------
    ResponsesError
        When a column is not there.
    OptionError
        When an option is wrong, or a coding has fewer than two coders.
    """
    require_level(ci_level)
    require_known(level)
    require_draws(bootstrap)
    alone = [name for name, coders in codings.items() if len(coders) < 2]
    if alone or not codings:
        raise OptionError(
            f"{', '.join(alone) or 'codings'}: fewer than two coders",
            code="too_few_coders",
            advice="Write codings: {name: [column_of_coder_1, column_of_coder_2]}.",
        )
    responses.require([column for coders in codings.values() for column in coders])
    draws = bootstrap or _DRAWS
    settings = _Settings(level, n_categories, ci_level, draws, seed)
    found = (_agreement(responses, n, tuple(c), settings) for n, c in codings.items())
    return CoderAgreementResult(tuple(found), level, ci_level, draws)


@dataclass(frozen=True, slots=True)
class _Settings:
    """What the plan asks of every coding."""

    level: Level
    n_categories: int | None
    ci_level: float
    draws: int
    seed: int | None


def _agreement(
    responses: Responses, coding: str, coders: tuple[str, ...], settings: _Settings
) -> CodingAgreement:
    codes = responses.answers[list(coders)]
    given = codes.notna()
    n = int(given.all(axis=1).sum())
    n_incomplete = int((given.any(axis=1) & ~given.all(axis=1)).sum())
    try:
        rows = [replace(r, scale=coding) for r in _rows(codes, settings)]
    except ScoresError as error:
        note = Reason("no_agreement_estimated", {"coding": coding, "why": error.code})
        return CodingAgreement(coding, coders, n, n_incomplete, (), note)
    return CodingAgreement(coding, coders, n, n_incomplete, tuple(rows))


def _rows(codes: pd.DataFrame, settings: _Settings) -> Iterable[Coefficient]:
    level = settings.ci_level
    fleiss = fleiss_kappa(codes, ci_level=level)
    yield Coefficient("percent_agreement", fleiss.agreement)
    if codes.shape[1] == 2:
        cohen = cohen_kappa(codes, ci_level=level)
        yield Coefficient(
            "cohen_kappa", cohen.kappa, cohen.ci_low, cohen.ci_high, level
        )
        if settings.level != "nominal":
            limits = (cohen.weighted_ci_low, cohen.weighted_ci_high, level)
            yield Coefficient("cohen_kappa_weighted", cohen.weighted_kappa, *limits)
        judged = perreault_leigh(
            codes, n_categories=settings.n_categories, ci_level=level
        )
        covered = None if judged.ci_low is None else level
        limits_of_index = (judged.ci_low, judged.ci_high, covered)
        yield Coefficient("perreault_leigh", judged.index, *limits_of_index)
    else:
        limits = (fleiss.ci_low, fleiss.ci_high, level)
        yield Coefficient("fleiss_kappa", fleiss.kappa, *limits)
    alpha = krippendorff_alpha(
        codes,
        level=settings.level,
        ci_level=level,
        bootstrap=settings.draws,
        seed=settings.seed,
    )
    limits_of_alpha = (alpha.ci_low, alpha.ci_high, level)
    yield Coefficient("krippendorff_alpha", alpha.alpha, *limits_of_alpha)
