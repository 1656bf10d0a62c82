"""Random halves: explore in one, confirm in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from srtoolkit.errors import OptionError

if TYPE_CHECKING:
    import numpy as np

Half = Literal["first", "second"]


def random_half(n: int, half: Half, seed: int | None) -> np.ndarray:
    """Return the row numbers of one random half, in their order.

    Parameters
    ----------
    n : int
        Respondents; of an odd number the first half gets one more.
    half : {"first", "second"}
        The two halves of one seed share no respondent.
    seed : int or None

    Returns
    -------
    array of int, shape (n_half,)

    Raises
    ------
    OptionError
        Without a seed.
    """
    import numpy as np

    if seed is None:
        raise OptionError(
            "a random half is asked for without a seed",
            code="seed_missing",
            advice="Give the plan a seed, so that the other half can be found.",
        )
    order = np.random.default_rng(seed).permutation(n)
    cut = (n + 1) // 2
    return np.sort(order[:cut] if half == "first" else order[cut:])
