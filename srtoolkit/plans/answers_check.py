"""Every look at a file of answers before any plan: one call, one content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import SrtoolkitError
from srtoolkit.results import Result, StudyResults, plain, table_rows

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

_Look = Callable[["Responses"], Result]


def check_answers(responses: Responses) -> StudyResults:
    """Describe items, mark respondents, audit keys, and look at the holes.

    Parameters
    ----------
    responses : Responses

    Returns
    -------
    StudyResults
        With ``data`` (``personal_columns``: ``column, personal, by``), ``instruments``, ``flow`` and ``steps`` as a plan's run has
        them. A step that these answers do not allow has no rows, and
        ``not_computed`` says why.
    """
    from srtoolkit.responses import personal_columns

    content: dict[str, Any] = {
        "plan": {"content": {}},
        "instruments": [
            {"name": one.instrument.name, "content": one.instrument.to_dict()}
            for one in responses.instruments
        ],
        "data": {
            "file": responses.file,
            "sha256": responses.sha256,
            "encoding": responses.encoding,
            "n_read": responses.n,
            "n_used": responses.n,
            "simulated": responses.simulated,
            "personal_columns": [asdict(each) for each in personal_columns(responses)],
        },
        "flow": [],
        "steps": [_step(name, look, responses) for name, look in _looks().items()],
    }
    return StudyResults(plain(content))


def _looks() -> dict[str, _Look]:
    from srtoolkit import psychometrics, responses

    return {
        "responses.description": responses.description,
        "responses.screening": responses.screening,
        "responses.careless": responses.careless,
        "responses.key_audit": responses.key_audit,
        "responses.missing_data": responses.missing_data,
        "psychometrics.missing_data": psychometrics.missing_data,
    }


def _step(name: str, look: _Look, responses: Responses) -> dict[str, Any]:
    try:
        result = look(responses)
    except SrtoolkitError as error:
        empty: dict[str, Any] = {"tidy": [], "glance": [], "notes": [], "details": {}}
        return {"step": name, "not_computed": str(error), **empty}
    return {
        "step": name,
        "tidy": table_rows(result.tidy()),
        "glance": table_rows(result.glance()),
        "notes": getattr(result, "notes", ()),
        "details": _details(result),
    }


def _details(result: Result) -> dict[str, Any]:
    """Return a result's details; of screening, whom to look at."""
    from srtoolkit.responses import ScreeningResult

    if isinstance(result, ScreeningResult):
        return {"review": table_rows(result.review())}
    return dict(getattr(result, "details", {}))
