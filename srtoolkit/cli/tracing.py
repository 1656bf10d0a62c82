"""Words how one respondent's scores came about, so that they can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from srtoolkit.cli.console import print_table

if TYPE_CHECKING:
    from srtoolkit.platforms.words import Words
    from srtoolkit.questionnaire import Language
    from srtoolkit.responses import Responses
    from srtoolkit.responses.score_trace import TracedAnswer, TracedScore

_HEAD = ("item", "asked", "answer", "turned", "points")


def print_trace(responses: Responses, row: int, lang: Language) -> None:
    """Print a respondent's answers scale by scale, and the sum behind each score."""
    from srtoolkit.platforms.words import Words
    from srtoolkit.responses import score_trace

    traced = score_trace(responses, row)
    words = Words(lang)
    titles = {scale.id: scale.title.in_language(lang) for scale in responses.scales}
    asked = {bound.id: bound.item.asks.in_language(lang) for bound in responses.items}
    click.echo(words.say("trace.title", row=row, file=responses.file or "–"))
    for score in traced.scores:
        answers = [answer for answer in traced.answers if answer.scale == score.scale]
        click.echo(f"\n{titles[score.scale]} ({score.scale})")
        print_table(
            [words.say(f"trace.{name}") for name in _HEAD],
            [[a.item, asked[a.item], *_cells(a, words)] for a in answers],
        )
        click.echo(_sum(score, answers, words))


def _cells(answer: TracedAnswer, words: Words) -> Iterator[str]:
    yield (
        words.say("trace.unanswered") if answer.answer is None else f"{answer.answer:g}"
    )
    if not answer.reverse or answer.low is None or answer.high is None:
        yield ""
    elif answer.answer is None:
        yield words.say("trace.reverse")
    else:
        turned = f"{answer.low} + {answer.high} - {answer.answer:g}"
        yield words.say("trace.reverse_of", turned=turned)
    yield "–" if answer.points is None else f"{answer.points:g}"


def _sum(score: TracedScore, answers: list[TracedAnswer], words: Words) -> str:
    """Word the sum behind a score, and how many answers it needs."""
    counts = {
        "scale": score.scale,
        "n": score.n_answered,
        "n_items": score.n_items,
        "least": max(score.min_valid, 1),
    }
    if score.score is None:
        return words.say("trace.no_score", **counts)
    if score.method == "none" or score.n_items == 1:
        return words.say("trace.as_given", scale=score.scale, score=f"{score.score:g}")
    points = " + ".join(f"{a.points:g}" for a in answers if a.points is not None)
    if score.method == "mean":
        points = f"({points}) / {score.n_answered}"
    counts |= {"points": points, "score": f"{score.score:.6g}"}
    return words.say("trace.score", **counts)
