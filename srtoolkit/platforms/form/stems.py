"""What stands above a matrix, and what is read before the questions of a block."""

from __future__ import annotations

from srtoolkit.platforms.form.parts import FormBlock, Matrix
from srtoolkit.questionnaire import Text

#: Above a matrix whose block tells nothing, or has told it already.
CHOOSE = Text(
    zh="请在每一行选择最符合的一项", en="Please choose the answer that fits in each row"
)


def stem_of(block: FormBlock, matrix: Matrix) -> Text:
    """Return the question above a matrix, for platforms that need one.

    The instructions of its block where it comes first; they are then not told
    before the block as well.
    """
    return block.instructions if _leads(block, matrix) else CHOOSE  # type: ignore[return-value]


def told_before(block: FormBlock) -> Text | None:
    """Return title and instructions, less what `stem_of` the first matrix says."""
    first = block.parts[0] if block.parts else None
    in_stem = isinstance(first, Matrix) and _leads(block, first)
    told = [block.title] if block.title else []
    if block.instructions and not in_stem:
        told.append(block.instructions)
    if not told:
        return None
    return Text(
        zh="\n\n".join(text.zh for text in told),
        en="\n\n".join(text.en for text in told),
    )


def _leads(block: FormBlock, matrix: Matrix) -> bool:
    return bool(block.instructions) and block.parts[0] is matrix
