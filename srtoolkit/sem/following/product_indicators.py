"""Products of indicators, for latent interactions.

Matched pairs, double-mean-centred: Marsh, Wen & Hau (2004), Psychological
Methods 9, 275-300; Lin, Wen, Marsh & Lin (2010), Structural Equation Modeling
17, 374-391. The products become ordinary columns, so the model is fitted as
any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.errors import ModelError, OptionError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

Pairing = Literal["matched", "all"]


@dataclass(frozen=True, slots=True, eq=False)
class ProductIndicators:
    """Answers with product columns, and their names.

    Attributes
    ----------
    data : DataFrame
        The answers with one column a product.
    names : tuple of str
        ``x1.z1``, …: the indicators of the product's latent variable.
    """

    data: pd.DataFrame
    names: tuple[str, ...]

    def measurement(self, latent: str) -> str:
        """Return the measurement of the product in lavaan's language."""
        return f"{latent} =~ " + " + ".join(self.names)


def product_indicators(
    data: pd.DataFrame,
    first: Sequence[str],
    second: Sequence[str],
    *,
    pairing: Pairing = "matched",
    double_centred: bool = True,
    group: str | None = None,
) -> ProductIndicators:
    """Add the products of two latent variables' indicators to the answers.

    Each indicator is centred at its mean, multiplied, and the product centred
    again (``double_centred``), as semTools' ``indProd``. Rows with a missing
    indicator get a missing product.

    Parameters
    ----------
    first, second : sequence of str
        Indicators; ``matched`` multiplies the first with the first, and so on.
    pairing : {"matched", "all"}
    group : str, optional
        Column of groups within which to centre; None centres over all rows.

    Raises
    ------
    ModelError
        When a column is missing, or numbers differ with ``matched``.
    OptionError
        When the pairing is unknown.
    """
    pairs = _pairs(data, first, second, pairing)
    table = data.copy()
    centred = {name: _centred(data[name], data, group) for name in {*first, *second}}
    names = []
    for left, right in pairs:
        values = centred[left] * centred[right]
        name = f"{left}.{right}"
        table[name] = _centred(values, data, group) if double_centred else values
        names.append(name)
    return ProductIndicators(table, tuple(names))


def _pairs(
    data: pd.DataFrame, first: Sequence[str], second: Sequence[str], pairing: str
) -> list[tuple[str, str]]:
    known = [str(column) for column in data.columns]
    for name in (*first, *second):
        if name not in known:
            raise ModelError(
                f'there is no column "{name}"',
                code="column_missing",
                advice=did_you_mean(name, known),
            )
    if pairing == "all":
        return list(product(first, second))
    if pairing != "matched":
        raise OptionError(
            f'there is no pairing "{pairing}"',
            code="unknown_pairing",
            allowed="matched, all",
        )
    if len(first) != len(second):
        raise ModelError(
            f"{len(first)} indicators cannot be matched with {len(second)}",
            code="products_do_not_match",
            advice='Leave the weakest out, or use pairing="all".',
        )
    return list(zip(first, second, strict=True))


def _centred(column: Any, data: pd.DataFrame, group: str | None) -> Any:
    values = column.astype(float)
    if group is None:
        return values - values.mean()
    return values - values.groupby(data[group]).transform("mean")
