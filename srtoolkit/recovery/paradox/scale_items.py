"""Items of a scale that a latent variable can be made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from srtoolkit.errors import ModelError

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

_LEAST = 3


def require_items(responses: Responses, name: str) -> tuple[str, ...]:
    """Return the items of a reflective scale.

    Raises
    ------
    ModelError
        When `name` is no reflective scale of three items or more.
    """
    fitting = {
        scale.id: scale.items
        for scale in responses.scales
        if scale.kind == "reflective" and len(scale.items) >= _LEAST
    }
    if name in fitting:
        return tuple(item.id for item in fitting[name])
    raise ModelError(
        f'"{name}" is no reflective scale of {_LEAST} items or more',
        code="no_latent_variable",
        allowed=", ".join(fitting),
        advice="A latent variable needs several items of one construct.",
    )
