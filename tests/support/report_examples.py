"""Results written by hand for reports: four studies, each a whole results.json.

The ECSI numbers are those of the published 13-item model; everything else is
invented and says so by `simulated`.
"""

from __future__ import annotations

import copy
from typing import Any

from srtoolkit.results import StudyResults

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
LONG_ITEM = {
    "zh": "想到这次服务失败之后公司为我所做的一切，包括退款、道歉以及后续的跟进，我认为自己最终得到的结果"
    "与我所遭受的时间、金钱和情绪上的损失是相称的，换作别的顾客也会这样认为。",
    "en": "Considering everything the company did for me after the failure, including the "
    "refund, the apology and the follow-up, what I received in the end was in proportion "
    "to what I had lost in time, money and nerves, and other customers would agree.",
}


def two(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def scale(
    key: str, title: dict[str, str], texts: list[dict[str, str]], source: str
) -> dict[str, Any]:
    items = [
        {
            "id": f"{key}{number}",
            "text": shown,
            "role": None,
            "asks": two("结果与损失相称", "outcome matched the loss"),
            "response": "agree7",
            "reverse": number == 3,
            "wording": "own",
        }
        for number, shown in enumerate(texts, start=1)
    ]
    return {
        "id": key,
        "construct": key,
        "title": title,
        "definition": two(
            f"顾客对{title['zh']}的总体评价。", f"Judgement of {title['en'].lower()}."
        ),
        "source": [source],
        "kind": "reflective",
        "scoring": {"method": "mean", "min_valid": 2},
        "items": items,
    }


def instrument(name: str, scales: list[dict[str, Any]]) -> dict[str, Any]:
    content = {
        "schema": 1,
        "name": name,
        "version": "1.0.0",
        "title": two("服务补救量表", "Service recovery scales"),
        "kind": "questionnaire",
        "licence": "CC-BY-4.0",
        "translation": {"status": "draft"},
        "references": {
            "colquitt2001": "Colquitt, J. A. (2001). On the dimensionality of "
            "organizational justice: A construct validation of a measure. Journal of "
            "Applied Psychology, 86(3), 386–400.",
            "never_cited": "Nobody, N. (1900). Never cited. Nowhere, 1, 1–2.",
        },
        "responses": {
            "agree7": {
                "options": [
                    {"value": value, "label": two(str(value), str(value))}
                    for value in range(1, 8)
                ]
            },
            "ten": {"low": 1, "high": 10, "step": 1},
        },
        "scales": scales,
    }
    return {
        "name": name,
        "origin": "bundled",
        "shadows": False,
        "sha256": SHA,
        "content": content,
    }


def base(name: str, title: dict[str, str], **changes: Any) -> dict[str, Any]:
    """A results.json without models or hypotheses."""
    content = {
        "schema": 1,
        "plan": {
            "name": name,
            "origin": "bundled",
            "shadows": False,
            "sha256": SHA,
            "locked": None,
            "content": {
                "schema": 1,
                "title": title,
                "question": two(
                    "得到出色补救的顾客，是否比从未经历失败的顾客更满意？",
                    "Are customers who were recovered excellently more satisfied than "
                    "customers who never had a failure?",
                ),
                "theory": ["T11"],
                "instruments": ["service-recovery"],
                "design": None,
                "smallest_effect": None,
                "alpha": 0.05,
                "multiplicity": "sequence",
                "hypotheses": {},
                "report": "standard",
            },
        },
        "instruments": [],
        "data": {
            "file": "answers.csv",
            "sha256": SHA,
            "n_read": 412,
            "n_used": 396,
            "simulated": False,
            "population": None,
            "encoding": "utf-8",
            "delimiter": ",",
            "missing_codes": [99],
        },
        "seed": 1,
        "options": {
            "bootstrap": 5000,
            "alpha": 0.05,
            "estimator": "ML",
            "missing": "listwise",
        },
        "versions": {
            "python": "3.11.9",
            "srtoolkit": "0.1.0",
            "numpy": "2.3.1",
            "pandas": "3.0.0",
            "statsmodels": "0.14.5",
            "semopy": "2.3.11",
            "pingouin": "0.6.0",
        },
        "flow": [
            {
                "stage": "read",
                "n": 412,
                "excluded": 0,
                "reason": {"code": "read", "values": {}},
            },
            {
                "stage": "used",
                "n": 396,
                "excluded": 16,
                "reason": {"code": "incomplete", "values": {}},
            },
        ],
        "steps": [],
        "models": [],
        "hypotheses": [],
        "diagnostics": [],
    }
    content.update(changes)
    return content


def hypothesis(key: str, claim: dict[str, str], **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": key,
        "claim": claim,
        "test": "sem.path",
        "expect": "positive",
        "outcome": "LOY",
        "contrast": "LOY ~ RSAT",
        "estimator": "ml",
        "est": None,
        "ci_low": None,
        "ci_high": None,
        "ci_level": 0.90,
        "p": None,
        "smallest_effect": None,
        "verdict": "inconclusive",
        "practical": "no smallest effect stated",
        "why": {"code": "interval_contains_zero", "values": {}},
        "estimates": [],
        "details": {},
    }
    found.update(changes)
    return found


def estimate(
    method: str, role: str, est: float, se: float, **more: Any
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "method": method,
        "role": role,
        "est": est,
        "se": se,
        "ci_low": est - 1.645 * se,
        "ci_high": est + 1.645 * se,
        "ci_level": 0.90,
        "p": 0.0213,
        "statistic": est / se,
        "df": None,
        "effect": None,
        "effect_low": None,
        "effect_high": None,
        "effect_name": "",
        "bf10": None,
        "i2": None,
        "n": 396,
    }
    found.update(more)
    return found


def path_row(
    lhs: str, op: str, rhs: str, est: float, se: float | None, std: float
) -> dict[str, Any]:
    free = se is not None
    return {
        "lhs": lhs,
        "op": op,
        "rhs": rhs,
        "group": 1,
        "group_label": "",
        "label": "",
        "free": free,
        "est": est,
        "se": se,
        "z": est / se if se else None,
        "p": 0.0001 if se and abs(est / se) > 3 else (0.664 if se else None),
        "ci_low": est - 1.645 * se if se else None,
        "ci_high": est + 1.645 * se if se else None,
        "std": std,
        "ci_level": 0.90,
    }


def sem_model(key: str, tidy: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    model: dict[str, Any] = {
        "id": key,
        "kind": "sem",
        "engine": "semopy",
        "estimator": "ML",
        "syntax": "Satisfaction =~ CUSA1 + CUSA2 + CUSA3\nLoyalty ~ Satisfaction + CUSCO",
        "status": {"code": "converged", "admissible": True, "details": {}},
        "glance": {
            "chisq": 124.138,
            "df": 60,
            "p": 1.9e-6,
            "cfi": 0.9498,
            "tli": 0.936,
            "rmsea": 0.0654,
            "rmsea_ci_low": 0.049,
            "rmsea_ci_high": 0.082,
            "srmr": 0.0449,
            "n": 250,
        },
        "tidy": tidy,
        "r2": [],
        "indirect": [],
    }
    model.update(changes)
    return model


ECSI_LOADINGS = {
    "Image": [
        ("IMAG1", 0.666),
        ("IMAG2", 0.475),
        ("IMAG3", 0.463),
        ("IMAG4", 0.702),
        ("IMAG5", 0.634),
    ],
    "Value": [("PERV1", 0.737), ("PERV2", 0.950)],
    "Satisfaction": [("CUSA1", 0.659), ("CUSA2", 0.709), ("CUSA3", 0.835)],
    "Loyalty": [("CUSL1", 0.624), ("CUSL3", 0.869)],
}


def ecsi() -> dict[str, Any]:
    """The published 13-item model of 250 mobile-phone customers."""
    tidy = [
        path_row(factor, "=~", item, std * 1.4, None if place == 0 else 0.11, std)
        for factor, items in ECSI_LOADINGS.items()
        for place, (item, std) in enumerate(items)
    ]
    tidy += [
        path_row("Satisfaction", "~", "Image", 0.513, 0.079, 0.715),
        path_row("Satisfaction", "~", "Value", 0.136, 0.039, 0.270),
        path_row("CUSCO", "~", "Satisfaction", 1.688, 0.201, 0.603),
        path_row("Loyalty", "~", "Satisfaction", 1.766, 0.255, 0.865),
        path_row("Loyalty", "~", "CUSCO", -0.022, 0.050, -0.030),
        path_row("Image", "~~", "Value", 0.9, 0.2, 0.61),
    ]
    indirect = [
        {
            "path": "Image -> Satisfaction -> Loyalty",
            "est": 0.906,
            "se": 0.15,
            "p": 0.0001,
            "ci_low": 0.66,
            "ci_high": 1.18,
            "std": 0.619,
            "ci_level": 0.9,
        },
        {
            "path": "Satisfaction -> CUSCO -> Loyalty",
            "est": -0.037,
            "se": 0.085,
            "p": 0.66,
            "ci_low": -0.18,
            "ci_high": 0.10,
            "std": -0.018,
            "ci_level": 0.9,
        },
    ]
    model = sem_model(
        "structural",
        tidy,
        r2=[
            {"variable": "Satisfaction", "r2": 0.835},
            {"variable": "CUSCO", "r2": 0.364},
            {"variable": "Loyalty", "r2": 0.719},
        ],
        indirect=indirect,
    )
    factor_titles = {
        "Image": two("企业形象", "Image"),
        "Value": two("感知价值", "Perceived value"),
        "Satisfaction": two("整体满意", "Overall satisfaction"),
        "Loyalty": two("顾客忠诚", "Loyalty"),
        "CUSCO": two("抱怨处理", "Complaint handling"),
    }
    scales = []
    for factor, title in factor_titles.items():
        made = scale(factor, title, [], "tenenhaus2005")
        names = [item for item, _ in ECSI_LOADINGS.get(factor, [("CUSCO", 1)])]
        made["items"] = [
            {
                "id": name,
                "text": None,
                "role": two(
                    f"{title['zh']}：第 {n} 个方面", f"{title['en']}: aspect {n}"
                ),
                "asks": None,
                "response": "ten",
                "reverse": False,
                "wording": "described",
            }
            for n, name in enumerate(names, start=1)
        ]
        scales.append(made)
    described = instrument("ecsi-mobile", scales)
    described["content"]["kind"] = "described"
    described["content"]["references"] = {
        "tenenhaus2005": "Tenenhaus, M., Esposito Vinzi, V., Chatelin, Y.-M., & Lauro, C. (2005). PLS path modeling. Computational Statistics & Data Analysis, 48(1), 159–205."
    }
    rows = []
    for factor, (alpha, omega, cr, ave) in {
        "Image": (0.714, 0.722, 0.722, 0.342),
        "Value": (0.817, 0.818, 0.818, 0.692),
        "Satisfaction": (0.770, 0.777, 0.777, 0.552),
        "Loyalty": (0.690, None, 0.702, 0.541),
    }.items():
        for code, est in (("alpha", alpha), ("omega", omega), ("cr", cr), ("ave", ave)):
            has_interval = code in {"alpha", "omega"} and est is not None
            rows.append(
                {
                    "scale": factor,
                    "item": None,
                    "coefficient": code,
                    "est": est,
                    "ci_low": est - 0.05 if has_interval else None,
                    "ci_high": est + 0.04 if has_interval else None,
                    "ci_level": 0.95,
                }
            )
        rows += [
            {
                "scale": factor,
                "item": item,
                "coefficient": "citc",
                "est": 0.5,
                "ci_low": None,
                "ci_high": None,
                "ci_level": None,
            }
            for item, _ in ECSI_LOADINGS[factor]
        ]
    htmt = [
        {
            "scale": a,
            "item": b,
            "coefficient": "htmt",
            "est": est,
            "ci_low": None,
            "ci_high": None,
            "ci_level": None,
        }
        for a, b, est in (
            ("Image", "Value", 0.645),
            ("Image", "Satisfaction", 0.912),
            ("Image", "Loyalty", 0.765),
            ("Value", "Satisfaction", 0.728),
            ("Value", "Loyalty", 0.663),
            ("Satisfaction", "Loyalty", 0.837),
        )
    ]
    description = [
        {
            "item": item,
            "n": 250,
            "mean": 7.6,
            "sd": 1.7,
            "skewness": -0.82,
            "kurtosis": 0.51,
            "floor": 0.004,
            "ceiling": 0.148,
            "missing": 0,
        }
        for items in ECSI_LOADINGS.values()
        for item, _ in items
    ]
    claims = [
        hypothesis(
            "H1",
            two(
                "整体满意与顾客忠诚正相关",
                "Satisfaction is positively associated with loyalty",
            ),
            outcome="Loyalty",
            contrast="Loyalty ~ Satisfaction",
            est=1.766,
            ci_low=1.347,
            ci_high=2.185,
            p=1e-9,
            verdict="supported",
            why={"code": "interval_excludes_zero", "values": {}},
            estimates=[estimate("ml", "primary", 1.766, 0.255)],
        ),
        hypothesis(
            "H2",
            two(
                "抱怨处理与顾客忠诚正相关（控制整体满意）",
                "Complaint handling is positively associated with loyalty beyond satisfaction",
            ),
            outcome="Loyalty",
            contrast="Loyalty ~ CUSCO",
            est=-0.022,
            ci_low=-0.104,
            ci_high=0.060,
            p=0.67,
            estimates=[
                estimate("ml", "primary", -0.022, 0.050),
                estimate("single_item_reliability", "robustness", -0.05, 0.11),
            ],
        ),
    ]
    found = base(
        "complaint-handling-ecsi",
        two(
            "抱怨处理与顾客忠诚：移动通信顾客的结构方程模型",
            "Complaint handling and loyalty: a structural equation model of mobile-phone customers",
        ),
        instruments=[described],
        steps=[
            {
                "step": "responses.description",
                "tidy": description,
                "glance": [],
                "notes": [],
            },
            {
                "step": "psychometrics.reliability",
                "tidy": rows,
                "glance": [],
                "notes": [],
            },
            {"step": "psychometrics.validity", "tidy": htmt, "glance": [], "notes": []},
        ],
        models=[model],
        hypotheses=claims,
    )
    found["data"].update(file="seminr_mobi.csv", n_read=250, n_used=250)
    return found


def inadmissible() -> dict[str, Any]:
    """The 24-item model, whose solution must not be read."""
    found = ecsi()
    tidy = [
        path_row("Value", "~", "Image", 2.19, 10.8, 2.19),
        path_row("Loyalty", "~", "Satisfaction", 3.27, 4.1, 3.27),
        *[row for row in found["models"][0]["tidy"] if row["op"] == "=~"],
    ]
    status = {
        "code": "latent_covariance_not_pd",
        "admissible": False,
        "details": {"smallest_eigenvalue": -0.0123, "variables": ["Image", "Value"]},
    }
    found["models"] = [sem_model("structural", tidy, status=status)]
    for claim in found["hypotheses"]:
        claim.update(
            est=None,
            ci_low=None,
            ci_high=None,
            p=None,
            estimates=[],
            verdict="not testable",
            practical="undetermined",
            why={
                "code": "model_not_admissible",
                "values": {"status": "latent_covariance_not_pd"},
            },
        )
    return found


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
            "moderator_value": value,
            "est": est,
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
            details={"simple_slopes": slopes},
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


def justice() -> dict[str, Any]:
    """Four facets to satisfaction to loyalty and word of mouth: a dense diagram."""
    found = ecsi()
    titles = {
        "DJ": two("结果公平", "Distributive justice"),
        "PJ": two("程序公平", "Procedural justice"),
        "IPJ": two("人际公平", "Interpersonal justice"),
        "IFJ": two("信息公平", "Informational justice"),
        "RSAT": two("补救满意", "Recovery satisfaction"),
        "LOY": two("顾客忠诚", "Loyalty"),
        "PWOM": two("正面口碑", "Positive word of mouth"),
    }
    found["instruments"] = [
        instrument(
            "justice-four-facets",
            [scale(k, t, [LONG_ITEM] * 3, "colquitt2001") for k, t in titles.items()],
        )
    ]
    tidy = [
        path_row(key, "=~", f"{key}{n}", 1.0, None if n == 1 else 0.05, 0.8)
        for key in titles
        for n in (1, 2, 3)
    ]
    tidy += [
        path_row("RSAT", "~", key, b, 0.06, b)
        for key, b in (("DJ", 0.41), ("PJ", 0.18), ("IPJ", 0.25), ("IFJ", 0.05))
    ]
    tidy += [
        path_row("LOY", "~", "RSAT", 0.52, 0.06, 0.55),
        path_row("PWOM", "~", "RSAT", 0.44, 0.06, 0.47),
        path_row("LOY", "~", "DJ", 0.12, 0.09, 0.11),
        path_row("PWOM", "~", "IFJ", 0.1, 0.02, 0.1),
        path_row("PWOM", "~", "LOY", 0.31, 0.05, 0.3),
    ]
    names = list(titles)[:4]
    tidy += [
        path_row(a, "~~", b, 0.5, 0.05, 0.68)
        for i, a in enumerate(names)
        for b in names[:i]
    ]
    found["models"] = [
        sem_model(
            "structural",
            tidy,
            r2=[
                {"variable": "RSAT", "r2": 0.61},
                {"variable": "LOY", "r2": 0.44},
                {"variable": "PWOM", "r2": 0.4},
            ],
        )
    ]
    found["steps"] = []
    return found


STUDIES = {
    "ecsi": ecsi,
    "inadmissible": inadmissible,
    "paradox": paradox,
    "moderation": moderation,
    "justice": justice,
}


def example(name: str) -> StudyResults:
    """Return one of the hand-written studies."""
    return StudyResults(copy.deepcopy(STUDIES[name]()))
