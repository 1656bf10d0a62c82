"""Path diagrams: causes before effects, nothing on a label, type that is read."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from report_examples import example

from srtoolkit.document import build_report
from srtoolkit.document.blocks import Figure, Paragraph
from srtoolkit.document.figures.canvas import drawing_style
from srtoolkit.document.figures.diagram import PAGE, lay_out
from srtoolkit.document.figures.drawings import PathArrow, PathDrawing, PathNode
from srtoolkit.document.figures.layout import crossings, layered
from srtoolkit.document.figures.path_diagram import draw_paths
from srtoolkit.document.figures.spacing import spread_in_order
from srtoolkit.results import StudyResults
from srtoolkit.shelves import find_item

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Sheet

#: Type no smaller than this, in points, is read on paper without a glass.
SMALLEST_TYPE = 7.0
#: Letters of the measuring font are a little wider or narrower than foreseen.
OVERHANG = 0.04
#: The integrated model of attributions, expectations, gaps and satisfaction: as
#: many constructs as a thesis draws.
INTEGRATED = {
    "ED": "LO ST CO",
    "EP": "LO ST CO",
    "EI": "LO ST CO",
    "GD": "ED DJ",
    "GP": "EP PJ",
    "GI": "EI IJ",
    "RS": "GD GP GI DJ PJ IJ",
}
#: Observed factors of an experiment on a chain, with every direct path.
EXPERIMENT = {"NE": "l s c", "RS": "NE l s c", "RE": "RS l s c", "NW": "NE RS l s c"}
CHAIN = {"M": "X", "N": "M X", "Y": "N M X"}
SHAPES = {"integrated": INTEGRATED, "experiment": EXPERIMENT, "chain": CHAIN}
LABELS = {
    "zh": "期望差距：{}方面",
    "en": "Disconfirmation: {} of the recovery",
}


def model(equations: dict[str, str], lang: str = "en") -> PathDrawing:
    arrows = tuple(
        PathArrow(cause, effect, {"zh": "−0.123", "en": "−.123"}[lang], True)
        for effect, causes in equations.items()
        for cause in causes.split()
    )
    names = dict.fromkeys(name for a in arrows for name in (a.source, a.target))
    nodes = tuple(
        PathNode(name, LABELS[lang].format(name), "4 · R² = .635", name.isupper())
        for name in names
    )
    return PathDrawing(nodes, arrows, "")


def arrow(source: str, target: str) -> PathArrow:
    return PathArrow(source, target, ".500", True)


def test_causes_stand_before_effects():
    arrows = [arrow("A", "C"), arrow("B", "C"), arrow("C", "D"), arrow("A", "D")]

    layers = layered("DCBA", arrows)

    first, second, third = layers.order
    assert set(first) == {"A", "B"}
    assert "C" in second and (3, 1) in second  # where A -> D passes
    assert third == ("D",)
    assert layers.courses[3] == ("A", (3, 1), "D")


def test_equations_in_any_order_give_no_crossing_that_can_be_spared():
    ladder = [arrow(a, b) for a, b in ("AX", "BY", "CZ", "AY", "BZ")]

    layers = layered("CABZXY", ladder)

    assert crossings(layers.order, layers.links) == 0


def test_a_loop_is_laid_out_too():
    nodes = tuple(PathNode(name, name, "", True) for name in "AB")
    loop = PathDrawing(nodes, (arrow("A", "B"), arrow("B", "A")), "")

    found = lay_out(loop)

    assert not found.shapes["A"].covers(found.shapes["B"].centre)
    assert found.routes[0] != found.routes[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SHAPES)
def test_no_label_lies_on_a_label_a_shape_or_a_foreign_arrow(name, lang):
    drawing = model(SHAPES[name], lang)

    found = lay_out(drawing)

    assert found.is_legible and not found.faults
    for first, second in combinations(found.shapes.values(), 2):
        assert not first.covers(
            second.centre, margin=min(first.height, first.width) / 2
        )
    for route, path in zip(found.routes, drawing.arrows, strict=True):
        for foreign in found.shapes.keys() - {path.source, path.target}:
            assert not any(map(found.shapes[foreign].covers, route))


@pytest.mark.parametrize("name", ["ecsi", "justice"])
def test_diagrams_of_reports_have_no_faults(name):
    (drawing,) = drawings(example(name))

    assert lay_out(drawing).is_legible


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SHAPES)
def test_drawn_text_keeps_within_its_place_and_is_large_enough(name, lang):
    drawing = model(SHAPES[name], lang)
    found = lay_out(drawing)

    with drawing_style(keep_text=False):
        sheet = draw_paths(drawing)
        texts = measured(sheet)

    left, right, low, high = found.limits
    scale = min(1.0, PAGE[0] / (right - left), PAGE[1] / (high - low))
    assert min(size for _, _, size in texts) * scale >= SMALLEST_TYPE
    paths = {path.label for path in drawing.arrows}
    for first, second in combinations(texts, 2):
        assert not overlap(first[1], second[1], OVERHANG), (first[0], second[0])
    for shown, box, _ in texts:
        if shown not in paths:
            middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            (own,) = [s for s in found.shapes.values() if s.covers(middle)]
            assert box[2] - box[0] <= own.width
            assert own.corner(-1)[1] <= box[1] and box[3] <= own.corner(1)[1]


def test_a_tangle_is_told_instead_of_drawn():
    results = example("ecsi")
    fitted = next(m for m in results["models"] if any_path(m))
    path = next(line for line in fitted["tidy"] if line["op"] == "~")
    for number in range(40):
        fitted["tidy"].append({**path, "lhs": f"Y{number % 7}", "rhs": f"X{number}"})

    assert not drawings(results)
    report = build_report(results, lang="en", report=find_item("reports", "standard"))
    said = [str(b.text) for b in report.blocks if isinstance(b, Paragraph)]
    assert [text for text in said if "No diagram" in text]


def test_things_keep_their_order_and_their_distance():
    assert spread_in_order([0.0, 0.0, 5.0], [1.0, 1.0]) == [-0.5, 0.5, 5.0]
    assert spread_in_order([3.0, 1.0], [2.0]) == [1.0, 3.0]
    assert spread_in_order([], []) == []


def any_path(fitted: dict[str, Any]) -> bool:
    return any(line["op"] == "~" for line in fitted["tidy"])


def drawings(results: StudyResults) -> list[PathDrawing]:
    report = build_report(results, lang="en", report=find_item("reports", "standard"))
    return [
        block.drawing
        for block in report.blocks
        if isinstance(block, Figure) and isinstance(block.drawing, PathDrawing)
    ]


Corners = tuple[float, float, float, float]


def measured(sheet: Sheet) -> list[tuple[str, Corners, float]]:
    """Return every text with its corners in the diagram's inches, and its size."""
    (axes,) = sheet.axes
    renderer = sheet.canvas.get_renderer()  # type: ignore[attr-defined]
    back = axes.transData.inverted()
    found = []
    for shown in axes.texts:
        extent = shown.get_window_extent(renderer)
        (x1, y1), (x2, y2) = back.transform(extent.get_points())
        found.append((shown.get_text(), (x1, y1, x2, y2), float(shown.get_fontsize())))
    return found


def overlap(first: Corners, second: Corners, allowed: float) -> bool:
    return all(
        first[axis] + allowed < second[axis + 2]
        and second[axis] + allowed < first[axis + 2]
        for axis in (0, 1)
    )
