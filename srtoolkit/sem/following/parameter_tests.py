"""Wald and score tests of restrictions.

Wald: Buse (1982), The American Statistician 36, 153-157. Score (Lagrange
multiplier): Sörbom (1989), Psychometrika 54, 371-384; Bentler & Chou (1992),
Sociological Methods & Research 21, 259-282.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.following.enlarged import Enlarged, Key, key_of, unlinked, with_free
from srtoolkit.sem.language.parsed import Constraint, for_group
from srtoolkit.sem.language.syntax import parse_model, read_constraints
from srtoolkit.sem.structure.constraints import Constraints, null_space

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem.fitted import Fitted


@dataclass(frozen=True, slots=True)
class RestrictionTest:
    """A test of restrictions on parameters.

    Attributes
    ----------
    method : {"wald", "score"}
    chisq, p : float
    df : int
    restrictions : tuple of str
        As written, or as the model holds them.
    single : tuple of mapping
        One row a restriction: ``restriction, chisq, df, p`` and, for added
        parameters, ``epc``: by how much the parameter would move.
    """

    method: str
    chisq: float
    df: int
    p: float
    restrictions: tuple[str, ...]
    single: tuple[dict[str, Any], ...] = ()

    def tidy(self) -> pd.DataFrame:
        """Return one row a restriction that was tested alone."""
        import pandas as pd

        return pd.DataFrame(list(self.single))

    def glance(self) -> pd.DataFrame:
        """Return the joint test as one row."""
        import pandas as pd

        return pd.DataFrame(
            [{"method": self.method, "chisq": self.chisq, "df": self.df, "p": self.p}]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return all values by name."""
        return asdict(self)


def wald_restrictions(fitted: Fitted, constraints: str) -> RestrictionTest:
    """Test equalities such as ``a == b`` at the estimates of a model without them.

    Raises
    ------
    ModelError
        When the text holds no ``==``, names no label of the model, or repeats
        a restriction.
    """
    equalities = _equalities(fitted, constraints)
    held = Constraints(fitted.specification, equalities, ())
    gaps = held.gaps(fitted.estimates)
    slopes = held.gap_jacobian(fitted.estimates)
    chisq = _quadratic(gaps, slopes @ fitted.covariance @ slopes.T)
    names = tuple(f"{c.left_text} == {c.right_text}" for c in equalities)
    return RestrictionTest("wald", chisq, len(gaps), _p(chisq, len(gaps)), names)


def score_of_equalities(fitted: Fitted) -> RestrictionTest:
    """Test every equality that the model holds: labels that repeat, and ``==``.

    Raises
    ------
    ModelError
        When the model has no equality.
    """
    enlarged, pairs = unlinked(fitted)
    rows = enlarged.specification.parameters
    restrict = np.zeros((len(pairs), enlarged.specification.n_free))
    names = []
    for at, (first, second) in enumerate(pairs):
        restrict[at, rows[first].free - 1] = 1.0
        restrict[at, rows[second].free - 1] = -1.0
        names.append(f"{_name(fitted, first)} == {_name(fitted, second)}")
    more, also = _written(fitted, enlarged)
    restrict, names = np.vstack([restrict, more]), [*names, *also]
    if not names:
        raise ModelError(
            "the model holds no equality that could be released",
            code="no_equality",
            advice="To test a parameter that is not in the model, name it in add=.",
        )
    return _score_test(enlarged, restrict, names, np.arange(len(names)))


def score_of_additions(fitted: Fitted, add: str) -> RestrictionTest:
    """Test parameters that the model does not have, such as ``x1 ~~ x4``.

    Raises
    ------
    ModelError
        When a term is free already or names an unknown variable.
    """
    keys = _added(fitted, add)
    known = {key_of(p): p for p in fitted.specification.parameters}
    release = [key for key in keys if key in known]
    new = [key for key in keys if key not in known]
    enlarged = with_free(fitted, release=release, add=new)
    first, total = fitted.specification.n_free, enlarged.specification.n_free
    held, _ = _written(fitted, enlarged)
    own = np.eye(total)[first:]
    extra = sorted(
        (p for p in enlarged.specification.parameters if p.free > first),
        key=lambda p: p.free,
    )
    names = [f"{p.name} == 0" for p in extra]
    places = np.arange(len(names)) + len(held)
    return _score_test(enlarged, np.vstack([held, own]), names, places, own_first=first)


