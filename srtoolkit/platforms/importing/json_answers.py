"""Answers as JSON: nested keys become headings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from srtoolkit.errors import FileError
from srtoolkit.responses.table import Record

#: Between the entries of a list in one cell; no text holds it.
LIST_SEPARATOR = "\x1f"
_DEEPEST = 6
#: Where a platform's interface puts the list of answers.
_WRAPPED = ("results", "responses", "value")
Labels = Mapping[str, Mapping[float, str]]


def json_records(text: str, file: str) -> tuple[list[Record], Labels]:
    """Return a heading row and one row an answer, and the labels of values.

    A list of objects, one object, or one object a line; the list may stand in an
    object under ``results`` (KoboToolbox), ``responses`` (Qualtrics) or ``value``
    (OData). Keys of objects in objects are joined by dots: ``DJ.DJ1``. Of
    Qualtrics, the keys are those of ``values``.

    Raises
    ------
    FileError
        When it is no JSON, is nested too deeply, or holds anything else.
    """
    found = _answers(text, file)
    answers = [dict(_flat(_plain(each), "", file, 0)) for each in found]
    names = list(dict.fromkeys(name for answer in answers for name in answer))
    if not names:
        return [], {}
    rows = [tuple(answer.get(name) for name in names) for answer in answers]
    return [(0, tuple(names)), *enumerate(rows, start=1)], _labels(found)


def _plain(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer of Qualtrics with its values in front; others as they are."""
    if not _is_labelled(answer):
        return answer
    rest = {k: v for k, v in answer.items() if k not in ("values", "labels")}
    return {**answer["values"], **rest}


def _labels(answers: list[dict[str, Any]]) -> Labels:
    """Return what the answers of Qualtrics say each value means, by column."""
    found: dict[str, dict[float, str]] = {}
    for answer in filter(_is_labelled, answers):
        for name, label in answer["labels"].items():
            value = answer["values"].get(name)
            if isinstance(value, int) and isinstance(label, str):
                found.setdefault(name, {})[float(value)] = label
    return found


def _is_labelled(answer: dict[str, Any]) -> bool:
    return all(isinstance(answer.get(key), dict) for key in ("values", "labels"))


def _answers(text: str, file: str) -> list[dict[str, Any]]:
    try:
        content = _load(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            content = [_load(line) for line in lines] if len(lines) > 1 else None
        except (ValueError, RecursionError):
            content = None
        if content is None:
            raise FileError(
                f"is no JSON that can be read: {error}", code="not_json", where=file
            ) from error
    lists = [content.get(key) for key in _WRAPPED] if isinstance(content, dict) else []
    wrapped = [each for each in lists if isinstance(each, list)]
    answers = [content] if isinstance(content, dict) else content
    answers = wrapped[0] if len(wrapped) == 1 else answers
    if isinstance(answers, list) and all(isinstance(each, dict) for each in answers):
        return answers
    raise FileError(
        "holds no list of answers",
        code="json_no_answers",
        where=file,
        allowed='a list of objects: [{"DJ1": 5, …}, …]',
    )


def _load(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'the key "{twice}" stands twice in one object')
    return found


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _flat(
    value: dict[str, Any], path: str, file: str, depth: int
) -> Iterator[tuple[str, object]]:
    if depth > _DEEPEST:
        raise FileError("is nested too deeply", code="json_too_deep", where=file)
    for key, found in value.items():
        name = f"{path}.{key}" if path else key
        if isinstance(found, dict):
            yield from _flat(found, name, file, depth + 1)
        elif isinstance(found, list):
            if any(isinstance(each, dict | list) for each in found):
                nested = {str(place): each for place, each in enumerate(found)}
                yield from _flat(nested, name, file, depth + 1)
            else:
                entries = ("" if each is None else str(each) for each in found)
                yield name, LIST_SEPARATOR.join(entries)
        else:
            yield name, found
