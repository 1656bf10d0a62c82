"""Reads one YAML file and remembers where every value stands.

Scalars follow the YAML 1.2 core schema, so ``no`` and ``on`` stay text.
libyaml composes the node tree: on a questionnaire of 60 items that took 4 ms
where a round-trip parser in Python took 80 ms.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from srtoolkit.errors import ContentError, FileError, Problem

Path_in_content = tuple[str | int, ...]

_BASE: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = re.compile(r"^(?:null|Null|NULL|~|)$")
_TRUE = re.compile(r"^(?:true|True|TRUE)$")
_FALSE = re.compile(r"^(?:false|False|FALSE)$")
_INT = re.compile(r"^[-+]?[0-9]+$")
_FLOAT = re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")
#: What a plain scalar begins with when it may be more than text.
_NOT_TEXT = frozenset("~nNtTfF+-.0123456789")


class _Loader(_BASE):  # type: ignore[misc]
    """A loader that leaves the types of scalars to `_scalar`."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """Give every node the same tag; guessing by YAML 1.1 costs a third."""
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Follow no path: no tag depends on one."""

    def ascend_resolver(self) -> None:
        """Follow no path: no tag depends on one."""


@dataclass(frozen=True, slots=True)
class Content:
    """One parsed YAML file.

    Attributes
    ----------
    name : str
        The file as shown in messages.
    data : Any
        Dicts, lists and scalars.
    sha256 : str
        Hash of the file's bytes.
    """

    name: str
    data: Any
    sha256: str
    _root: Any = field(repr=False, compare=False)

    def place(self, path: Path_in_content) -> tuple[int, int]:
        """Line and column (from 1) of a value, or of its nearest parent.

        A value that has a key stands where its key does.
        """
        node, marked = self._root, self._root
        for step in path:
            marks, node = _child(node, step)
            if node is None:
                break
            marked = marks
        return _place(marked) if marked is not None else (1, 1)

    def problem(
        self,
        path: Path_in_content,
        message: str,
        *,
        code: str,
        allowed: str = "",
        advice: str = "",
        **pieces: Any,
    ) -> Problem:
        """Describe a mistake at `path` of this file."""
        line, column = self.place(path)
        dotted = dotted_path(path)
        text = f"{dotted}: {message}" if dotted else message
        return Problem(code, text, self.name, line, column, allowed, advice, pieces)


def dotted_path(path: Path_in_content) -> str:
    """Write ``("items", 3, "scale")`` as ``items[3].scale``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def read_content(path: Path, name: str | None = None) -> Content:
    """Read one YAML file.

    Raises
    ------
    FileError
        When the file is missing, a folder, or not UTF-8.
    ContentError
        With tabs, duplicate keys or broken YAML, each with its place.
    """
    shown = name or str(path)
    if path.is_dir():
        raise FileError("is a folder, not a file", code="is_folder", where=shown)
    if not path.is_file():
        raise FileError("no such file", code="file_missing", where=shown)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(
            f"byte {error.start + 1} is not UTF-8",
            code="not_utf8",
            where=shown,
            advice="Save the file as UTF-8.",
        ) from error
    return parse_content(text, shown, hashlib.sha256(raw).hexdigest())


def parse_content(text: str, name: str, sha256: str | None = None) -> Content:
    """Parse YAML text; see `read_content` for what it raises."""
    problems = _tab_problems(text, name)
    if problems:
        raise ContentError(problems)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ContentError(
            f"not valid YAML: {error.problem or error.context}",
            code="yaml_syntax",
            where=name,
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
        ) from error
    except yaml.YAMLError as error:
        raise ContentError(
            f"not valid YAML: {error}", code="yaml_syntax", where=name
        ) from error
    duplicates = list(_duplicates(root, (), name)) if root is not None else []
    if duplicates:
        raise ContentError(duplicates)
    data = _build(root) if root is not None else None
    digest = sha256 or hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Content(name, data, digest, root)


def _tab_problems(text: str, name: str) -> list[Problem]:
    """Find tabs used as indentation, which YAML forbids."""
    return [
        Problem(
            "yaml_tab",
            "a tab stands in the indentation",
            name,
            number,
            line.index("\t") + 1,
            advice="Indent with spaces.",
        )
        for number, line in enumerate(text.splitlines(), start=1)
        if "\t" in line[: len(line) - len(line.lstrip())]
    ]


def _build(node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child) for child in node.value]
    return {str(key.value): _build(value) for key, value in node.value}


def _duplicates(node: Any, path: Path_in_content, name: str) -> Iterator[Problem]:
    """Find keys that stand twice in one mapping, in the order written."""
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            if not isinstance(child, yaml.ScalarNode):
                yield from _duplicates(child, (*path, index), name)
    if not isinstance(node, yaml.MappingNode):
        return
    first_lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line, column = _place(key_node)
        if key in first_lines:
            yield Problem(
                "yaml_duplicate_key",
                f'the key "{dotted_path((*path, key))}" stands twice, '
                f"first in line {first_lines[key]}",
                name,
                line,
                column,
                advice="Keep one of them.",
            )
            continue
        first_lines[key] = line
        if not isinstance(value_node, yaml.ScalarNode):
            yield from _duplicates(value_node, (*path, key), name)


def _child(node: Any, step: str | int) -> tuple[Any, Any]:
    """Return what marks the place of a step, and the node there; or nothing."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key, value
    found = None
    if isinstance(node, yaml.SequenceNode) and step in range(len(node.value)):
        found = node.value[step]
    return found, found


def _place(node: Any) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _scalar(node: Any) -> Any:
    text: str = node.value
    if node.style:  # quoted or a block: text whatever it looks like
        return text
    if text and text[0] not in _NOT_TEXT:
        return text
    if _NULL.match(text):
        return None
    if _TRUE.match(text):
        return True
    if _FALSE.match(text):
        return False
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text
