"""What a plan asks for, settled: model, estimation, groups or waves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.psychometrics.invariance.groups import Groups, groups_of
from srtoolkit.psychometrics.invariance.waves import Waves, waves_of
from srtoolkit.sem import parse_model

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses

#: Estimator of ordered items where the plan names one for continuous answers.
_ORDINAL = "WLSMV"
_ORDINAL_ESTIMATORS = ("WLS", "DWLS", "WLSM", "WLSMV", "ULS", "ULSMV")


def require_together(
    group: str | None, waves: Mapping[str, Sequence[Any]] | None, alignment: str | None
) -> None:
    """Check options that exclude each other.

    Raises
    ------
    OptionError
    """
    if waves is not None and group is not None:
        raise OptionError(
            "invariance is tested over groups or over waves",
            code="groups_and_waves",
            allowed="group or waves",
        )
    if waves is not None and alignment is not None:
        raise OptionError(
            "the alignment is of groups, not of waves",
            code="alignment_of_waves",
            advice="Leave alignment out.",
        )


def settled_estimation(
    estimation: Mapping[str, Any], own: Mapping[str, Any]
) -> dict[str, Any]:
    """Return keyword arguments of `sem.fit` for every level."""
    asked = {**estimation, **{k: v for k, v in own.items() if v is not None}}
    if not isinstance(asked.get("ordered", ()), bool):
        asked["ordered"] = tuple(asked.get("ordered", ()))
    asked |= {"std_lv": True, "mean_structure": True, "bootstrap": 0}
    if asked["ordered"]:
        asked["parameterization"] = "theta"
        if asked.get("estimator") not in _ORDINAL_ESTIMATORS:
            asked["estimator"] = _ORDINAL
    return asked


def settled_model(
    responses: Responses,
    measurement: str | None,
    scales: Sequence[str] | None,
) -> str:
    """Return the plan's factors, or one factor a scale."""
    if scales is None and measurement is not None:
        return measurement
    wanted = [scale for scale in responses.scales if scale.kind == "reflective"]
    if scales is not None:
        responses.require(scales)
        wanted = [scale for scale in responses.scales if scale.id in scales]
    lines = [
        f"{scale.id} =~ " + " + ".join(item.id for item in scale.items)
        for scale in wanted
        if scale.kind == "reflective" and (scales is not None or len(scale.items) > 1)
    ]
    if not lines:
        raise ModelError(
            "there are no factors whose invariance could be tested",
            code="no_measurement",
            advice="Write them under measurement, or name reflective scales.",
        )
    return "\n".join(lines)


def open_setting(
    responses: Responses,
    measurement: str | None,
    estimation: Mapping[str, Any],
    column: str | None,
    reference: str | None,
    waves: Mapping[str, Sequence[Any]] | None,
    correlated: bool,
) -> Groups | Waves:
    if waves is not None:
        return waves_of(
            measurement,
            responses.keyed,
            waves=waves,
            correlated=correlated,
            estimation=estimation,
        )
    if column is None:
        raise OptionError(
            "there are no groups whose measurement could be compared",
            code="no_groups",
            allowed="group: a column, or a design with a condition",
        )
    responses.require([column])
    assert measurement is not None
    responses.require_amounts(parse_model(measurement).observed)
    table = _with_group(responses, column)
    return groups_of(
        measurement,
        table,
        group=column,
        reference=None if reference is None else str(reference),
        estimation=_of_items(estimation, measurement),
    )


def _with_group(responses: Responses, column: str) -> pd.DataFrame:
    """Return keyed items with the groups as they were answered."""
    table: pd.DataFrame = responses.keyed.assign(**{column: responses.answers[column]})
    return table


def _of_items(estimation: Mapping[str, Any], measurement: str) -> dict[str, Any]:
    """Keep the ordered items that the factors have."""
    ordered = estimation["ordered"]
    if isinstance(ordered, bool):
        return dict(estimation)
    names = parse_model(measurement).observed
    return {**estimation, "ordered": tuple(name for name in ordered if name in names)}
