"""Quantities computed from coefficients, and entries of journal articles."""

from __future__ import annotations

import pytest

from srtoolkit.document.gbt7714 import gbt7714_entry
from srtoolkit.document.sections.defined import chain_of
from srtoolkit.shelves import find_item, list_items, read_content

LABELLED = {
    "tidy": [
        {"op": "~", "lhs": "GAP", "rhs": "EXP", "label": "e"},
        {"op": "~", "lhs": "EXP", "rhs": "CON", "label": "c"},
        {"op": "~", "lhs": "SAT", "rhs": "GAP", "label": "g"},
    ]
}


@pytest.mark.parametrize(
    ("definition", "chain"),
    [
        ("c*e*g", "CON -> EXP -> GAP -> SAT"),
        ("e*g", "EXP -> GAP -> SAT"),
        ("c*g", None),
        ("c", None),
        ("c-e", None),
        ("c*unknown", None),
    ],
)
def test_a_product_of_joined_paths_is_a_chain(definition, chain):
    assert chain_of(LABELLED, definition) == chain


@pytest.mark.parametrize(
    ("apa", "expected"),
    [
        (
            "Maxham, J. G., III, & Hunt, R. (2002b). Why? A Journal, 78, 239–252.",
            "MAXHAM J G III, HUNT R. Why?[J]. A Journal, 2002, 78: 239-252.",
        ),
        (
            "A, M., Esposito Vinzi, V., C, Y.-M., & L, C. (2005). T: a. J, 4(1), 1–5.",
            "A M, ESPOSITO VINZI V, C Y M, et al. T: a[J]. J, 2005, 4(1): 1-5.",
        ),
        ("Weun, Beatty, & Jones (2004). A Journal, 18(2), 1–2.", None),
        ("Author, A. (1999). A book. A publisher.", None),
    ],
)
def test_an_article_is_listed_as_the_chinese_standard_asks(apa, expected):
    assert gbt7714_entry(apa) == (expected or apa)


@pytest.mark.parametrize("name", [item.name for item in list_items("instruments")])
def test_every_work_of_a_bundled_instrument_is_set_as_chinese_lists_ask(name):
    content = read_content(find_item("instruments", name).file).data

    for work in (content.get("references") or {}).values():
        assert gbt7714_entry(work) != work, work
