"""Groups of respondents, one model, any equalities between them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import OptionError
from srtoolkit.psychometrics.invariance.scaling import with_lines, without_markers
from srtoolkit.psychometrics.invariance.setting import (
    Key,
    equalities_of,
    key_text,
    matched,
    require_first_order,
)

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem import SemFit


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Several groups and the fit without equalities; see `Setting`.

    Attributes
    ----------
    freest : SemFit
        The configural model; its options and data serve every level.
    factors : mapping of str to tuple of str
    kept : dict
        Fits made before.
    """

    freest: SemFit
    factors: Mapping[str, tuple[str, ...]]
    kept: dict[Any, SemFit] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Group labels, the reference first."""
        return self.freest.group_labels

    @property
    def sizes(self) -> tuple[int, ...]:
        """Respondents in each group."""
        return tuple(group.n for group in self.freest.observed.groups)

    @property
    def thresholds(self) -> dict[str, int]:
        """Number of thresholds of each ordered item."""
        return dict(self.freest.specification.options.thresholds)

    def fitted(self, held: Sequence[str], released: Collection[Key]) -> SemFit:
        """Fit with `held` kinds equal over groups, but for the released."""
        from srtoolkit.sem.fit import fit_observed

        name = (tuple(held), frozenset(released))
        if name not in self.kept:
            model = with_lines(self.freest.parsed, self._anchors(held, released))
            options = replace(
                self.freest.options,
                equal=tuple(held),
                partial=tuple(key_text(key) for key in sorted(released)),
            )
            self.kept[name] = fit_observed(model, self.freest.observed, options)
        return self.kept[name]

    def rows(self, key: Key) -> list[tuple[str, str, str, int]]:
        """Name a parameter in every group."""
        return [(*key, number + 1) for number in range(len(self.labels))]

    def names_of(self, factor: str) -> tuple[str, ...]:
        """Return the factor itself."""
        return (factor,)

    def released_by(self, partial: Sequence[str]) -> tuple[Key, ...]:
        """Read what a plan releases; as `setting.matched`."""
        kinds = ["loadings", "intercepts", "residuals", "thresholds"]
        known = {e.name: e.key for kind in kinds for e in equalities_of(self, kind)}
        return matched(partial, known)

    def _anchors(self, held: Sequence[str], released: Collection[Key]) -> list[str]:
        """Fix scale and origin of what has nothing left to be compared by."""
        lines = []
        for factor, items in self.factors.items():
            loadings = {(factor, "=~", item) for item in items}
            if "loadings" in held and loadings <= set(released):
                lines.append(f"{factor} ~~ 1*{factor}")
            intercepts = {(item, "~1", "") for item in items}
            if "intercepts" in held and intercepts <= set(released):
                lines.append(f"{factor} ~ 0*1")
        for item, count in self.thresholds.items():
            cuts = {(item, "|", f"t{number + 1}") for number in range(count)}
            if "thresholds" in held and cuts <= set(released):
                lines += [f"{item} ~ 0*1", f"{item} ~~ 1*{item}"]
        return lines


def groups_of(
    measurement: str,
    table: pd.DataFrame,
    *,
    group: str,
    reference: str | None,
    estimation: Mapping[str, Any],
) -> Groups:
    """Fit the configural model of several groups.

    Parameters
    ----------
    table : DataFrame
        Items in points, and the column of groups.
    reference : str or None
        Group that comes first; None for the first in the data.
    estimation : mapping
        Keyword arguments of `sem.fit`.

    Raises
    ------
    ModelError
        As `sem.fit`, and for factors of higher order.
    OptionError
        When there is no group `reference`, or fewer than two groups.
    """
    from srtoolkit import sem

    parsed = without_markers(sem.parse_model(measurement))
    factors = require_first_order(parsed)
    sorted_table = _reference_first(table, group, reference)
    freest = sem.fit(
        parsed,
        sorted_table[[*parsed.observed, group]],
        group=group,
        model_type="cfa",
        **estimation,
    )
    if freest.estimated.pieces is not None and freest.options.has_ordered(parsed):
        freest = replace(
            freest, options=replace(freest.options, identification="wu_estabrook")
        )
    return Groups(freest, factors)


def _reference_first(
    table: pd.DataFrame, group: str, reference: str | None
) -> pd.DataFrame:
    """Order the rows so that the reference group is met first."""
    known = table[group].dropna()
    labels = [_label(value) for value in dict.fromkeys(known)]
    if len(labels) < 2:
        raise OptionError(
            f'the column "{group}" holds {len(labels)} group',
            code="one_group",
            allowed="two groups or more",
        )
    kept = table.loc[known.index].assign(**{group: known.map(_label)})
    if reference is None:
        return kept
    if reference not in labels:
        raise OptionError(
            f'there is no group "{reference}" in the column "{group}"',
            code="unknown_group",
            allowed=", ".join(labels),
        )
    later = kept[group] != reference
    return kept.loc[later.sort_values(kind="stable").index]


def _label(value: object) -> str:
    """Write a group as its label: 1.0 is ``1``."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
