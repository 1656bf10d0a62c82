"""Tables of rival models and method factors, as a report prints them."""

from __future__ import annotations

import pytest
from rival_references import case_responses, rival_case, syntax_of

from srtoolkit.document.phrases import read_phrases
from srtoolkit.psychometrics import (
    formative,
    method_variance,
    rival_models,
    single_items,
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_of_the_results_has_its_words(lang):
    case = rival_case("simulated")
    responses, measurement = case_responses(case), syntax_of(case["factors"])
    structure = case["structure"]
    marked = method_variance(
        responses,
        f"{measurement}\nMARK =~ MARK1 + MARK2 + MARK3",
        structure=structure,
        marker="MARK",
    )
    rivals = rival_models(responses, measurement)
    single = single_items(
        responses, measurement, structure="SAT ~ DJ + MARK1", items=["MARK1"]
    )
    entries = read_phrases(lang)
    results = (marked, rivals, single, formative(responses))
    wanted = {f"diagnostic.{n.code}" for result in results for n in result.notes}
    wanted |= {f"rival.{name}" for name in marked.glance()["model"]}
    wanted |= {f"rival.{kind}" for kind in rivals.glance()["kind"]}
    wanted |= {f"relation.{kind}" for kind in rivals.glance()["relation"]}
    wanted |= {f"conclusion.{name}" for name in marked.tidy()["conclusion"]}
    wanted |= {f"coefficient.{name}" for name in rivals.tidy()["coefficient"]}

    assert wanted <= set(entries), wanted - set(entries)
