"""Cases of invariance ladders that R computed, and how we run them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from srtoolkit.psychometrics import MeasurementInvariance, measurement_invariance
from srtoolkit.responses import responses_from_frame

FOLDER = Path(__file__).resolve().parents[1] / "references/psychometrics/invariance"
OURS = "f =~ f1 + f2 + f3 + f4\ng =~ g1 + g2 + g3\nh =~ h1 + h2"
LOST = re.sub(r"([fgh]\d)", r"m\1", OURS)
CUTS = re.sub(r"([fgh]\d)", r"o\1", OURS)
SCHOOL = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"


def _of_items(**counts: int) -> str:
    return "\n".join(
        f"{name.upper()}F =~ "
        + " + ".join(f"{name}{number}" for number in range(1, count + 1))
        for name, count in counts.items()
    )


FIVE = _of_items(A=5, C=5, E=5, N=5, O=5)
TWO = _of_items(A=5, N=5)
SATISFACTION = _of_items(imag=5, expe=5, qual=5, val=4, sat=4, loy=4)
COMPANY = _of_items(cei=8, ma=6) + "\nJOY =~ orgcmt1 + orgcmt2 + orgcmt3 + orgcmt7"
MLR, ORDERED = {"estimator": "MLR"}, {"estimator": "WLSMV", "ordered": True}
FIML = {"missing": "fiml"}


@dataclass(frozen=True)
class Case:
    """One ladder: data, model, and the options of the step."""

    data: str
    measurement: str | None
    estimation: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)


def _case(data: str, model: str | None, group: str = "", **more: Any) -> Case:
    estimation = more.pop("estimation", {})
    return Case(
        data, model, estimation, {**({"group": group} if group else {}), **more}
    )


def _waves(letter: str) -> dict[str, list[list[str]]]:
    return {"f": [[f"{letter}{w}i{k}" for k in range(1, 5)] for w in (1, 2)]}


_GROUPED, _REPEATED = "grouped_answers.csv", "repeated_answers.csv"
OWN_CASES = {
    "ours_ml": _case(_GROUPED, OURS, "branch"),
    "ours_mlr": _case(_GROUPED, OURS, "branch", estimation=MLR),
    "ours_mlm": _case(_GROUPED, OURS, "branch", estimation={"estimator": "MLM"}),
    "ours_fiml": _case(_GROUPED, LOST, "branch", estimation=FIML),
    "ours_fiml_mlr": _case(_GROUPED, LOST, "branch", estimation=FIML | MLR),
    "ours_two": _case(_GROUPED, OURS, "hot"),
    "ours_partial": _case(_GROUPED, OURS, "branch", partial=["g =~ g2", "f3 ~ 1"]),
    "ours_ordinal": _case(_GROUPED, CUTS, "branch", estimation=ORDERED),
    "ours_ordinal_two": _case(_GROUPED, CUTS, "hot", estimation=ORDERED),
    "ours_ordinal_partial": _case(
        _GROUPED,
        CUTS,
        "hot",
        estimation=ORDERED,
        partial=["g =~ og2", "of3 ~ 1", "og1 ~~ og1"],
    ),
    "ours_ordinal_wlsm": _case(
        _GROUPED, CUTS, "hot", estimation={"estimator": "WLSM", "ordered": True}
    ),
    "ours_mixed": _case(
        _GROUPED,
        re.sub(r"f(\d)", r"of\1", OURS),
        "hot",
        estimation={"estimator": "WLSMV"},
        ordered=["of1", "of2", "of3", "of4"],
    ),
    "ours_ordinal_factors": _case(_GROUPED, CUTS, "hot", estimation=ORDERED),
    "ours_waves": _case(_REPEATED, None, waves=_waves("w")),
    "ours_waves_mlr": _case(_REPEATED, None, waves=_waves("w"), estimation=MLR),
    "ours_waves_ordinal": _case(_REPEATED, None, waves=_waves("c"), estimation=ORDERED),
}
SHARED_CASES = {
    "hs_ml": _case("HolzingerSwineford1939.csv", SCHOOL, "school"),
    "hs_mlr": _case("HolzingerSwineford1939.csv", SCHOOL, "school", estimation=MLR),
    "hs_sex": _case("HolzingerSwineford1939.csv", SCHOOL, "sex"),
    "hs_holes": _case("HS_missing.csv", SCHOOL, "school", estimation=FIML | MLR),
    "bfi_ml": _case("bfi.csv", FIVE, "gender"),
    "bfi_mlr": _case("bfi.csv", FIVE, "gender", estimation=MLR),
    "bfi_education": _case("bfi.csv", TWO, "education"),
    "bfi_fiml": _case("bfi.csv", TWO, "gender", estimation=FIML),
    "satisfaction_ml": _case("plspm_satisfaction.csv", SATISFACTION, "gender"),
    "satisfaction_mlm": _case(
        "plspm_satisfaction.csv",
        SATISFACTION,
        "gender",
        estimation={"estimator": "MLM"},
    ),
    "company_mlr": _case(
        "more/cSEM_BergamiBagozzi2000.csv", COMPANY, "gender", estimation=MLR
    ),
    "hs_ordinal": _case("HS_ordinal3.csv", SCHOOL, "school", estimation=ORDERED),
    "bfi_ordinal": _case("bfi.csv", TWO, "gender", estimation=ORDERED),
    "democracy": _case(
        "PoliticalDemocracy.csv",
        None,
        waves={"dem": [["y1", "y2", "y3", "y4"], ["y5", "y6", "y7", "y8"]]},
    ),
}
#: Our columns and those of the stored tables.
_COLUMNS = {
    "npar": "npar",
    "chisq": "chisq",
    "df": "df",
    "cfi": "cfi",
    "tli": "tli",
    "rmsea": "rmsea",
    "srmr": "srmr",
    "bic": "bic",
    "chisq_scaled": "chisq.scaled",
    "cfi_scaled": "cfi.scaled",
    "rmsea_scaled": "rmsea.scaled",
    "cfi_robust": "cfi.robust",
    "rmsea_robust": "rmsea.robust",
    "chisq_diff": "chisq_diff",
    "df_diff": "df_diff",
    "p_diff": "p_diff",
}
_STATISTICS = {"chisq", "chisq_scaled", "chisq_diff", "bic"}
#: lavaan's search stops where the likelihood still moves by so much.
STATISTIC_ABSOLUTE, STATISTIC_RELATIVE = 1e-3, 2e-6
#: What README asks of fit indices; p values move with the statistic.
INDEX = 1e-5


def stored(file: str) -> pd.DataFrame:
    """Read a table that R wrote."""
    return pd.read_csv(FOLDER / file, comment="#")


def climbed(
    case: Case, table: pd.DataFrame, levels: list[str]
) -> MeasurementInvariance:
    """Run the step on a table of answers."""
    return measurement_invariance(
        responses_from_frame(table, []),
        measurement=case.measurement,
        estimation=case.estimation,
        levels=levels,
        **case.options,
    )


def deviations(found: MeasurementInvariance, expected: pd.DataFrame) -> list[str]:
    """Return every number that lies further off than it may."""
    ours = found.tidy().set_index("level")
    wrong = []
    for row in expected.to_dict("records"):
        for mine, theirs in _COLUMNS.items():
            value = row[theirs]
            if pd.isna(value) or mine not in ours.columns:
                continue
            own = ours.loc[row["level"], mine]
            if theirs == "p_diff" and pd.isna(own):
                continue
            limit = INDEX * (10 if mine == "p_diff" else 1)
            if mine in _STATISTICS:
                limit = STATISTIC_ABSOLUTE + STATISTIC_RELATIVE * abs(value)
            if not abs(own - value) <= limit:
                wrong.append(f"{row['level']} {mine}: {own} for {value}")
    return wrong
