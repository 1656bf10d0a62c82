"""What a description of data cannot carry: how the questions are asked."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.platforms.form.parts import Form, Note, Question, Story
from srtoolkit.platforms.losses import Loss


def asking_losses(form: Form) -> Iterator[Loss]:
    """Yield what only a form that asks has: pages, order, drawing, duties."""
    if len(form.pages) > 1:
        yield Loss("", "pages_merged")
    if form.assignment:
        yield Loss(form.assignment.column, "assignment_dropped")
    for block in form.blocks:
        if block.shuffle:
            yield Loss(block.id, "shuffle_dropped")
    for question in form.questions:
        yield from duty_losses(question)


def duty_losses(question: Question) -> Iterator[Loss]:
    """Yield that nothing makes a respondent answer, or agree."""
    if question.required:
        is_consent = question.origin == "consent"
        code = "consent_not_enforced" if is_consent else "required_dropped"
        yield Loss(question.id, code)


def reading_losses(form: Form) -> Iterator[Loss]:
    """Yield what respondents read beside the questions."""
    if form.thanks:
        yield Loss("", "thanks_dropped")
    for block in form.blocks:
        if block.title or block.instructions:
            yield Loss(block.id, "note_dropped")
        for part in block.parts:
            if isinstance(part, Note | Story):
                opening = block.id == "introduction"
                code = "introduction_dropped" if opening else "note_dropped"
                yield Loss(part.id, code)


def logic_losses(form: Form) -> Iterator[Loss]:
    """Yield the blocks that rules show or skip."""
    for block in form.blocks:
        if block.rules or not block.shown.always:
            yield Loss(block.id, "logic_dropped")


def range_losses(question: Question) -> Iterator[Loss]:
    """Yield the limits of a number that are not enforced."""
    ends = (question.low, question.high)
    if question.kind == "number" and ends != (None, None):
        low, high = ("…" if end is None else end for end in ends)
        yield Loss(question.id, "range_dropped", {"low": low, "high": high})


def step_losses(question: Question) -> Iterator[Loss]:
    """Yield the distance between neighbouring numbers where it is not one."""
    if question.kind == "number" and question.step != 1:
        yield Loss(question.id, "step_dropped", {"step": question.step})
