"""Losses of platforms whose form is a plain list of questions."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.platforms.form.parts import Form, Matrix, MultiSelect, Question, Story
from srtoolkit.platforms.form.plain_logic import in_signs
from srtoolkit.platforms.losses import Loss


def logic_losses(form: Form) -> Iterator[Loss]:
    """Yield what is shown to everybody although it is not meant for all.

    Blocks that only those who decline do not see are told once, at the consent.
    """
    consent = {asked.id for asked in form.questions if asked.origin == "consent"}
    for name in sorted(consent):
        yield Loss(name, "consent_not_enforced")
    for block in form.blocks:
        rule = in_signs(form, block.shown)
        if rule:
            yield Loss(block.id, "shown_by_hand", {"rule": rule})
        for part in block.parts:
            if isinstance(part, Story):
                yield from _story_losses(part)


def _story_losses(story: Story) -> Iterator[Loss]:
    """Yield for whom each of the stories is, which stand one after the other."""
    for place, label in enumerate(story.texts, start=1):
        yield Loss(story.id, "story_by_hand", {"place": place, "label": label})


def shuffle_losses(form: Form) -> Iterator[Loss]:
    """Yield the blocks whose questions keep the order written."""
    return (Loss(block.id, "shuffle_dropped") for block in form.blocks if block.shuffle)


def required_losses(form: Form) -> Iterator[Loss]:
    """Yield what can be left out although an answer is wanted."""
    for part in form.parts:
        if isinstance(part, Matrix):
            wanted = any(row.required for row in part.rows)
        else:
            wanted = isinstance(part, Question | MultiSelect) and part.required
        if wanted:
            yield Loss(part.id, "required_dropped")


def mixed_losses(form: Form) -> Iterator[Loss]:
    """Yield matrices of which only some rows must be answered."""
    for part in form.parts:
        if (
            isinstance(part, Matrix)
            and not part.required
            and any(row.required for row in part.rows)
        ):
            yield Loss(part.id, "required_dropped")


def number_losses(form: Form) -> Iterator[Loss]:
    """Yield the limits and units of numbers that are written in."""
    for asked in form.questions:
        if asked.kind != "number":
            continue
        if asked.low is not None or asked.high is not None:
            low = "−∞" if asked.low is None else asked.low
            high = "∞" if asked.high is None else asked.high
            yield Loss(asked.id, "range_dropped", {"low": low, "high": high})
        if asked.unit:
            yield Loss(asked.id, "unit_in_text")


def end_losses(form: Form) -> Iterator[Loss]:
    """Yield scales whose end labels stand beside the numbers."""
    for part in form.parts:
        first = part.first if isinstance(part, Matrix) else part
        if isinstance(first, Question) and (first.low_label or first.high_label):
            yield Loss(part.id, "ends_in_labels")


def ticked_losses(form: Form) -> Iterator[Loss]:
    """Yield questions whose unticked options cannot be told from skipped ones."""
    return (Loss(select.id, "ticked_only") for select in form.multi_selects)
