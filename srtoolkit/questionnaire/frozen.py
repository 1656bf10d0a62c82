"""What every model of a questionnaire shares: frozen, and no unknown keys."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

#: A whole number; ``true``, ``3.0`` and ``"3"`` are refused.
Whole = Annotated[int, Field(strict=True)]
#: Text that is not blank.
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
#: A name that survives as a column in every statistics program.
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class FrozenModel(BaseModel):
    """A model whose values cannot be set again and that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
