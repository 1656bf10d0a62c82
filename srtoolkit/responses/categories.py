"""Variables whose numbers are names of categories, and how these are ordered."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from srtoolkit.errors import Problem

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import Item, LoadedInstrument, ResponseFormat

#: So many categories are named in a message.
_SHOWN = 8


def choice_without_order(
    name: str, instruments: Iterable[LoadedInstrument]
) -> tuple[Item, ResponseFormat] | None:
    """Return the item of a nominal scale that `name` means, and its answers."""
    for loaded in instruments:
        for scale in loaded.instrument.scales:
            item = scale.items[0]
            if scale.kind == "nominal" and name in (scale.id, item.id):
                return item, loaded.instrument.response_of(item)
    return None


def no_amount(
    name: str, instruments: Iterable[LoadedInstrument], file: str = ""
) -> Problem | None:
    """Tell why a variable's numbers may not be taken for amounts.

    None when they may: a choice between two is one, since the step from the
    first to the second is the difference between them.
    """
    chosen = choice_without_order(name, instruments)
    if chosen is None or len(chosen[1].options) <= 2:
        return None
    codes = [str(option.value) for option in chosen[1].options]
    more = ", …" if len(codes) > _SHOWN else ""
    return Problem(
        "nominal_as_number",
        f'"{name}" is a choice without order: its answers '
        f"{', '.join(codes[:_SHOWN])}{more} are names of categories, not amounts",
        file,
        allowed="scales, items and columns whose numbers are amounts, and choices "
        "between two",
        advice="Hold it constant, as a covariate (adjusted_for) or under "
        "`categories`: it then gets one dummy a category. Or compare its groups.",
        pieces={"variable": name, "categories": codes},
    )


def category_words(codes: pd.Series) -> pd.Series:
    """Return codes as text: 2.0 becomes ``2``, a hole stays one."""
    return codes.map(lambda value: f"{value:.15g}", na_action="ignore")


def category_order(labels: Iterable[str]) -> list[str]:
    """Return different labels in order: numbers by size, else by alphabet."""
    different = set(labels)
    try:
        numbers = {label: float(label) for label in different}
    except ValueError:
        return sorted(different)
    if not all(map(math.isfinite, numbers.values())):
        return sorted(different)
    return sorted(different, key=lambda label: (numbers[label], label))
