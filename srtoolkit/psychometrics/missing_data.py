"""Whether answers are missing at random, and what to do about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError, ScoresError, did_you_mean
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.little import LittleTest, little_test
from srtoolkit.results import plain, plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses

_ALPHA = 0.05
#: Up to this share of incomplete respondents, leaving them out costs little.
_FEW_INCOMPLETE = 0.05
#: An item with a larger share of holes deserves a look at its question.
_MANY_HOLES = 0.20
#: Standardised difference from which a variable is named beside the holes.
_RELATED = 0.20
_FEWEST_HOLES = 10


@dataclass(frozen=True, slots=True)
class RelatedHoles:
    """How far those who left an item out differ in the others.

    Attributes
    ----------
    item : str
    n, n_missing : int
        Respondents, and those of them without an answer to the item.
    related : str or None
        The variable in which they differ most; None with too few holes.
    difference : float or None
        Its mean without an answer minus its mean with one, in its standard
        deviations.
    """

    item: str
    n: int
    n_missing: int
    related: str | None
    difference: float | None


@dataclass(frozen=True, slots=True)
class MissingnessResult:
    """The test, what goes with the holes, and a recommendation.

    Attributes
    ----------
    test : LittleTest or None
        None without holes, or where the moments could not be found.
    items : tuple of RelatedHoles
    n, n_complete, n_empty : int
        Respondents, those with every answer, and those without any.
    notes : tuple of Reason
        The first is the recommendation; its code names the reason.
    """

    test: LittleTest | None
    items: tuple[RelatedHoles, ...]
    n: int
    n_complete: int
    n_empty: int
    notes: tuple[Reason, ...]

    def tidy(self) -> pd.DataFrame:
        """One row per item.

        ``item, n, n_missing, missing_share, related, difference``.
        """
        import pandas as pd

        rows = [
            (i.item, i.n, i.n_missing, i.n_missing / i.n, i.related, i.difference)
            for i in self.items
        ]
        columns = ["item", "n", "n_missing", "missing_share", "related", "difference"]
        return pd.DataFrame(rows, columns=columns)

    def glance(self) -> pd.DataFrame:
        """One row.

        ``n, n_complete, n_empty, n_patterns, statistic, df, p, recommendation``; the
        test's columns are null where there is none.
        """
        import pandas as pd

        row: dict[str, Any] = {
            "n": self.n,
            "n_complete": self.n_complete,
            "n_empty": self.n_empty,
        }
        for name in ("n_patterns", "statistic", "df", "p"):
            row[name] = None if self.test is None else getattr(self.test, name)
        return pd.DataFrame([row | {"recommendation": self.notes[0].code}])

    def to_dict(self) -> dict[str, Any]:
        """Return test and items as plain values."""
        return {"items": plain(self.tidy()), "test": plain(self.glance())}


@plan_step("step")
def missing_data(
    responses: Responses,
    *,
    measurement: str | None = None,
    variables: Sequence[str] | None = None,
) -> MissingnessResult:
    """Test whether answers are missing at random, and recommend a treatment.

    Parameters
    ----------
    responses : Responses
    measurement : str, optional
        Measurement model; its items are tested.
    variables : sequence of str, optional
        Items, scales or columns to test instead. By default, without a model, all
        items of reflective scales.

    Returns
    -------
    MissingnessResult
        Little's test; for each item the variable in which those who left it
        out differ most; a recommendation that names its reason. A test that
        sees nothing does not show that the holes are random, and no test can
        show that they do not depend on the missing answers themselves.

    Raises
    ------
    ModelError
        When a variable is not there, or there are fewer than two.
    """
    names = _chosen(responses, measurement, variables)
    table = np.column_stack(
        [responses.variable(n).to_numpy(dtype=float) for n in names]
    )
    complete = ~np.isnan(table).any(axis=1)
    empty = np.isnan(table).all(axis=1)
    test = None
    notes: list[Reason] = []
    if not (complete | empty).all():
        try:
            test = little_test(table)
        except (ScoresError, np.linalg.LinAlgError):
            notes.append(Reason("mcar_not_tested", {"n_variables": len(names)}))
    items = tuple(_related(names, table, at) for at in range(len(names)))
    advice = _recommend(test, table, items)
    many = [i.item for i in items if i.n_missing > _MANY_HOLES * i.n]
    if many:
        notes.append(Reason("many_holes", {"items": many, "share": _MANY_HOLES}))
    if empty.any():
        notes.append(Reason("without_any_answer", {"n": int(empty.sum())}))
    return MissingnessResult(
        test, items, len(table), int(complete.sum()), int(empty.sum()), (advice, *notes)
    )


def _chosen(
    responses: Responses, measurement: str | None, variables: Sequence[str] | None
) -> list[str]:
    from srtoolkit.sem import parse_model

    if variables is not None:
        known = [
            *(s.id for s in responses.scales),
            *map(str, responses.answers.columns),
        ]
        for name in variables:
            if not responses.has(name):
                raise ModelError(
                    f'there is no scale, item or column named "{name}"',
                    code="unknown_variable",
                    advice=did_you_mean(str(name), known),
                )
        names = list(variables)
    elif measurement is not None:
        names = list(parse_model(measurement).observed)
    else:
        names = [b.id for b in responses.items if b.scale.kind == "reflective"]
    if len(names) < 2:
        raise ModelError(
            "a look at missing answers needs two variables or more",
            code="too_few_variables",
            advice="Name them: variables: [ … ].",
        )
    return names


def _related(names: Sequence[str], table: np.ndarray, at: int) -> RelatedHoles:
    gone = np.isnan(table[:, at])
    holes = RelatedHoles(names[at], len(table), int(gone.sum()), None, None)
    best = holes
    for other in range(len(names)):
        without, having = table[gone, other], table[~gone, other]
        without, having = without[~np.isnan(without)], having[~np.isnan(having)]
        if other == at or min(len(without), len(having)) < _FEWEST_HOLES:
            continue
        sd = float(np.nanstd(table[:, other], ddof=1))
        gap = float(without.mean() - having.mean()) / sd if sd > 0 else 0.0
        if best.difference is None or abs(gap) > abs(best.difference):
            best = RelatedHoles(
                names[at], len(table), holes.n_missing, names[other], gap
            )
    return best


def _recommend(
    test: LittleTest | None, table: np.ndarray, items: Sequence[RelatedHoles]
) -> Reason:
    """Choose a treatment; the code says why."""
    gone = np.isnan(table)
    share = float((gone.any(axis=1) & ~gone.all(axis=1)).mean())
    values: dict[str, Any] = {"share": share}
    if share == 0:
        return Reason("missing_nothing", values)
    if test is None or not test.converged:
        return Reason("missing_fiml_untested", values)
    values |= {"statistic": test.statistic, "df": test.df, "p": test.p}
    if test.p < _ALPHA:
        related = dict.fromkeys(
            i.related for i in items if i.difference and abs(i.difference) >= _RELATED
        )
        values["variables"] = list(related)
        code = "missing_fiml_related" if related else "missing_fiml_not_random"
        return Reason(code, values)
    few = share <= _FEW_INCOMPLETE
    return Reason("missing_listwise" if few else "missing_fiml_power", values)
