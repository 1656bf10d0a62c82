"""Simulated answers to the items of instruments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, OptionError, Problem, did_you_mean
from srtoolkit.resampling import seed_sequences
from srtoolkit.simulation.careless_styles import plant_careless, require_styles
from srtoolkit.simulation.draws import draw_group
from srtoolkit.simulation.population import Population, read_population

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import Item, LoadedInstrument, ResponseFormat

#: A declared item and the answers it takes.
Declared = Mapping[str, "tuple[Item, ResponseFormat]"]


def simulate_answers(
    population: str,
    *,
    n: int | Mapping[str, int],
    instruments: Sequence[LoadedInstrument],
    condition_column: str | None = None,
    careless: Mapping[str, float] | None = None,
    seed: int | None = None,
) -> pd.DataFrame:
    """Simulate respondents who answer the items of instruments.

    The population describes keyed answers: a loading above zero means that
    more of the construct gives a higher score. What it leaves open: variances
    (of exogenous variables, and residual ones of latent variables and items)
    are 1, covariances 0, intercepts 0, and of items the middle of their
    response range. Each item's value is rounded to the nearest answer there
    is, and reverse-keyed items are turned back to what a respondent ticks.

    Parameters
    ----------
    population : str
        lavaan syntax with a number at every loading and regression,
        ``c(a, b)`` for values by group, ``A:B`` for a product of predictors.
    n : int or mapping of str to int
        Respondents, or respondents by group; groups take the values of
        ``c(…)`` in this order.
    instruments : sequence of LoadedInstrument
        Declare the items and their answers.
    condition_column : str, optional
        Column with the groups' names; needed with several groups.
    careless : mapping of str to float, optional
        Shares of the respondents whose ratings are replaced by careless ones:
        ``straight_lining``, ``repeated_cycle`` or ``random``. Nobody else's answers
        change.
    seed : int, optional
        The same seed gives the same answers on one machine.

    Returns
    -------
    DataFrame, shape (n_respondents, n_columns)
        The condition, items in questionnaire order (whole numbers), then
        observed variables that are no items, unrounded.

    Raises
    ------
    ModelError
        With every mistake of the population: syntax, values that are missing,
        indicators that no instrument has, a circle of effects.
    OptionError
        When `n`, `condition_column` or `careless` does not fit.
    """
    import pandas as pd

    sizes = _group_sizes(n, condition_column)
    require_styles(careless or {})
    model = read_population(population, n_groups=len(sizes))
    declared = _declared(instruments)
    _check_names(model, declared, condition_column)
    middles = {
        name: _middle(response)
        for name, (_, response) in declared.items()
        if name in model.observed
    }
    tables = []
    *seeds, of_careless = seed_sequences(seed, len(sizes) + 1)
    for group, (label, size) in enumerate(sizes.items()):
        generator = np.random.default_rng(seeds[group])
        values = draw_group(model, group, size, intercepts=middles, generator=generator)
        columns = _columns(values, model, declared)
        if condition_column is not None:
            columns = {condition_column: np.full(size, label, dtype=object), **columns}
        tables.append(pd.DataFrame(columns))
    answers = pd.concat(tables, ignore_index=True)
    if not careless:
        return answers
    generator = np.random.default_rng(of_careless)
    return plant_careless(answers, _rated(instruments, answers), careless, generator)


def _group_sizes(
    n: int | Mapping[str, int], condition_column: str | None
) -> dict[str, int]:
    sizes = {"": n} if isinstance(n, int) else {str(key): n[key] for key in n}
    if not sizes or min(sizes.values()) < 1:
        raise OptionError(
            f"there is nobody to simulate: n is {n}",
            code="n_respondents",
            allowed="one or more, for every group",
        )
    if isinstance(n, int) and condition_column is not None:
        raise OptionError(
            f'the column "{condition_column}" needs groups, but n is one number',
            code="groups_missing",
            allowed="a mapping such as {no_failure: 300, excellent_recovery: 300}",
        )
    if len(sizes) > 1 and condition_column is None:
        raise OptionError(
            f"there are {len(sizes)} groups but no column to tell them apart",
            code="condition_column_missing",
            advice="Name the column of the condition.",
        )
    return sizes


def _declared(instruments: Iterable[LoadedInstrument]) -> Declared:
    return {
        item.id: (item, loaded.instrument.response_of(item))
        for loaded in instruments
        for item in loaded.instrument.items
    }


def _rated(
    instruments: Iterable[LoadedInstrument], answers: pd.DataFrame
) -> dict[str, tuple[int, ...]]:
    """Return the answers of every item among these that respondents rate."""
    return {
        item.id: values
        for loaded in instruments
        for scale in loaded.instrument.scales
        if scale.is_rated
        for item in scale.items
        if item.id in answers and (values := loaded.instrument.response_of(item).values)
    }


def _check_names(
    model: Population, declared: Declared, condition_column: str | None
) -> None:
    problems = [
        *_unknown_names(model, declared),
        *_taken_names(model, condition_column),
    ]
    if problems:
        raise ModelError(problems)


def _unknown_names(model: Population, declared: Declared) -> Iterator[Problem]:
    """Find observed names that are neither items nor described columns.

    A column of its own, such as age, must be explained by something or state
    its intercept; a mere mention is more likely a slip of the pen.
    """
    for name in model.observed:
        described = name in model.intercepts[0] or name in model.outcomes
        if name not in declared and not described:
            yield Problem(
                "unknown_name",
                f'no instrument has an item "{name}"',
                "population",
                allowed="items of the instruments; for a column of its own, state "
                f"its mean: {name} ~ 0*1",
                advice=did_you_mean(name, [*declared, *model.latent]),
                pieces={"found": name},
            )


def _taken_names(model: Population, condition_column: str | None) -> Iterator[Problem]:
    if condition_column in model.variables:
        yield Problem(
            "name_taken",
            f'"{condition_column}" is a variable of the population and the column of '
            "the condition",
            "population",
            advice="Rename one of them.",
        )


def _middle(response: ResponseFormat) -> float:
    if response.values:
        return (response.values[0] + response.values[-1]) / 2
    return float(response.low or 0)


def _columns(
    values: Mapping[str, np.ndarray], model: Population, declared: Declared
) -> dict[str, np.ndarray]:
    items = [name for name in declared if name in model.observed]
    others = [name for name in model.observed if name not in declared]
    answered = {name: _answer(values[name], *declared[name]) for name in items}
    return answered | {name: values[name] for name in others}


def _answer(keyed: np.ndarray, item: Item, response: ResponseFormat) -> np.ndarray:
    """Round to the nearest answer; turn a reverse-keyed item back."""
    low, high = response.low, response.high
    if not response.values:  # a count: whole numbers from its lower end
        return np.asarray(np.maximum(np.rint(keyed), low or 0), dtype=int)
    options = np.array(response.values)
    borders = (options[1:] + options[:-1]) / 2
    answers = np.asarray(options[np.searchsorted(borders, keyed)])
    if item.reverse and low is not None and high is not None:
        return np.asarray(low + high - answers)
    return answers
