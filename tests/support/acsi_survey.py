"""The ACSI survey that lies beside the checkout, and what R made of it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
from shared_files import shared_path


def acsi_groups(outcome: str) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    """Return stored results, excellently handled complainants, no complaint."""
    reference = shared_path("reference/acsi_srp_ttest_tost_bf.json")
    stored = json.loads(reference.read_text(encoding="utf-8"))["expected"]["extra"]
    data = pd.read_csv(shared_path("data/acsi2015.csv"))
    excellent = data.loc[(data["COMP"] == 1) & (data["HANDLE"] >= 9), outcome]
    no_complaint = data.loc[data["COMP"] == 0, outcome]
    return (
        stored[outcome],
        excellent.dropna().to_numpy(dtype=float),
        no_complaint.dropna().to_numpy(dtype=float),
    )
