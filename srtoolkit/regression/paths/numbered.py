"""The models that Hayes's PROCESS macro numbers.

Hayes (2013), Introduction to Mediation, Moderation, and Conditional Process
Analysis; the numbering is that of the macro's version 2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from srtoolkit.errors import ModelError
from srtoolkit.regression.paths.specification import PathSystem, path_system

#: Number: moderators of x -> m, of m -> y, of x -> y. "w z" adds up, "w*z"
#: multiplies too.
MODELS: Mapping[int, tuple[str, str, str]] = {
    1: ("", "", "w"),
    2: ("", "", "w z"),
    3: ("", "", "w*z"),
    4: ("", "", ""),
    5: ("", "", "w"),
    6: ("", "", ""),
    7: ("w", "", ""),
    8: ("w", "", "w"),
    9: ("w z", "", ""),
    10: ("w z", "", "w z"),
    11: ("w*z", "", ""),
    12: ("w*z", "", "w*z"),
    13: ("w*z", "", "w"),
    14: ("", "v", ""),
    15: ("", "v", "v"),
    16: ("", "v q", ""),
    17: ("", "v q", "v q"),
    18: ("", "v*q", ""),
    19: ("", "v*q", "v*q"),
    20: ("", "v*q", "v"),
    21: ("w", "v", ""),
    22: ("w", "v", "w"),
    23: ("w z", "v", ""),
    24: ("w z", "v", "w z"),
    25: ("w*z", "v", ""),
    26: ("w*z", "v", "w*z"),
    27: ("w*z", "v", "w"),
    28: ("w", "v", "v"),
    29: ("w", "v", "w v"),
    30: ("w z", "v", "v"),
    31: ("w z", "v", "w z v"),
    32: ("w*z", "v", "v"),
    33: ("w*z", "v", "w*z v"),
    34: ("w*z", "v", "w v"),
    35: ("w", "v q", ""),
    36: ("w", "v q", "v q"),
    37: ("w", "v*q", ""),
    38: ("w", "v*q", "v*q"),
    39: ("w", "v*q", "v"),
    40: ("w", "v q", "w"),
    41: ("w", "v q", "w v q"),
    42: ("w", "v*q", "w"),
    43: ("w", "v*q", "w v*q"),
    44: ("w", "v*q", "w v"),
    45: ("w z", "v q", ""),
    46: ("w*z", "v q", ""),
    47: ("w z", "v*q", ""),
    48: ("w*z", "v*q", ""),
    49: ("w z", "v q", "w z"),
    50: ("w z", "v q", "v q"),
    51: ("w*z", "v q", "w*z"),
    52: ("w*z", "v q", "v q"),
    53: ("w z", "v*q", "w z"),
    54: ("w z", "v*q", "v*q"),
    55: ("w*z", "v*q", "w*z"),
    56: ("w*z", "v*q", "v*q"),
    57: ("w*z", "v*q", "w*z v*q"),
    58: ("w", "w", ""),
    59: ("w", "w", "w"),
    60: ("w z", "w", ""),
    61: ("w z", "w", "w"),
    62: ("w z", "w", "z"),
    63: ("w z", "w", "w z"),
    64: ("w", "w v", ""),
    65: ("w", "w v", "w"),
    66: ("w", "w v", "v"),
    67: ("w", "w v", "w v"),
    68: ("w*z", "w", ""),
    69: ("w*z", "w", "w*z"),
    70: ("w", "w*v", ""),
    71: ("w", "w*v", "w*v"),
    72: ("w*z", "w*z", ""),
    73: ("w*z", "w*z", "w*z"),
    74: ("", "x", ""),
    75: ("w z", "w z", ""),
    76: ("w z", "w z", "w z"),
}


def process_system(
    number: int,
    *,
    x: str,
    outcome: str,
    mediators: Sequence[str] = (),
    w: str | None = None,
    z: str | None = None,
    v: str | None = None,
    q: str | None = None,
    covariates: Sequence[str] = (),
) -> PathSystem:
    """Lay out a model by the number PROCESS gives it.

    Parameters
    ----------
    number : int
        1 to 76.
    w, z, v, q : str or None
        Moderators by the letters of the model's diagram; models 1 to 3 take
        ``w`` and ``z``. The letters of version 3 and later, w for the first
        moderator and z for the second, are understood too.

    Raises
    ------
    ModelError
        For an unknown number, or letters that are missing or too many.
    """
    if number not in MODELS:
        raise ModelError(
            f"there is no model {number}",
            code="unknown_process_model",
            allowed="1 to 76",
        )
    letters: dict[str, str | None] = {"x": x, "w": w, "z": z, "v": v, "q": q}
    a, b, c = MODELS[number]
    needed = {letter for letter in "wzvq" if letter in f"{a} {b} {c}"}
    letters |= _renamed(needed, letters)
    given = {letter for letter in "wzvq" if letters[letter] is not None}
    without_mediators = number in (1, 2, 3)
    if needed != given or without_mediators == bool(mediators):
        raise ModelError(
            f"model {number} was given the moderators "
            f"{', '.join(sorted(given)) or 'none'} and {len(mediators)} mediators",
            code="process_letters",
            allowed=f"moderators {', '.join(sorted(needed)) or 'none'}, "
            f"{'no mediator' if without_mediators else 'one mediator or more'}",
        )
    moderators: dict[str, list[str]] = {}
    for mediator in mediators:
        moderators[f"{x} -> {mediator}"] = _named(a, letters)
        moderators[f"{mediator} -> {outcome}"] = _named(b, letters)
    moderators[f"{x} -> {outcome}"] = _named(c, letters)
    return path_system(
        x=x,
        outcome=outcome,
        mediators=mediators,
        serial=number == 6,
        moderators={path: names for path, names in moderators.items() if names},
        covariates=covariates,
    )


def _renamed(
    needed: set[str], letters: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Turn the letters of version 3, which knows w and z alone, into version 2's."""
    places = [letter for letter in "wzvq" if letter in needed]
    later = "wz"[: len(places)]
    given = [letter for letter in "wzvq" if letters[letter] is not None]
    if len(places) > 2 or given != list(later) or given == places:
        return {}
    named = {place: letters[new] for place, new in zip(places, later, strict=True)}
    return dict.fromkeys(later) | named


def _named(code: str, letters: Mapping[str, str | None]) -> list[str]:
    return [
        "*".join(str(letters[letter]) for letter in entry.split("*"))
        for entry in code.split()
    ]
