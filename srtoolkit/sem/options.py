"""The options of a fit: what is known, and what each engine can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from srtoolkit.errors import ModelError, OptionError, Problem, did_you_mean
from srtoolkit.sem.language.parsed import ParsedModel
from srtoolkit.sem.search.effort import USUAL_EFFORT, SearchEffort
from srtoolkit.sem.structure.group_equality import EQUAL_KINDS
from srtoolkit.sem.structure.parameters import ModelOptions, ModelType

ESTIMATORS = (
    "ML",
    "MLR",
    "MLM",
    "MLMV",
    "MLMVS",
    "MLF",
    "GLS",
    "WLS",
    "ULS",
    "DWLS",
    "WLSM",
    "WLSMV",
    "ULSMV",
)
ENGINES = ("native", "semopy")
_FIML_ESTIMATORS = ("ML", "MLR", "MLF")
_ALLOWED = {
    "estimator": ESTIMATORS,
    "missing": ("listwise", "fiml", "pairwise"),
    "information": ("default", "expected", "observed"),
    "likelihood": ("normal", "wishart"),
    "parameterization": ("delta", "theta"),
    "model_type": get_args(ModelType),
    "engine": ENGINES,
}


@dataclass(frozen=True, slots=True)
class FitOptions:
    """Everything but the model and the data; see `fit`."""

    estimator: str = "ML"
    missing: str = "listwise"
    group: str | None = None
    equal: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    ordered: tuple[str, ...] | bool = ()
    std_lv: bool = False
    orthogonal: bool = False
    fixed_x: bool = True
    mean_structure: bool | None = None
    information: str = "default"
    likelihood: str = "normal"
    parameterization: str = "delta"
    model_type: ModelType = "sem"
    bootstrap: int = 0
    seed: int | None = None
    jobs: int = 1
    engine: str = "native"
    identification: Literal["lavaan", "wu_estabrook"] = "lavaan"
    effort: SearchEffort = USUAL_EFFORT

    def model_options(self, parsed: ParsedModel) -> ModelOptions:
        """Settle the mean structure: asked for, written, grown or grouped."""
        means = self.mean_structure
        if means is None:
            means = self.group is not None
        means |= any(term.op == "~1" for term in parsed.terms)
        means |= self.model_type == "growth" or self.missing == "fiml"
        means |= bool({"intercepts", "means"} & set(self.equal))
        means |= self.has_ordered(parsed)
        return ModelOptions(
            self.std_lv,
            self.orthogonal,
            self.fixed_x and self.keeps_exogenous(parsed),
            means,
            self.model_type,
            equal=self.equal,
            partial=self.partial,
        )

    def has_ordered(self, parsed: ParsedModel) -> bool:
        """Tell whether some variable is ordered."""
        return bool(self.ordered) or any(term.op == "|" for term in parsed.terms)

    def keeps_exogenous(self, parsed: ParsedModel) -> bool:
        """Tell whether the estimator is conditional on exogenous variables.

        As in lavaan, least squares of continuous variables are not.
        """
        return self.estimator.startswith("ML") or self.has_ordered(parsed)


def require_known(options: FitOptions) -> None:
    """Each option has an allowed value.

    Raises
    ------
    OptionError
    """
    problems = [
        Problem(
            f"unknown_{name}",
            f'there is no {name.replace("_", " ")} "{getattr(options, name)}"',
            allowed=", ".join(allowed),
            advice=did_you_mean(str(getattr(options, name)), allowed),
        )
        for name, allowed in _ALLOWED.items()
        if getattr(options, name) not in allowed
    ]
    problems += [
        Problem(
            "unknown_equal",
            f'equal names "{kind}"',
            allowed=", ".join(EQUAL_KINDS),
            advice=did_you_mean(kind, EQUAL_KINDS),
        )
        for kind in options.equal
        if kind not in EQUAL_KINDS
    ]
    if options.bootstrap < 0:
        problems.append(
            Problem(
                "bootstrap_negative",
                f"bootstrap = {options.bootstrap}",
                allowed="0 or a number of draws",
            )
        )
    if problems:
        raise OptionError(problems)


def require_available(parsed: ParsedModel, options: FitOptions) -> None:
    """The engine can do what the model and the options ask for.

    Raises
    ------
    ModelError
        With everything it cannot do.
    """
    if options.engine == "semopy":
        wanted = _beyond_semopy(parsed, options)
        missing = [what for what, asked in wanted.items() if asked]
        if missing:
            raise ModelError([_not_available(what) for what in missing])
    problems = [problem for asked, problem in _clashes(parsed, options) if asked]
    if problems:
        raise ModelError(problems)


def _beyond_semopy(parsed: ParsedModel, options: FitOptions) -> dict[str, bool]:
    """Return what the second engine cannot do, and whether it is asked for."""
    means = options.model_options(parsed).mean_structure
    return {
        f'estimator="{options.estimator}"': options.estimator != "ML",
        f'missing="{options.missing}"': options.missing != "listwise",
        "ordered= (and thresholds)": options.has_ordered(parsed),
        "equal= and partial=": bool(options.equal or options.partial),
        'information="observed"': options.information == "observed",
        'likelihood="wishart"': options.likelihood == "wishart",
        "constraints (== < >)": bool(parsed.constraints),
        "group=": options.group is not None,
        "a mean structure": means and options.group is None,
    }


def _clashes(parsed: ParsedModel, options: FitOptions) -> list[tuple[bool, Problem]]:
    """Return options that do not go together, and whether they are asked for."""
    ordered = options.has_ordered(parsed)
    likelihood = options.estimator.startswith("ML")
    observed_needs = likelihood or options.estimator == "GLS"
    return [
        (
            options.missing == "fiml"
            and (options.estimator not in _FIML_ESTIMATORS or ordered),
            _clash(
                f'missing="fiml" with estimator="{options.estimator}"'
                + " and ordered variables" * ordered,
                f'missing="fiml" goes with {", ".join(_FIML_ESTIMATORS)}',
            ),
        ),
        (
            options.missing == "pairwise" and not ordered,
            _clash('missing="pairwise" without ordered variables', 'missing="fiml"'),
        ),
        (
            ordered and likelihood,
            _clash(
                f'estimator="{options.estimator}" with ordered variables',
                "WLSMV, WLSM, DWLS, WLS, ULSMV, ULS",
            ),
        ),
        (
            options.likelihood == "wishart"
            and (not likelihood or options.missing == "fiml"),
            _clash(
                f'likelihood="wishart" with estimator="{options.estimator}", '
                f'missing="{options.missing}"',
                "maximum likelihood with complete rows",
            ),
        ),
        (
            options.information == "observed" and not observed_needs,
            _clash(
                f'information="observed" with estimator="{options.estimator}"',
                "maximum likelihood and GLS",
            ),
        ),
        (
            bool(options.equal) and options.group is None,
            _clash("equal= without group=", "equal= with group="),
        ),
    ]


def _clash(what: str, allowed: str) -> Problem:
    return Problem(
        "not_available",
        f"{what} is not available",
        allowed=allowed,
        pieces={"feature": what},
    )


def _not_available(what: str) -> Problem:
    return Problem(
        "not_available",
        f'{what} is not available with engine="semopy"',
        allowed="estimator ML with complete rows, one group, no mean structure",
        advice='Use engine="native".',
        pieces={"feature": what, "engine": "semopy"},
    )
