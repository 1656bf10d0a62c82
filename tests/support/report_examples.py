"""Results written by hand for reports: five studies, each a whole results.json."""

from __future__ import annotations

import copy

from report_groups import moderation, paradox
from report_models import ecsi, inadmissible, justice

from srtoolkit.results import StudyResults

STUDIES = {
    "ecsi": ecsi,
    "inadmissible": inadmissible,
    "paradox": paradox,
    "moderation": moderation,
    "justice": justice,
}


def example(name: str) -> StudyResults:
    """Return one of the hand-written studies."""
    return StudyResults(copy.deepcopy(STUDIES[name]()))
