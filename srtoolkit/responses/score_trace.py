"""How one respondent's scale scores came about, answer by answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ResponsesError
from srtoolkit.results import plain

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import Scale
    from srtoolkit.responses.answers import Responses

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TracedAnswer:
    """One answer on its way into a score.

    Attributes
    ----------
    scale, item : str
    answer : float or None
        As given; None for no answer.
    reverse : bool
    low, high : int or None
        Declared ends of the range, by which a reverse-keyed answer is turned.
    points : float or None
        ``low + high - answer`` where reverse-keyed, else the answer.
    """

    scale: str
    item: str
    answer: float | None
    reverse: bool
    low: int | None
    high: int | None
    points: float | None


@dataclass(frozen=True, slots=True)
class TracedScore:
    """One scale's score.

    Attributes
    ----------
    scale, method : str
    n_answered, n_items, min_valid : int
    score : float or None
        None with fewer than `min_valid` answers.
    """

    scale: str
    method: str
    n_answered: int
    n_items: int
    min_valid: int
    score: float | None


@dataclass(frozen=True, slots=True)
class ScoreTrace:
    """Every answer and score of one respondent.

    Attributes
    ----------
    row : int
        Where the respondent stands in the file.
    answers : tuple of TracedAnswer
    scores : tuple of TracedScore
    """

    row: int
    answers: tuple[TracedAnswer, ...]
    scores: tuple[TracedScore, ...]

    def tidy(self) -> pd.DataFrame:
        """One row per answer: ``scale, item, answer, reverse, low, high, points``."""
        import pandas as pd

        return pd.DataFrame([asdict(answer) for answer in self.answers])

    def glance(self) -> pd.DataFrame:
        """One row per scale: ``scale, method, n_answered, …, score``."""
        import pandas as pd

        return pd.DataFrame([asdict(score) for score in self.scores])

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {
            "row": self.row,
            "answers": plain(self.tidy()),
            "scores": plain(self.glance()),
        }


def score_trace(responses: Responses, row: int) -> ScoreTrace:
    """Show how a respondent's scores were made.

    Parameters
    ----------
    row : int
        Where the respondent stands in the file, as its reader counts: the line
        of a text, the row of a sheet.

    Raises
    ------
    ResponsesError
        When no respondent stands there.
    """
    if row not in responses.row_numbers:
        near = sorted(responses.row_numbers, key=lambda n: abs(n - row))[:_SHOWN]
        raise ResponsesError(
            f"no respondent stands in row {row}",
            code="unknown_row",
            where=responses.file or "",
            allowed=f"{min(responses.row_numbers)} to {max(responses.row_numbers)}",
            advice=f"The nearest are {', '.join(map(str, sorted(near)))}; rows are "
            "counted as in the file, its header included.",
            found=row,
        )
    at = responses.row_numbers.index(row)
    scales = [scale for scale in responses.scales if scale.kind != "open"]
    scores = responses.scores.iloc[at]
    traced = [_answers(responses, scale, at) for scale in scales]
    return ScoreTrace(
        row,
        tuple(answer for answers in traced for answer in answers),
        tuple(
            _score(scale, answers, float(scores[scale.id]))
            for scale, answers in zip(scales, traced, strict=True)
        ),
    )


def _answers(responses: Responses, scale: Scale, at: int) -> list[TracedAnswer]:
    formats = {bound.id: bound.response for bound in responses.items}
    return [
        TracedAnswer(
            scale.id,
            item.id,
            _given(responses.answers[item.id].iloc[at]),
            item.reverse,
            formats[item.id].low,
            formats[item.id].high,
            _given(responses.keyed[item.id].iloc[at]),
        )
        for item in scale.items
    ]


def _score(scale: Scale, answers: list[TracedAnswer], score: float) -> TracedScore:
    return TracedScore(
        scale.id,
        scale.scoring.method,
        sum(answer.points is not None for answer in answers),
        len(answers),
        scale.scoring.min_valid,
        _given(score),
    )


def _given(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
