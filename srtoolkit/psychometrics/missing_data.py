"""Whether answers are missing at random, and what to do about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError, ScoresError, did_you_mean
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.little import LittleTest, little_test
from srtoolkit.psychometrics.missing_advice import recommend
from srtoolkit.results import plain, plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses

#: An item with a larger share of holes deserves a look at its question.
_MANY_HOLES = 0.20
#: Standardised difference from which a variable is named beside the holes.
_RELATED = 0.20
_FEWEST_HOLES = 10
#: With fewer respondents a variable, moments and the test mean nothing.
_PER_VARIABLE = 2


@dataclass(frozen=True, slots=True)
class RelatedHoles:
    """How far those who left an item out differ in the others.

    Attributes
    ----------
    item : str
    n, n_missing : int
        Respondents who were asked, and those of them without an answer.
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

    @property
    def missing_share(self) -> float:
        """Share of those asked, in [0, 1]."""
        return self.n_missing / self.n if self.n else 0.0


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
            (i.item, i.n, i.n_missing, i.missing_share, i.related, i.difference)
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
    estimation: Mapping[str, Any] | None = None,
) -> MissingnessResult:
    """Test whether answers are missing at random, and recommend a treatment.

    A question that was not put to a respondent is not missing: a group that was
    asked other questions is tested by itself.

    Parameters
    ----------
    responses : Responses
    measurement : str, optional
        Measurement model; its items are tested.
    variables : sequence of str, optional
        Items, scales or columns to test instead. By default, without a model, all
        items of reflective scales.
    estimation : mapping, optional
        How the plan's models are estimated; full information is recommended only
        where their estimator knows it.

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
    asked, notes = _asked(responses, names)
    gone = np.isnan(table) & asked
    complete = ~gone.any(axis=1)
    empty = ~complete & (np.isnan(table) | ~asked).all(axis=1)
    test, untested = _test(table, asked, (complete | empty).all())
    items = tuple(_related(names, table, asked, at) for at in range(len(names)))
    related = [i.related for i in items if i.related and _is_related(i)]
    share = float((~complete & ~empty).mean())
    advice = recommend(test, share, related, estimation)
    notes += untested
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


def _asked(
    responses: Responses, names: Sequence[str]
) -> tuple[np.ndarray, list[Reason]]:
    """Tell who was asked what a variable needs, and name what only some were."""
    from srtoolkit.responses.asked import asked_of

    scales = {scale.id: [item.id for item in scale.items] for scale in responses.scales}
    columns = [
        [name] if name in responses.answers.columns else scales[name] for name in names
    ]
    flat = list(dict.fromkeys(column for group in columns for column in group))
    found = asked_of(responses, flat)
    at = {column: place for place, column in enumerate(flat)}
    asked = [found.table[:, [at[c] for c in group]].all(axis=1) for group in columns]
    by_gate: dict[str, list[str]] = {}
    for column, gate in found.gates.items():
        by_gate.setdefault(gate, []).append(column)
    notes = [
        Reason("asked_of_some", {"items": items, "gate": gate})
        for gate, items in by_gate.items()
    ]
    return np.column_stack(asked), notes


def _test(
    table: np.ndarray, asked: np.ndarray, nothing_to_do: bool
) -> tuple[LittleTest | None, list[Reason]]:
    """Test the holes, or say why they could not be tested."""
    if nothing_to_do:
        return None, []
    n, n_variables = table.shape
    too_few = Reason("mcar_not_found", {"n_variables": n_variables, "n": n})
    if n < _PER_VARIABLE * n_variables:
        return None, [too_few]
    try:
        test = little_test(table, asked=asked)
    except (ScoresError, np.linalg.LinAlgError):
        return None, [Reason("mcar_not_tested", {"n_variables": n_variables})]
    return (test, []) if test.converged else (None, [too_few])


def _is_related(holes: RelatedHoles) -> bool:
    return holes.difference is not None and abs(holes.difference) >= _RELATED


def _related(
    names: Sequence[str], table: np.ndarray, asked: np.ndarray, at: int
) -> RelatedHoles:
    table = table[asked[:, at]]
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
