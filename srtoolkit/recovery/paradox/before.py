"""When the earlier measure was taken, and what follows from it."""

from __future__ import annotations

from typing import Any, Literal

#: Asked before anything failed, or recalled afterwards.
BeforeMeasured = Literal["before_failure", "after_failure"]


def contaminated(before: str, before_measured: BeforeMeasured) -> list[dict[str, Any]]:
    """Flag an earlier measure that was only asked after the failure."""
    if before_measured == "before_failure":
        return []
    return [{"code": "contaminated_before", "values": {"before": before}}]
