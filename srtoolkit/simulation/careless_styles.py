"""Respondents who tick without reading, planted among simulated answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import OptionError, Problem, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

#: How many columns of a matrix a zigzag crosses before it returns.
_PERIODS = (2, 3, 4)


def _straight(n_items: int, generator: np.random.Generator) -> np.ndarray:
    return np.full(n_items, generator.random())


def _zigzag(n_items: int, generator: np.random.Generator) -> np.ndarray:
    period = int(generator.choice(_PERIODS))
    cycle = (generator.permutation(period) + 0.5) / period
    return np.resize(cycle, n_items)


def _at_random(n_items: int, generator: np.random.Generator) -> np.ndarray:
    return generator.random(n_items)


#: Where on each item's line of answers a style ticks, from 0 to below 1.
STYLES: dict[str, Callable[[int, np.random.Generator], np.ndarray]] = {
    "straight_lining": _straight,
    "repeated_cycle": _zigzag,
    "random": _at_random,
}


def require_styles(shares: Mapping[str, float]) -> None:
    """Check the shares of respondents that answer in each style.

    Raises
    ------
    OptionError
        With every style that is unknown, every share outside 0 to 1, and shares
        that leave nobody who reads.
    """
    problems = [
        Problem(
            "unknown_style",
            f'there is no careless style "{name}"',
            allowed=", ".join(STYLES),
            advice=did_you_mean(name, list(STYLES)),
        )
        for name in shares
        if name not in STYLES
    ]
    problems += [
        Problem("wrong_share", f"the share of {name} is {share}", allowed="0 to 1")
        for name, share in shares.items()
        if not 0 <= share <= 1
    ]
    if not problems and sum(shares.values()) >= 1:
        shown = f"the shares of careless styles add up to {sum(shares.values()):g}"
        problems = [Problem("wrong_share", shown, allowed="below 1")]
    if problems:
        raise OptionError(problems)


def plant_careless(
    answers: pd.DataFrame,
    options: Mapping[str, Sequence[float]],
    shares: Mapping[str, float],
    generator: np.random.Generator,
) -> pd.DataFrame:
    """Replace the answers of respondents drawn at random by careless ones.

    Parameters
    ----------
    answers : DataFrame, shape (n_respondents, n_columns)
        Its other columns, and the other respondents, stay as they are.
    options : mapping of str to sequence of float
        Answers of each rated item, lowest first, in questionnaire order.
    shares : mapping of str to float
        Share of the respondents by style: ``straight_lining`` ticks one place of
        the line throughout, ``repeated_cycle`` goes to and fro over two to four
        places, ``random`` ticks anywhere.

    Returns
    -------
    DataFrame
    """
    counts = {style: round(share * len(answers)) for style, share in shares.items()}
    drawn = generator.permutation(len(answers))
    planted = answers.copy()
    sizes = np.array([len(values) for values in options.values()])
    start = 0
    for style, count in counts.items():
        for respondent in drawn[start : start + count]:
            places = (STYLES[style](len(sizes), generator) * sizes).astype(int)
            ticked = [v[at] for v, at in zip(options.values(), places, strict=True)]
            planted.loc[respondent, list(options)] = ticked
        start += count
    return planted