def _score_test(
    enlarged: Enlarged,
    restrict: np.ndarray,
    names: Sequence[str],
    places: np.ndarray,
    *,
    own_first: int | None = None,
) -> RestrictionTest:
    """Release the restrictions at `places` together, then one at a time."""
    kept = np.delete(restrict, places, axis=0)
    chisq, _ = _released(enlarged, kept)
    single: list[dict[str, Any]] = []
    for at, name in zip(places, names, strict=True):
        alone, change = _released(enlarged, np.delete(restrict, at, axis=0))
        row: dict[str, Any] = {
            "restriction": name,
            "chisq": alone,
            "df": 1,
            "p": _p(alone, 1),
        }
        if own_first is not None:
            row["epc"] = float(change[own_first + len(single)])
        single.append(row)
    df = len(places)
    return RestrictionTest(
        "score", chisq, df, _p(chisq, df), tuple(names), tuple(single)
    )


def _released(enlarged: Enlarged, kept: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the score statistic under the kept restrictions, and the step."""
    gradient, information = enlarged.at.gradient, enlarged.at.information
    basis = null_space(kept) if len(kept) else np.eye(len(gradient))
    inner = np.linalg.pinv(basis.T @ information @ basis, hermitian=True)
    step = -basis @ inner @ (basis.T @ gradient)
    return float(-gradient @ step), step


def _equalities(fitted: Fitted, text: str) -> tuple[Constraint, ...]:
    labels = {p.label for p in fitted.specification.parameters if p.label}
    known = labels | {d.name for d in fitted.specification.definitions}
    found = read_constraints(text, known)
    equalities = tuple(c for c in found if c.op == "==")
    if not equalities or len(equalities) < len(found):
        raise ModelError(
            "a Wald test is of equalities",
            code="no_equality",
            allowed='label == label or label == number, for example "a == b"',
        )
    return equalities


def _added(fitted: Fitted, text: str) -> list[Key]:
    specification = fitted.specification
    free = {key_of(p) for p in specification.parameters if p.free}
    keys: list[Key] = []
    for term in parse_model(text, where="add").terms:
        names = [name for name in (term.lhs, term.rhs) if name]
        unknown = [name for name in names if name not in specification.variables]
        if unknown:
            raise ModelError(
                f'there is no variable "{unknown[0]}" in the model',
                code="unknown_variable",
                allowed=", ".join(specification.variables),
            )
        first, op, second = term.key
        for group in range(1, specification.n_groups + 1):
            if for_group(term.fixed, group - 1, None) is not None:
                continue
            key = (first, op, second, group)
            if key in free:
                raise ModelError(
                    f'"{text.strip()}" is free in the model already',
                    code="already_free",
                )
            keys.append(key)
    return keys


def _written(fitted: Fitted, enlarged: Enlarged) -> tuple[np.ndarray, list[str]]:
    """Return derivatives and names of the model's own ``==`` by new parameters."""
    specification = fitted.specification
    written = tuple(c for c in specification.constraints if c.op == "==")
    total = enlarged.specification.n_free
    if not written:
        return np.zeros((0, total)), []
    by_old = Constraints(specification, written, ()).gap_jacobian(fitted.estimates)
    moved = np.zeros((len(written), total))
    seen: set[int] = set()
    for old, new in zip(
        specification.parameters, enlarged.specification.parameters, strict=False
    ):
        if old.free and old.free not in seen:
            seen.add(old.free)
            moved[:, new.free - 1] = by_old[:, old.free - 1]
    return moved, [f"{c.left_text} == {c.right_text}" for c in written]


def _name(fitted: Fitted, row: int) -> str:
    parameter = fitted.specification.parameters[row]
    group = f" [{parameter.group}]" if fitted.specification.n_groups > 1 else ""
    return parameter.name + group


def _quadratic(gaps: np.ndarray, covariance: np.ndarray) -> float:
    if np.linalg.matrix_rank(covariance) < len(gaps):
        raise ModelError(
            "some of the restrictions follow from the others",
            code="restrictions_repeat",
            advice="Leave out those that say the same.",
        )
    return float(gaps @ np.linalg.solve(covariance, gaps))


def _p(chisq: float, df: int) -> float:
    from scipy.stats import chi2

    return float(chi2.sf(chisq, df))
