"""What every model of a questionnaire shares: frozen, and no unknown keys."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

#: What no XML file can hold, and so neither Word, nor Excel, nor a DDI codebook.
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _shown(text: str) -> str:
    """Refuse control characters; breaks of lines and tabs are none of them."""
    if found := _UNSHOWN.search(text):
        code = f"U+{ord(found[0]):04X}"
        raise ValueError(f"holds the control character {code}, which nobody can read")
    return text


#: A whole number; ``true``, ``3.0`` and ``"3"`` are refused.
Whole = Annotated[int, Field(strict=True)]
#: Text that is not blank and can be shown.
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(_shown),
]
#: A name that survives as a column in every statistics program.
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class FrozenModel(BaseModel):
    """A model whose values cannot be set again and that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
