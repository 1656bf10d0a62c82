"""Content validity from experts' ratings of relevance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.errors import ScoresError

if TYPE_CHECKING:
    import pandas as pd

#: 1 not, 2 somewhat, 3 quite, 4 highly relevant.
RATINGS = (1, 2, 3, 4)
#: The lowest rating that counts as relevant.
RELEVANT = 3
Agreement = Literal["poor", "fair", "good", "excellent"]


@dataclass(frozen=True, slots=True)
class ItemValidity:
    """Content validity of one item.

    Attributes
    ----------
    scale, item : str
    n_experts : int
        Experts who rated it.
    n_relevant : int
        Experts who gave 3 or 4.
    i_cvi : float
        Share of the experts who find it relevant, in [0, 1].
    p_chance : float
        Probability of that many by chance.
    kappa : float
        Modified kappa: agreement on relevance beyond chance, at most 1.
    agreement : {"poor", "fair", "good", "excellent"}
        Fair from .40, good from .60, excellent above .74.
    """

    scale: str
    item: str
    n_experts: int
    n_relevant: int
    i_cvi: float
    p_chance: float
    kappa: float
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class ContentValidity:
    """Content validity of an instrument.

    Attributes
    ----------
    items : tuple of ItemValidity
    n_experts : int
        Experts who rated at least one item.
    n_missing : int
        Ratings left out.
    """

    items: tuple[ItemValidity, ...]
    n_experts: int
    n_missing: int

    @property
    def s_cvi_ave(self) -> float:
        """Mean of the items' I-CVI, in [0, 1]."""
        return sum(item.i_cvi for item in self.items) / len(self.items)

    @property
    def s_cvi_ua(self) -> float:
        """Share of the items that every expert finds relevant, in [0, 1]."""
        agreed = sum(item.n_relevant == item.n_experts for item in self.items)
        return agreed / len(self.items)

    def by_scale(self) -> dict[str, ContentValidity]:
        """Return the same for each scale apart."""
        scales = dict.fromkeys(item.scale for item in self.items)
        return {
            scale: ContentValidity(
                tuple(item for item in self.items if item.scale == scale),
                self.n_experts,
                sum(
                    self.n_experts - item.n_experts
                    for item in self.items
                    if item.scale == scale
                ),
            )
            for scale in scales
        }

    def tidy(self) -> pd.DataFrame:
        """One row an item."""
        import pandas as pd

        return pd.DataFrame([asdict(item) for item in self.items])

    def glance(self) -> pd.DataFrame:
        """One row for the instrument."""
        import pandas as pd

        return pd.DataFrame([self._summary()])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        scales = {name: part._summary() for name, part in self.by_scale().items()}
        items = [asdict(item) for item in self.items]
        return {**self._summary(), "scales": scales, "items": items}

    def _summary(self) -> dict[str, Any]:
        return {
            "n_experts": self.n_experts,
            "n_items": len(self.items),
            "n_missing": self.n_missing,
            "s_cvi_ave": self.s_cvi_ave,
            "s_cvi_ua": self.s_cvi_ua,
        }


def content_validity(
    ratings: Sequence[Mapping[str, int]], scales: Mapping[str, str]
) -> ContentValidity:
    """Compute content-validity indices and the modified kappa.

    Parameters
    ----------
    ratings : sequence of mappings
        For each expert, the rating (1 to 4) by item; an item left out was
        not rated.
    scales : mapping of str to str
        Scale by item, for all items.

    Raises
    ------
    ScoresError
        With fewer than two experts, a rating outside 1 to 4, or an item that
        nobody rated.

    References
    ----------
    Polit, Beck & Owen (2007), Research in Nursing & Health 30, 459-467:
    I-CVI = A / N; S-CVI/Ave is its mean, S-CVI/UA the share of items with
    I-CVI = 1; chance p = N! / (A! (N - A)!) * .5^N and
    kappa = (I-CVI - p) / (1 - p).
    """
    given = [dict(expert) for expert in ratings if expert]
    _require_ratings(given, scales)
    items = tuple(
        _item_validity(
            scale, item, [expert[item] for expert in given if item in expert]
        )
        for item, scale in scales.items()
    )
    missing = sum(len(given) - item.n_experts for item in items)
    return ContentValidity(items, len(given), missing)


def modified_kappa(n_relevant: int, n_experts: int) -> tuple[float, float]:
    """Return the probability of that agreement by chance, and kappa beyond it.

    References
    ----------
    Polit, Beck & Owen (2007), Research in Nursing & Health 30, 459-467.
    """
    chance = math.comb(n_experts, n_relevant) * 0.5**n_experts
    return chance, (n_relevant / n_experts - chance) / (1 - chance)


def _item_validity(scale: str, item: str, ratings: Sequence[int]) -> ItemValidity:
    n_relevant = sum(rating >= RELEVANT for rating in ratings)
    n_experts = len(ratings)
    chance, kappa = modified_kappa(n_relevant, n_experts)
    return ItemValidity(
        scale,
        item,
        n_experts,
        n_relevant,
        n_relevant / n_experts,
        chance,
        kappa,
        _agreement(kappa),
    )


def _agreement(kappa: float) -> Agreement:
    """Word a kappa as Polit, Beck & Owen (2007) do, after Fleiss (1981)."""
    if kappa > 0.74:
        return "excellent"
    if kappa >= 0.60:
        return "good"
    return "fair" if kappa >= 0.40 else "poor"


def _require_ratings(
    given: Sequence[Mapping[str, int]], scales: Mapping[str, str]
) -> None:
    if len(given) < 2:
        raise ScoresError(
            f"{len(given)} expert gave ratings; agreement needs two at least",
            code="too_few_experts",
            advice="Three to ten experts are usual.",
        )
    for number, expert in enumerate(given, start=1):
        for item, rating in expert.items():
            if rating not in RATINGS:
                raise ScoresError(
                    f"expert {number} rated {item} with {rating}",
                    code="rating_out_of_range",
                    allowed="1 to 4",
                )
    unrated = [item for item in scales if not any(item in expert for expert in given)]
    if unrated:
        raise ScoresError(f"nobody rated {', '.join(unrated)}", code="item_unrated")
