"""Studies with compared groups and with moderated regressions, all invented."""

from __future__ import annotations

from typing import Any

from report_parts import (
    LONG_ITEM,
    SHA,
    base,
    estimate,
    hypothesis,
    instrument,
    scale,
    two,
)


def paradox() -> dict[str, Any]:
    """An experiment with a no-failure control, simulated."""
    titles = {
        "OSAT": two("整体满意", "Overall satisfaction"),
        "RSAT": two("补救满意", "Recovery satisfaction"),
        "LOY": two("顾客忠诚", "Loyalty"),
    }
    scales = [
        scale(
            key,
            title,
            [
                LONG_ITEM,
                two(
                    "总的来说，我对这家公司满意。",
                    "All in all I am satisfied with this company.",
                ),
                two("我后悔选择了这家公司。", "I regret having chosen this company."),
            ],
            "colquitt2001",
        )
        for key, title in titles.items()
    ]
    groups = [
        {
            "group": "no_failure",
            "role": "control",
            "n": 650,
            "mean": 5.012,
            "sd": 1.104,
            "ci_low": 4.927,
            "ci_high": 5.097,
            "ci_level": 0.95,
        },
        {
            "group": "poor_recovery",
            "role": "other",
            "n": 640,
            "mean": 3.871,
            "sd": 1.302,
            "ci_low": 3.77,
            "ci_high": 3.972,
            "ci_level": 0.95,
        },
        {
            "group": "excellent_recovery",
            "role": "treated",
            "n": 650,
            "mean": 5.284,
            "sd": 1.187,
            "ci_low": 5.193,
            "ci_high": 5.375,
            "ci_level": 0.95,
        },
    ]
    primary = estimate(
        "welch",
        "primary",
        0.272,
        0.0636,
        statistic=4.28,
        df=1290.71,
        p=0.00001,
        effect=0.237,
        effect_low=0.146,
        effect_high=0.328,
        effect_name="hedges_g",
        n=1300,
    )
    robust = [
        estimate("ancova_hc3", "robustness", 0.268, 0.061, n=1300),
        {
            **estimate(
                "mann_whitney",
                "robustness",
                0.11,
                0.03,
                ci_low=None,
                ci_high=None,
                effect=0.12,
                effect_name="cliff_delta",
                n=1300,
            ),
            "se": None,
        },
        estimate("bayes_factor", "robustness", 0.272, 0.06, bf10=812.4, p=None, n=1300),
        estimate("student", "naive", 0.272, 0.0636, n=1300),
    ]
    details = {
        "groups": groups,
        "outcome_range": [1, 7],
        "tost_p": 0.67,
        "sd_control": 1.104,
        "control_at_top": 0.061,
    }
    contrast = "excellent_recovery - no_failure"
    claims = [
        hypothesis(
            "H1",
            two(
                "出色补救组的整体满意高于无失败组",
                "Overall satisfaction is higher after excellent recovery than without any failure",
            ),
            test="recovery.paradox_between",
            outcome="OSAT",
            contrast=contrast,
            estimator="welch",
            est=0.272,
            ci_low=0.167,
            ci_high=0.377,
            p=0.00001,
            smallest_effect=0.2208,
            verdict="supported",
            practical="non-inferior",
            why={"code": "interval_excludes_zero", "values": {}},
            estimates=[primary, *robust],
            details=details,
        ),
        hypothesis(
            "H2",
            two(
                "出色补救组的顾客忠诚高于无失败组",
                "Loyalty is higher after excellent recovery than without any failure",
            ),
            test="recovery.paradox_between",
            outcome="LOY",
            contrast=contrast,
            estimator="welch",
            est=0.031,
            ci_low=-0.084,
            ci_high=0.146,
            p=0.329,
            smallest_effect=0.2208,
            verdict="inconclusive",
            practical="equivalent",
            why={"code": "interval_contains_zero", "values": {}},
            estimates=[{**primary, "est": 0.031, "p": 0.329}],
            details={
                **details,
                "groups": [
                    {
                        **g,
                        **{key: g[key] - 0.2 for key in ("mean", "ci_low", "ci_high")},
                    }
                    for g in groups
                ],
            },
        ),
        hypothesis(
            "H3",
            two(
                "出色补救组的正面口碑高于无失败组",
                "Positive word of mouth is higher after excellent recovery than without any failure",
            ),
            test="recovery.paradox_between",
            outcome="PWOM",
            contrast=contrast,
            estimator="welch",
            verdict="not tested",
            practical="undetermined",
            why={"code": "earlier_not_supported", "values": {"stopped_by": "H2"}},
        ),
    ]
    screening = [
        {"check": "range", "n_flagged": 0, "share": 0.0},
        {"check": "straight_lining", "n_flagged": 7, "share": 0.0054},
    ]
    found = base(
        "recovery-paradox",
        two("服务补救悖论", "The service recovery paradox"),
        instruments=[instrument("service-recovery", scales)],
        hypotheses=claims,
        steps=[
            {
                "step": "responses.screening",
                "tidy": screening,
                "glance": [],
                "notes": [],
            }
        ],
    )
    found["data"].update(
        file=None, simulated=True, population="effect", n_read=1300, n_used=1300
    )
    found["flow"] = [
        {
            "stage": "simulated",
            "n": 1300,
            "excluded": 0,
            "reason": {"code": "simulated", "values": {}},
        }
    ]
    found["plan"]["content"].update(
        design={
            "condition": {
                "column": "condition",
                "control": "no_failure",
                "treated": "excellent_recovery",
            },
            "manipulated": True,
            "covariates": [],
        },
        smallest_effect={
            "value": 0.20,
            "unit": "sd_control",
            "why": two(
                "小于该值的差异不足以抵偿补救成本。",
                "Smaller differences do not repay the cost of recovery.",
            ),
        },
    )
    return found


