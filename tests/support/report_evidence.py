"""A study whose details come from the methods themselves, on invented scores."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from report_parts import LONG_ITEM, base, estimate, hypothesis, instrument, scale, two

from srtoolkit.comparison import weighted_difference
from srtoolkit.comparison.necessity import necessity_analysis
from srtoolkit.regression import (
    TwoWayInteraction,
    fit,
    fit_process,
    fit_surface,
    importance,
    path_system,
)
from srtoolkit.results import StudyResults
from srtoolkit.results.store import plain

TITLES = {
    "DJ": two("结果公平", "Distributive justice"),
    "PJ": two("程序公平", "Procedural justice"),
    "REXP": two("补救期望", "Recovery expectation"),
    "RSAT": two("补救满意", "Recovery satisfaction"),
    "LOY": two("顾客忠诚", "Loyalty"),
    "SEV": two("失败严重性", "Failure severity"),
}
CONTRAST = "excellent_recovery - no_failure"
FAMILIES = (
    "linear",
    "logistic",
    "poisson",
    "negative_binomial",
    "gamma",
    "ordinal",
    "multinomial",
    "tobit",
    "two_part",
)


@cache
def scores(n: int = 240) -> pd.DataFrame:
    """Invented scores from 1 to 7 and outcomes of every kind."""
    rng = np.random.default_rng(20)
    data = pd.DataFrame(rng.normal(4, 1.2, (n, 4)), columns=["DJ", "PJ", "REXP", "SEV"])
    noise = rng.normal(size=(n, 2))
    data["RSAT"] = 0.5 * data["DJ"] + 0.3 * data["PJ"] - 0.2 * data["REXP"]
    data["RSAT"] += 2 + noise[:, 0]
    slope = 0.5 - 0.15 * (data["SEV"] - 4)
    data["LOY"] = 2 + slope * data["RSAT"] + noise[:, 1]
    data["linear"] = data["LOY"]
    data["logistic"] = (data["LOY"] > data["LOY"].median()).astype(float)
    data["poisson"] = rng.poisson(np.exp(0.2 * data["RSAT"]))
    data["negative_binomial"] = rng.negative_binomial(2, 0.3, n)
    data["gamma"] = rng.gamma(2.0, np.exp(0.2 * data["RSAT"]))
    data["ordinal"] = pd.qcut(data["LOY"], 4, labels=False).astype(float)
    data["multinomial"] = pd.qcut(data["LOY"] + noise[:, 0], 3, labels=False)
    data["multinomial"] = data["multinomial"].map(lambda k: f"kind_{k:.0f}")
    data["tobit"] = data["LOY"].clip(3.0, 5.5)
    data["two_part"] = np.where(data["logistic"] > 0, data["gamma"], 0.0)
    return data


def _surface() -> dict[str, Any]:
    found = fit_surface(scores(), outcome="RSAT", x="DJ", y="REXP", centre=4.0)
    return {**found.details, "terms": found.tidy().to_dict("records")}


def _necessity() -> dict[str, Any]:
    data = scores()
    found = necessity_analysis(
        data["RSAT"].to_numpy(),
        {name: data[name].to_numpy() for name in ("DJ", "PJ")},
        outcome_name="RSAT",
        permutations=200,
        additive_draws=100,
        seed=1,
    )
    return {**found.details, "conditions": found.tidy().to_dict("records")}


def _indirect() -> dict[str, Any]:
    system = path_system(
        x="DJ", mediators=["RSAT"], outcome="LOY", moderators={"RSAT -> LOY": "SEV"}
    )
    found = fit_process(scores(), system, bootstrap=200, seed=1)
    effects = found.tidy().to_dict("records")
    sizes = {"n_draws": found.n_draws, "n_failed": found.n_failed}
    return {**found.details, "effects": effects, **sizes}


def _moderation() -> dict[str, Any]:
    found = fit(
        scores(),
        outcome="LOY",
        predictors=["RSAT", "SEV"],
        interactions=[("RSAT", "SEV")],
    )
    effect = TwoWayInteraction(found, "RSAT", "SEV", 0.95)
    return {"simple_slopes": effect.slope_rows(), "johnson_neyman": effect.region()}


def _weighted(names: list[str]) -> dict[str, Any]:
    data = scores()
    found = weighted_difference(
        data["LOY"].to_numpy(),
        (data["DJ"] + data["poisson"] / 4 > 4.6).to_numpy(),
        data[names],
        bootstrap=0,
        outcome="LOY",
    )
    return {**found.details, "covariates": names, "without": []}


def _pooled() -> dict[str, Any]:
    studies = [
        {
            "study": name,
            "est": est,
            "se": 0.1,
            "ci_low": est - 0.196,
            "ci_high": est + 0.196,
            "ci_level": 0.95,
            "weight": 33.3,
            "n_treated": 90,
            "n_control": 110,
        }
        for name, est in (("hotels", 0.3), ("banks", 0.1), ("airlines", 0.24))
    ]
    summary = {
        "measure": "standardised_mean_difference",
        "k": 3,
        "est": 0.21,
        "se": 0.06,
        "ci_low": -0.04,
        "ci_high": 0.46,
        "ci_level": 0.95,
        "tau2": 0.002,
        "i2": 12.0,
        "q": 2.3,
        "q_p": 0.32,
        "pi_low": -0.1,
        "pi_high": 0.5,
    }
    return {"studies": studies, "summary": summary, "left_out": []}


def _groups() -> list[dict[str, Any]]:
    named = (("no_failure", "control", 4.9), ("excellent_recovery", "treated", 5.1))
    return [
        {
            "group": group,
            "role": role,
            "n": 120,
            "mean": mean,
            "sd": 1.1,
            "ci_low": mean - 0.2,
            "ci_high": mean + 0.2,
            "ci_level": 0.95,
        }
        for group, role, mean in named
    ]


def _guarded() -> dict[str, Any]:
    """A comparison behind two guards, with everything that describes it."""
    without, held = ["PJ", "SEV"], ["PJ", "SEV", "REXP"]
    checks = [
        {
            "step": "comparison.propensity_weighted",
            "arguments": {},
            "details": _weighted(names),
        }
        for names in (without, held)
    ]
    factors = {
        "r": 0.707,
        "two_sided": 0.48,
        "greater": 0.95,
        "less": 0.02,
        "equal_variances": True,
        "reading": "uninformative",
    }
    more = [
        {
            "step": "comparison.bayes_factor",
            "arguments": {},
            "details": {"bayes_factors": [factors]},
        },
        {"step": "comparison.pooled_by", "arguments": {}, "details": _pooled()},
    ]
    gap = {
        "outcome": "LOY",
        "basis": "RSAT",
        "gap": 2.09,
        "gap_sd": 0.79,
        "mean_z": 1.1,
        "correlation": 0.72,
        "mean_change": None,
        "n_selected": 407,
        "n": 1369,
        "observed": 0.2,
    }
    sign = {
        "outcome": "LOY",
        "covariates": ["REXP"],
        "est_without": 0.3,
        "est_with": -0.12,
        "check": "comparison.propensity_weighted",
    }
    return {
        "groups": _groups(),
        "outcome_range": [1, 7],
        "further_guards": [
            {"code": "control_without_complaint", "values": {"control": "no_failure"}}
        ],
        "diagnostics": [
            {"code": "expected_spurious_gap", "values": gap},
            {"code": "sign_depends_on_covariates", "values": sign},
        ],
        "companions": [*checks, *more],
    }


def _described(details: dict[str, Any]) -> dict[str, Any]:
    weighted = [
        estimate(check["details"]["summary"]["method"], "robustness", 0.0, 0.1)
        | {"est": check["details"]["summary"]["est"]}
        for check in details["companions"][:2]
    ]
    basis = {"basis": "RSAT", "expected_gap": 2.09}
    return hypothesis(
        "G1",
        two("得到补救的顾客更忠诚", "Recovered customers are more loyal"),
        test="recovery.paradox_between",
        contrast=CONTRAST,
        verdict="not testable",
        practical="undetermined",
        why={"code": "treatment_selected", "values": basis},
        estimates=[estimate("welch", "naive", 0.2, 0.08), *weighted],
        details=details,
    )


def _supported(key: str, claim: dict[str, str], **changes: Any) -> dict[str, Any]:
    numbers = {"est": 0.3, "ci_low": 0.1, "ci_high": 0.5, "p": 0.002}
    reason = {"code": "interval_excludes_zero", "values": {}}
    return hypothesis(
        key,
        claim,
        **{
            "verdict": "supported",
            "why": reason,
            "estimates": [estimate("ols_hc3", "primary", 0.3, 0.12)],
            **numbers,
            **changes,
        },
    )


def _changed() -> dict[str, Any]:
    means = [
        {"group": "no_failure", "n": 120, "before": 4.9, "after": 4.9, "change": 0.0},
        {
            "group": "excellent_recovery",
            "n": 118,
            "before": 4.8,
            "after": 5.2,
            "change": 0.4,
        },
    ]
    level = {
        "contrast": CONTRAST,
        "est": 0.4,
        "se": 0.1,
        "statistic": 4.0,
        "p": 0.001,
        "ci_low": 0.2,
        "ci_high": 0.6,
        "ci_level": 0.9,
        "n": 238,
    }
    other = {"contrast": "poor_recovery - no_failure", "est": -1.2}
    return {
        "change_means": means,
        "outcome_range": [1, 7],
        "comparisons": [level, {**level, **other, "ci_low": -1.4, "ci_high": -1.0}],
    }


def _latent() -> dict[str, Any]:
    slopes = [
        {
            "moderator_sd": sds,
            "est": 0.3 + 0.1 * sds,
            "se": 0.05,
            "z": 5.0,
            "p": 0.001,
            "ci_low": 0.2 + 0.1 * sds,
            "ci_high": 0.4 + 0.1 * sds,
        }
        for sds in (-1.0, 0.0, 1.0)
    ]
    return {
        "focal": "DJ",
        "moderator": "SEV",
        "product": "DJxSEV",
        "latent_slopes": slopes,
    }


def regression_model(family: str) -> dict[str, Any]:
    """One regression as results.json holds it."""
    options = {"lower": 3.0, "upper": 5.5} if family == "tobit" else {}
    found = fit(
        scores(),
        family=family,  # type: ignore[arg-type]
        outcome=family,
        predictors=["RSAT", "SEV"],
        **options,
    )
    return {
        "id": family,
        "kind": "regression",
        "engine": "srtoolkit",
        "estimator": found.estimator,
        "syntax": None,
        "status": {"code": "converged", "admissible": True, "details": {}},
        "glance": found.glance().to_dict("records")[0],
        "tidy": found.tidy().to_dict("records"),
        "r2": [],
        "indirect": [],
    }


@cache
def _content() -> dict[str, Any]:
    claims = {
        "S1": (two("响应面", "A surface"), _surface()),
        "N1": (two("必要条件", "Necessity"), _necessity()),
        "M1": (two("条件间接效应", "Conditional mediation"), _indirect()),
        "J1": (two("调节", "Moderation"), _moderation()),
        "C1": (two("前后变化", "Change"), _changed()),
        "L1": (two("潜变量交互", "Latent interaction"), _latent()),
    }
    shares = importance(
        scores(), outcome="RSAT", predictors=["DJ", "PJ", "REXP"], bootstrap=200, seed=1
    )
    step = {
        "step": "regression.relative_importance",
        "arguments": {"outcome": "RSAT"},
        "tidy": shares.tidy().to_dict("records"),
        "glance": [],
        "notes": [],
        "details": shares.details,
    }
    scales = [
        scale(key, title, [LONG_ITEM, LONG_ITEM], "colquitt2001")
        for key, title in TITLES.items()
    ]
    found = base(
        "evidence",
        two("各种证据", "Every kind of evidence"),
        instruments=[instrument("service-recovery", scales)],
        steps=[step],
        models=[regression_model(family) for family in FAMILIES],
        hypotheses=[
            _described(_guarded()),
            *(
                _supported(key, claim, details=details)
                for key, (claim, details) in claims.items()
            ),
        ],
    )
    found["plan"]["content"]["design"] = {
        "condition": {
            "column": "condition",
            "control": "no_failure",
            "treated": "excellent_recovery",
        },
        "manipulated": False,
        "covariates": ["PJ", "SEV"],
    }
    return found


def evidence_study() -> StudyResults:
    """Return the study; its methods run once."""
    import copy

    return StudyResults(copy.deepcopy(plain(_content())))
