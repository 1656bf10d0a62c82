"""The methods paragraph: what was done, with which software, by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Paragraph, Span, Text, plain
from srtoolkit.document.manuscript import Manuscript
from srtoolkit.document.sections.question import is_experiment

Values = Mapping[str, Any]


def build_methods(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the methods as paragraphs: design, models, rule, openness."""
    parts = (_design(writing), _models(writing), _rule(writing), _openness(writing))
    joined = (_paragraph(writing, list(part)) for part in parts)
    return [paragraph for paragraph in joined if paragraph.text]


def _paragraph(writing: Manuscript, sentences: list[Text]) -> Paragraph:
    space = Span("" if writing.lang == "zh" else " ")
    spans: list[Span] = []
    for sentence in sentences:
        spans += [space, *sentence] if spans else list(sentence)
    return Paragraph(tuple(spans))


def _design(writing: Manuscript) -> Iterator[Text]:
    if writing.results.simulated:
        yield writing.say("methods.simulated")
    yield writing.say(
        "methods.experiment" if is_experiment(writing) else "methods.survey"
    )
    names = [writing.local(i["content"]["title"]) for i in writing["instruments"]]
    if names:
        yield writing.say("methods.instruments", names=names)
        yield writing.say("methods.scores")
    marks = (writing.plan.get("screening") or {}).get("exclude") or ()
    if marks:
        reasons = [plain(writing.words.name_of("reason", mark)) for mark in marks]
        yield writing.say("methods.screening", reasons=reasons)
    if writing["data"].get("review"):
        yield writing.say("methods.review")
    covariates = (writing.plan.get("design") or {}).get("covariates")
    if covariates:
        yield writing.say("methods.covariates", names=list(covariates))


def _models(writing: Manuscript) -> Iterator[Text]:
    versions = writing["versions"]
    engines = {model["engine"] for model in writing.models("sem")}
    codes = sorted({str(m["estimator"]) for m in writing.models("sem")})
    estimators = [_plain_name(writing, code) for code in codes]
    for engine in sorted(engines):
        values = {"estimator": estimators, "version": versions.get(engine)}
        key = f"methods.sem_{engine}"
        yield writing.say(key if writing.words.has(key) else "methods.sem", **values)
    yield from _cross_checks(writing)
    missing = writing["options"].get("missing")
    if engines and missing and writing.words.has(f"methods.missing_{missing}"):
        yield writing.say(f"methods.missing_{missing}")
    families = _families(writing)
    if "linear" in families:
        yield writing.say("methods.regression", version=versions.get("statsmodels"))
    others = [_family(writing, name) for name in families if name != "linear"]
    if others:
        yield writing.say("methods.regression_likelihood", families=others)
    if any(found["details"].get("groups") for found in writing["hypotheses"]):
        yield writing.say("methods.groups")
        yield from _standardised(writing)
    draws = writing["options"].get("bootstrap")
    if draws and any(model.get("indirect") for model in writing["models"]):
        yield writing.say("methods.bootstrap", draws=draws)


def _standardised(writing: Manuscript) -> Iterator[Text]:
    """Say what the standardised differences between groups are."""
    names = {
        str(estimate.get("effect_name"))
        for found in writing["hypotheses"]
        if found["details"].get("groups")
        for estimate in found["estimates"]
        if estimate.get("effect") is not None
    }
    if names & {"hedges_g", "g_average"}:
        yield writing.say("methods.hedges_g")
    if "d_contrast" in names:
        yield writing.say("methods.d_contrast")


def _families(writing: Manuscript) -> list[str]:
    """Return the families of the regressions; a fit that says none is linear."""
    glances = [model.get("glance") or {} for model in writing.models("regression")]
    return list(dict.fromkeys(str(g.get("family") or "linear") for g in glances))


def _family(writing: Manuscript, name: str) -> str:
    return "".join(span.text for span in writing.words.name_of("family", name))


def _cross_checks(writing: Manuscript) -> Iterator[Text]:
    """Say how far the second engine lies from the first, at the most."""
    checks = [m["cross_check"] for m in writing.models("sem") if m.get("cross_check")]
    made = [check for check in checks if check["available"]]
    if made:
        yield writing.say(
            "methods.cross_check",
            version=writing["versions"].get("semopy"),
            **{
                name: max(float(check[name] or 0) for check in made)
                for name in ("est_in_se", "se_relative", "chisq")
            },
        )
    if len(made) < len(checks):
        yield writing.say("methods.cross_check_unavailable")


def _plain_name(writing: Manuscript, method: str) -> str:
    return "".join(span.text for span in writing.words.name_of("method", method))


def _rule(writing: Manuscript) -> Iterator[Text]:
    alpha = float(writing["options"].get("alpha") or writing.plan["alpha"])
    yield writing.say("methods.rule", alpha=alpha, level=1 - 2 * alpha)
    stated = writing.plan.get("smallest_effect")
    yield writing.say(
        "methods.smallest_effect" if stated else "methods.no_smallest_effect"
    )
    multiplicity = writing.plan.get("multiplicity")
    if multiplicity and len(writing["hypotheses"]) > 1:
        yield writing.say(f"methods.multiplicity_{multiplicity}")


def _openness(writing: Manuscript) -> Iterator[Text]:
    locked = writing["plan"].get("locked")
    if not locked:
        yield writing.say("methods.not_locked")
    else:
        yield writing.say("methods.locked", at=str(locked["at"])[:10])
        if locked.get("changed"):
            yield writing.say("methods.changed", changed=list(locked["changed"]))
        if locked.get("before_first_answer"):
            yield writing.say("methods.before_first_answer")
    versions = writing["versions"]
    yield writing.say(
        "methods.software",
        version=versions.get("srtoolkit"),
        python=versions.get("python"),
        seed=writing["seed"],
    )
