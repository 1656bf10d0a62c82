"""Locks a plan: its hash, its instruments' hashes and the time of locking."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import FileError, PlanError
from srtoolkit.plans.checked import CheckedPlan
from srtoolkit.results import write_atomically

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

_LOCK_FILE = "plan.lock.json"


def lock_plan(
    checked: CheckedPlan, *, out: Path | None = None, now: datetime | None = None
) -> Path:
    """Write the lock of a plan beside it.

    Parameters
    ----------
    out : Path, optional
        Folder for the lock; a bundled plan has no folder of the user's and
        needs one.
    now : datetime, optional
        Time of locking, with a time zone; the clock's by default.

    Raises
    ------
    PlanError
        For a bundled plan without `out`.
    FileError
        When a lock is already there: a plan is locked once.
    """
    if out is None and checked.loaded.origin == "bundled":
        raise PlanError(
            f'the plan "{checked.loaded.name}" belongs to srtoolkit',
            code="bundled_plan",
            advice="Copy its folder into your study's analyses/ and lock that.",
        )
    path = (out or checked.loaded.folder) / _LOCK_FILE
    if path.exists():
        raise FileError(
            "the plan is locked already",
            code="locked_already",
            where=str(path),
            advice="A changed plan is reported against this lock; "
            "keep the file, or move it away to begin a new registration.",
        )
    content = {
        "at": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
        **_hashes(checked),
    }
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    write_atomically(path, (text + "\n").encode("utf-8"))
    return path


def lock_state(checked: CheckedPlan, responses: Responses) -> dict[str, Any] | None:
    """Tell what changed since the lock; None for a plan without one."""
    path = checked.loaded.folder / _LOCK_FILE
    if not path.is_file():
        return None
    lock = json.loads(path.read_text(encoding="utf-8"))
    return {
        "at": lock["at"],
        "plan_sha256": lock["plan"],
        "changed": _changed(lock, _hashes(checked)),
        "before_first_answer": _before_first_answer(checked, responses, lock["at"]),
    }


def _hashes(checked: CheckedPlan) -> dict[str, Any]:
    return {
        "plan": checked.loaded.sha256,
        "instruments": {
            loaded.instrument.name: loaded.sha256 for loaded in checked.instruments
        },
    }


def _changed(lock: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    changed = [] if lock["plan"] == now["plan"] else ["plan"]
    before, after = lock["instruments"], now["instruments"]
    names = sorted({*before, *after})
    return changed + [name for name in names if before.get(name) != after.get(name)]


def _before_first_answer(
    checked: CheckedPlan, responses: Responses, locked_at: str
) -> bool | None:
    """Compare the lock with the first answer; None where no times are given."""
    import pandas as pd

    column = checked.plan.answered_at
    if column is None or column not in responses.answers.columns:
        return None
    times = pd.to_datetime(responses.answers[column], errors="coerce", utc=True)
    if times.isna().any():
        return None
    return bool(datetime.fromisoformat(locked_at) < times.min())
