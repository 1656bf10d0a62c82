"""Numbers as APA style and Chinese theses print them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

MISSING = "–"
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Formats numbers for one language.

    English drops the zero before the point of quantities that cannot exceed
    one (APA Publication Manual, 7th ed., 6.36); Chinese keeps it.
    """

    lang: Literal["zh", "en"]

    def number(self, value: Any, decimals: int = 3) -> str:
        """Write a quantity that may exceed one."""
        if not _is_number(value):
            return MISSING
        shown = f"{value:,.{decimals}f}"
        if float(shown.replace(",", "")) == 0:
            shown = shown.removeprefix("-")
        return shown.replace("-", MINUS)

    def bounded(self, value: Any, decimals: int = 3) -> str:
        """Write a quantity whose natural bound is one, such as a correlation."""
        shown = self.number(value, decimals)
        if self.lang == "zh" or not _is_number(value):
            return shown
        for sign in ("", MINUS):
            if shown.startswith(f"{sign}0."):
                return sign + shown.removeprefix(f"{sign}0")
        return shown

    def p(self, value: Any) -> str:
        """Write a p value; below one in a thousand it is not spelt out."""
        if _is_number(value) and value < 0.0005:
            return "< .001" if self.lang == "en" else "< 0.001"
        return self.bounded(value)

    def p_equation(self, value: Any) -> str:
        """Write what follows the letter p: ``= .012`` or ``< .001``."""
        shown = self.p(value)
        return shown if shown.startswith("<") else f"= {shown}"

    def interval(
        self, low: Any, high: Any, *, bounded: bool = False, decimals: int = 3
    ) -> str:
        """Write ``[low, high]``; missing when both ends are."""
        if not _is_number(low) and not _is_number(high):
            return MISSING
        write = self.bounded if bounded else self.number
        return f"[{write(low, decimals)}, {write(high, decimals)}]"

    def count(self, value: Any) -> str:
        """Write a whole number."""
        return f"{round(value):,}".replace("-", MINUS) if _is_number(value) else MISSING

    def degrees(self, value: Any) -> str:
        """Write degrees of freedom: whole ones bare, others with two decimals."""
        if not _is_number(value):
            return MISSING
        whole = float(value).is_integer()
        return self.count(value) if whole else self.number(value, 2)

    def percent(self, value: Any) -> str:
        """Write a share in [0, 1] as a percentage."""
        return f"{self.number(100 * value, 1)}%" if _is_number(value) else MISSING

    def factor(self, value: Any) -> str:
        """Write a Bayes factor; beyond a thousand only that it is."""
        if not _is_number(value):
            return MISSING
        if value > 1000:
            return "> 1,000"
        return "< 0.001" if value < 0.001 else self.number(value, 2 if value > 1 else 3)

    def alpha(self, value: Any) -> str:
        """Write an error rate with the decimals it was given: ``.05``."""
        if not _is_number(value):
            return MISSING
        return self.bounded(value, max(2, len(f"{value:.6f}".rstrip("0")) - 2))

    def tiny(self, value: Any) -> str:
        """Write a difference that may be very small: ``0.012``, ``< 0.00001``."""
        if not _is_number(value):
            return MISSING
        if value < 1e-5:
            return "< 0.00001"
        return f"{value:.5f}" if value < 0.01 else self.number(value)

    def level(self, value: Any) -> str:
        """Write a confidence level: ``90%``, ``98.3%``."""
        return f"{round(100 * value, 1):g}%" if _is_number(value) else MISSING


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
    )