def moderation() -> dict[str, Any]:
    """A survey with two moderated regressions and a locked plan."""

    def term(name: str, est: float, se: float, std: float | None) -> dict[str, Any]:
        return {
            "outcome": "RSAT",
            "term": name,
            "est": est,
            "se": se,
            "statistic": est / se,
            "df": 390,
            "p": 0.0002 if abs(est / se) > 3 else 0.07,
            "ci_low": est - 1.65 * se,
            "ci_high": est + 1.65 * se,
            "std": std,
            "ci_level": 0.90,
        }

    titles = {
        "RSAT": two("补救满意", "Recovery satisfaction"),
        "STA": two("稳定性", "Stability"),
        "CON": two("可控性", "Controllability"),
        "LOCF": two("归属性（企业）", "Locus: the firm"),
    }
    scales = [
        scale(key, title, [LONG_ITEM, LONG_ITEM, LONG_ITEM], "colquitt2001")
        for key, title in titles.items()
    ]
    slopes = [
        {
            "predictor": "STA",
            "moderator": "CON",
            "level": level,
            "value": value,
            "slope": est,
            "se": 0.05,
            "p": 0.001,
            "ci_low": est - 0.08,
            "ci_high": est + 0.08,
            "ci_level": 0.90,
            "predictor_low": -1.2,
            "predictor_high": 1.2,
            "outcome_low": 5.1 - 1.2 * est,
            "outcome_high": 5.1 + 1.2 * est,
        }
        for level, value, est in (
            ("low", -1.1, -0.12),
            ("mean", 0.0, -0.27),
            ("high", 1.1, -0.42),
        )
    ]
    model = {
        "id": "M1",
        "kind": "regression",
        "engine": "statsmodels",
        "estimator": "ols",
        "syntax": None,
        "status": {"code": "converged", "admissible": True, "details": {}},
        "glance": {
            "r2": 0.412,
            "adj_r2": 0.405,
            "f": 54.2,
            "df1": 5,
            "df2": 390,
            "p": 1e-20,
            "n": 396,
            "se_type": "HC3",
        },
        "tidy": [
            term("Intercept", 5.1, 0.06, None),
            term("STA", -0.27, 0.05, -0.24),
            term("CON", -0.11, 0.06, -0.09),
            term("LOCF", -0.31, 0.05, -0.28),
            term("STA:CON", -0.14, 0.04, -0.15),
        ],
        "r2": [],
        "indirect": [],
    }
    claims = [
        hypothesis(
            "H1",
            two(
                "稳定性越高，补救满意越低",
                "Stability is negatively associated with recovery satisfaction",
            ),
            test="regression.term",
            expect="negative",
            outcome="RSAT",
            contrast="RSAT ~ STA",
            estimator="ols_hc3",
            est=-0.27,
            ci_low=-0.352,
            ci_high=-0.188,
            p=1e-6,
            verdict="supported",
            why={"code": "interval_excludes_zero", "values": {}},
            estimates=[estimate("ols_hc3", "primary", -0.27, 0.05)],
        ),
        hypothesis(
            "H2",
            two(
                "可控性增强稳定性与补救满意之间的负向关联",
                "Controllability strengthens the negative association of stability with recovery satisfaction",
            ),
            test="regression.interaction",
            expect="negative",
            outcome="RSAT",
            contrast="RSAT ~ STA:CON",
            estimator="ols_hc3",
            est=-0.14,
            ci_low=-0.206,
            ci_high=-0.074,
            p=0.0003,
            verdict="supported",
            why={"code": "interval_excludes_zero", "values": {}},
            estimates=[estimate("ols_hc3", "primary", -0.14, 0.04)],
            details={
                "simple_slopes": slopes,
                "johnson_neyman": {
                    "bounds": [-2.4, 0.9],
                    "significant": "outside",
                    "ci_level": 0.90,
                    "moderator": "CON",
                    "moderator_low": -3.1,
                    "moderator_high": 3.0,
                },
            },
        ),
        hypothesis(
            "H3",
            two(
                "可控性与补救满意的关联为零",
                "Controllability has no association with recovery satisfaction",
            ),
            test="regression.term",
            expect="zero",
            outcome="RSAT",
            contrast="RSAT ~ CON",
            estimator="ols_hc3",
            est=-0.11,
            ci_low=-0.21,
            ci_high=-0.01,
            p=0.07,
            verdict="opposite",
            why={"code": "interval_excludes_zero", "values": {}},
            estimates=[estimate("ols_hc3", "primary", -0.11, 0.06)],
        ),
    ]
    invariance = [
        {
            "level": level,
            "chisq": 210.2 + 11 * n,
            "df": 96 + 8 * n,
            "cfi": 0.962 - 0.002 * n,
            "rmsea": 0.051,
            "srmr": 0.041 + 0.004 * n,
            "delta_cfi": None if n == 0 else -0.002,
        }
        for n, level in enumerate(("configural", "metric", "scalar"))
    ]
    found = base(
        "attribution-effects",
        two("归因与补救满意", "Attribution and recovery satisfaction"),
        instruments=[instrument("attribution", scales)],
        models=[model],
        hypotheses=claims,
        steps=[
            {
                "step": "psychometrics.invariance",
                "tidy": invariance,
                "glance": [],
                "notes": [],
            }
        ],
    )
    found["plan"]["locked"] = {
        "at": "2026-03-01T09:00:00Z",
        "plan_sha256": SHA,
        "changed": ["alpha"],
        "before_first_answer": True,
    }
    return found
