"""Holds content against a schema and reports every mismatch with its place."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from srtoolkit.errors import ContentError, Problem, did_you_mean
from srtoolkit.shelves.content import Content

Content_T = TypeVar("Content_T", bound=BaseModel)


def validate_content(content: Content, model: type[Content_T]) -> Content_T:
    """Build `model` from the file's data.

    Raises
    ------
    ContentError
        With one problem for every value that does not fit.
    """
    if not isinstance(content.data, dict):
        raise ContentError(
            "the file holds no keys" if content.data is None else "not a mapping",
            code="yaml_not_mapping",
            where=content.name,
            allowed=", ".join(model.model_fields),
        )
    try:
        return model.model_validate(content.data)
    except ValidationError as error:
        raise ContentError(problems_of(error, content, model)) from error


def problems_of(
    error: ValidationError, content: Content, model: type[BaseModel]
) -> list[Problem]:
    """Word each validation error with its line and column."""
    problems = []
    for detail in error.errors(include_url=False):
        path = _path_in_file(detail["loc"], content.data)
        problems.append(_word(dict(detail), path, content, model))
    return problems


def _path_in_file(location: tuple[str | int, ...], data: Any) -> tuple[str | int, ...]:
    """Drop the steps that name a schema's branch rather than a place."""
    path: list[str | int] = []
    here = data
    for position, step in enumerate(location):
        last = position == len(location) - 1
        if isinstance(here, dict) and (step in here or last):
            path.append(step)
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            path.append(step)
            here = here[step]
    return tuple(path)


def _word(
    detail: dict[str, Any],
    path: tuple[str | int, ...],
    content: Content,
    model: type[BaseModel],
) -> Problem:
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = _known_keys(model, path[:-1])
        return content.problem(
            path,
            "there is no such key",
            code="unknown_key",
            allowed=", ".join(known),
            advice=did_you_mean(str(path[-1]), known),
        )
    if kind == "missing":
        return content.problem(path, "is missing", code="key_missing")
    found = detail.get("input")
    shown = repr(found) if not isinstance(found, dict | list) else type(found).__name__
    message = str(detail["msg"]).removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    return content.problem(
        path, f"{message}; found {shown[:80]}", code="wrong_value", found=found
    )


def _known_keys(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The keys a schema knows at `path`, as far as annotations tell."""
    here: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int) or here is None:
            continue
        known = here.model_fields.get(step)
        here = _model_in(known.annotation) if known is not None else here
    if here is None:
        return []
    return [field.alias or name for name, field in here.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
