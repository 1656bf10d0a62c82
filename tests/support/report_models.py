"""Studies with structural equation models.

The numbers of `ecsi` are those of the published 13-item model; the others are
invented.
"""

from __future__ import annotations

from typing import Any

from report_parts import (
    LONG_ITEM,
    base,
    estimate,
    hypothesis,
    instrument,
    path_row,
    scale,
    sem_model,
    two,
)

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
            "scale": factor,
            "item": item,
            "n": 250,
            "mean": 7.6,
            "sd": 1.7,
            "skewness": -0.82,
            "kurtosis": 0.51,
            "floor_share": 0.004,
            "ceiling_share": 0.148,
            "missing": 0,
        }
        for factor, items in ECSI_LOADINGS.items()
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
        "details": {
            "iterations": 88,
            "step": 0.1,
            "message": "stopped",
            "parameters": ["Image, Value"],
            "values": [-0.0123],
            "also": ["standardised_above_one"],
        },
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
            details={
                "std_all": {"est": 3.27, "ci_low": 0.7, "ci_high": 5.8, "ci_level": 0.9}
            },
            practical="undetermined",
            why={
                "code": "model_not_admissible",
                "values": {"status": "latent_covariance_not_pd"},
            },
        )
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
