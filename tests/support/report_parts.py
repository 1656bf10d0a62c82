"""Pieces of a results.json, written by hand."""

from __future__ import annotations

from typing import Any

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
        "scales_used": [scale["id"] for scale in content["scales"]],
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
