"""lavaan's language: what is understood, and what each mistake is answered."""

from __future__ import annotations

import pytest

from srtoolkit.errors import ModelError
from srtoolkit.sem import parse_model, read_path


def terms_of(text):
    return [(t.lhs, t.op, t.rhs) for t in parse_model(text).terms]


def test_every_operator_is_read():
    model = parse_model(
        """
        # a comment
        visual =~ x1 + l*x2 +   ! another
                  x3
        textual =~ x4 + x5; y + z ~ visual + 0.3*textual
        x1 ~~ x1 + 0*x2
        x1 + x2 ~ 1
        u | t1 + t2
        ind := l*2^2 - exp(0)/1
        l == 0.5
        l > 0
        """
    )

    assert model.latent == ("visual", "textual")
    assert ("z", "~", "textual") in [(t.lhs, t.op, t.rhs) for t in model.terms]
    assert ("x2", "~1", "") in [(t.lhs, t.op, t.rhs) for t in model.terms]
    assert ("u", "|", "t2") in [(t.lhs, t.op, t.rhs) for t in model.terms]
    assert model.definitions[0].expression.evaluate({"l": 3.0}) == 11
    assert [constraint.op for constraint in model.constraints] == ["==", ">"]
    assert model.observed == ("x1", "x2", "x3", "x4", "x5", "y", "z", "u")


def test_modifiers_are_sorted_into_their_kinds():
    a, b, c, d, e = parse_model(
        'f =~ NA*x1 + c(1, NA)*x2 + start(-0.5)*lab*x3 + c("p", "q")*x4'
        ' + equal("f=~x1")*x5'
    ).terms

    assert a.freed == (True,)
    assert b.fixed == (1.0, None) and b.freed == (False, True)
    assert c.start == (-0.5,) and c.labels == ("lab",)
    assert d.labels == ("p", "q")
    assert e.equal == ("f=~x1",)


def test_a_second_mention_adds_modifiers():
    (term,) = parse_model("y ~ a*x\ny ~ start(0.2)*x").terms

    assert term.labels == ("a",) and term.start == (0.2,)


def test_formulas_go_on_over_lines():
    assert terms_of("f =~ x1 +\n x2\n + x3") == [
        ("f", "=~", "x1"),
        ("f", "=~", "x2"),
        ("f", "=~", "x3"),
    ]


def test_names_may_be_chinese_or_products():
    assert terms_of("忠诚 ~ 满意 + A:B") == [
        ("忠诚", "~", "满意"),
        ("忠诚", "~", "A:B"),
    ]


def test_definitions_are_ordered_by_need():
    model = parse_model("y ~ a*x\ntotal := ind + a\nind := a*a")

    assert [definition.name for definition in model.definitions] == ["ind", "total"]


def test_exogenous_and_paths():
    model = parse_model("S =~ s1 + s2\nS ~ J + P\nL ~ S + J")

    assert model.exogenous == ("J", "P")
    assert model.has_regression("L", "S") and not model.has_regression("L", "P")
    assert model.has_indirect(("J", "S", "L")) and not model.has_indirect(("J", "L"))
    assert model.indirect_paths("P", "L") == (("P", "S", "L"),)
    assert read_path("J -> S → L") == ("J", "S", "L")


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("f =~ x1 + ", 1, 10, "expected the name of a variable"),
        ("f = ~ x1", 1, 3, "Write =~ to measure"),
        ("f =~ x1\nx1 x2", 2, 1, "has no operator"),
        ("y ~ x1 x2", 1, 8, 'found "x2"'),
        ("y ~ lower(0)*x", 1, 5, 'no modifier "lower()"'),
        ("y ~ y", 1, 5, "cannot explain itself"),
        ("f =~ x1 + x1", 1, 11, "stands twice"),
        ("y ~ a*x\ny ~ b*x", 2, 7, "two different modifiers"),
        ("y ~ a*x\nind := a*bb", 2, 10, 'no parameter is labelled "bb"'),
        ("y ~ a*x\np := q\nq := p", 2, 1, "goes in a circle"),
        ("y ~ a*x\np := sin(a)", 2, 6, 'no function "sin"'),
        ("y ～ x", 1, 3, 'Write "~"'),
        ("f <~ x1", 1, 3, "Composites are not part"),
        ("~ x", 1, 1, 'nothing stands before "~"'),
        ("y ~ c(a, b*x", 1, 11, 'expected "," or ")"'),
        ("y ~ 2x", 1, 5, "name of a variable"),
        ('y ~ "a*x', 1, 5, "Close the quotation"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(text, line, column, words):
    with pytest.raises(ModelError) as caught:
        parse_model(text, where="plan")
    problem = caught.value.problems[0]
    message = str(caught.value)

    assert (problem.line, problem.column) == (line, column)
    assert words in message
    assert message.startswith(f"plan:{line}:{column}: ")
    shown, caret = message.splitlines()[1:3]
    assert shown.strip() == text.splitlines()[line - 1].rstrip()
    assert caret.strip() == "^"


def test_the_caret_stands_under_chinese_text_too():
    with pytest.raises(ModelError) as caught:
        parse_model("忠诚 ~ 满意 满意")
    shown, caret = str(caught.value).splitlines()[1:3]

    assert shown == "    忠诚 ~ 满意 满意"
    assert caret == "    \u3000\u3000   \u3000\u3000 ^"


def test_all_mistakes_come_at_once():
    with pytest.raises(ModelError) as caught:
        parse_model("f =~ x1 +\n\ny ~ y\nz =~\nw ~ x")

    assert [problem.line for problem in caught.value.problems] == [1, 3, 4]


def test_an_empty_model_is_a_mistake():
    with pytest.raises(ModelError, match="the model is empty"):
        parse_model("# nothing\n")
