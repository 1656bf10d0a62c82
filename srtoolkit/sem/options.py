"""The options of a fit: what is known, and what each engine can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from srtoolkit.errors import ModelError, OptionError, Problem, did_you_mean
from srtoolkit.sem.parsed import ParsedModel
from srtoolkit.sem.specification import ModelOptions, ModelType

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
    engine: str = "semopy"

    def model_options(self, parsed: ParsedModel) -> ModelOptions:
        """Settle the mean structure: asked for, written, grown or grouped."""
        means = self.mean_structure
        if means is None:
            written = any(term.op == "~1" for term in parsed.terms)
            means = written or self.model_type == "growth" or self.group is not None
        return ModelOptions(
            self.std_lv, self.orthogonal, self.fixed_x, means, self.model_type
        )


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
    wanted = {
        f'estimator="{options.estimator}"': options.estimator != "ML",
        f'missing="{options.missing}"': options.missing != "listwise",
        "ordered= (and thresholds)": bool(options.ordered)
        or any(term.op == "|" for term in parsed.terms),
        "equal= and partial=": bool(options.equal or options.partial),
        'information="observed"': options.information == "observed",
        'likelihood="wishart"': options.likelihood == "wishart",
        "constraints (== < >)": bool(parsed.constraints),
    }
    if options.engine == "semopy":
        means = options.model_options(parsed).mean_structure
        wanted |= {
            "group=": options.group is not None,
            "a mean structure": means and options.group is None,
        }
    missing = [what for what, asked in wanted.items() if asked]
    if missing:
        raise ModelError([_not_available(what, options.engine) for what in missing])


def _not_available(what: str, engine: str) -> Problem:
    return Problem(
        "not_available",
        f'{what} is not available with engine="{engine}"',
        allowed="estimator ML with complete rows"
        + (", one group, no mean structure" if engine == "semopy" else ""),
        advice="Labels that repeat set parameters equal."
        if what.startswith("constraints")
        else "",
        pieces={"feature": what, "engine": engine},
    )
