"""Every phrase exists in both languages, and everything the code asks for exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import srtoolkit.document
from srtoolkit.document.citations import Citations, cited_name, read_citations
from srtoolkit.document.labels import Labels
from srtoolkit.document.manuscript import value_formats
from srtoolkit.document.numbers import Numbers
from srtoolkit.document.phrases import Phrases, read_phrases
from srtoolkit.document.sections import BUILDERS
from srtoolkit.errors import ContentError

CODE = Path(srtoolkit.document.__file__).parent
FIELD = re.compile(r"\{(\w+)(?::\w+)?\}")
#: Verdict and reason codes of ``inference.verdict`` and the guards of the rooms.
WHY = [
    "interval_excludes_zero",
    "interval_on_other_side",
    "interval_contains_zero",
    "inside_smallest_effect",
    "interval_beyond_smallest_effect",
    "zero_needs_smallest_effect",
    "earlier_not_supported",
    "adjusted_p_below_alpha",
    "no_control",
    "treatment_selected",
    "model_not_admissible",
    "group_too_small",
    "not_manipulated_no_covariates",
    "path_not_in_model",
]
STATUS = [
    "converged",
    "not_converged",
    "not_identified",
    "negative_variance",
    "variance_near_zero",
    "latent_covariance_not_pd",
    "residual_covariance_not_pd",
    "standardised_above_one",
]


def literal_keys() -> set[str]:
    """Keys written out in the code: ``say("note.status"``, ``plain("word.yes"``."""
    found: set[str] = set()
    for path in CODE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'"([a-z_]+\.[a-z_0-9]+)"', source))
        found |= {f"column.{c}" for c in re.findall(r'\.column\(\s*"(\w+)"', source)}
        found |= {f"table.{c}" for c in re.findall(r'\.table\(\s*"(\w+)"', source)}
        found |= {f"figure.{c}" for c in re.findall(r'\.figure\(\s*"(\w+)"', source)}
    return found - {"figure.facecolor"}  # a setting of matplotlib


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_phrase_the_code_names_exists(lang):
    phrases = read_phrases(lang)
    kinds = {key.split(".")[0] for key in phrases}
    asked = {key for key in literal_keys() if key.split(".")[0] in kinds}

    assert len(asked) > 80
    assert asked <= set(phrases)
    assert {f"section.{name}" for name in BUILDERS} <= set(phrases)
    assert {f"why.{code}" for code in WHY} <= set(phrases)
    assert {f"status.{code}" for code in STATUS} <= set(phrases)


def test_both_languages_have_the_same_keys_and_values():
    zh, en = read_phrases("zh"), read_phrases("en")

    assert zh.keys() == en.keys()
    for key, template in zh.items():
        assert set(FIELD.findall(template)) == set(FIELD.findall(en[key])), key
        assert template.count("*") % 2 == en[key].count("*") % 2 == 0, key


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_cited_work_is_listed(lang):
    works = read_citations(lang, []).works

    for key, template in read_phrases(lang).items():
        for cited in re.findall(r"\[@(\w+)\]", template):
            assert cited in works, key


def phrases(lang: str, **entries: str) -> Phrases:
    formats = value_formats(Numbers(lang), Labels(lang, {}, {}, {}))  # type: ignore[arg-type]
    return Phrases(lang, entries, formats, lambda keys: f"({keys[0]})")


def test_values_are_never_read_as_markup():
    words = phrases("en", said="*p* is {value}")

    spans = words.text("said", value="*bold* {value} [@x]")

    assert [span.italic for span in spans] == [True, False]
    assert spans[1].text == " is *bold* {value} [@x]"


def test_a_missing_phrase_or_value_names_the_key():
    words = phrases("en", said="{value}")

    with pytest.raises(ContentError, match=r'no phrase "unsaid".*both languages'):
        words.text("unsaid")
    with pytest.raises(ContentError, match=r'phrase "said" asks for \{value\}'):
        words.text("said")


def test_an_uncited_work_is_refused():
    with pytest.raises(ContentError, match='no work is listed under "nobody2000"'):
        Citations("en", {}).cite(["nobody2000"])


@pytest.mark.parametrize(
    ("entry", "en", "zh"),
    [
        ("Colquitt, J. A. (2001). On.", "Colquitt, 2001", "Colquitt，2001"),
        (
            "Hu, L., & Bentler, P. M. (1999). Cut.",
            "Hu & Bentler, 1999",
            "Hu 和 Bentler，1999",
        ),
        (
            "Tax, S. S., Brown, S. W., & Chandrashekaran, M. (1998). C.",
            "Tax et al., 1998",
            "Tax 等，1998",
        ),
        ("No year at all.", "", ""),
    ],
)
def test_names_in_the_text_follow_from_apa_entries(entry, en, zh):
    assert cited_name(entry, "en") == en
    assert cited_name(entry, "zh") == zh
