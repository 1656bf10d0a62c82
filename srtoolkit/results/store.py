"""results.json: plain values in, the same bytes out, and back.

Numbers are unrounded, missing is null, keys are sorted, UTF-8 with LF, and
no clock stands inside: same inputs, seed and versions give the same bytes.
"""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import FileError

if TYPE_CHECKING:
    import pandas as pd

RESULTS_SCHEMA = 1
_LIBRARIES = (
    "srtoolkit",
    "numpy",
    "scipy",
    "pandas",
    "statsmodels",
    "semopy",
    "pingouin",
)
_KEYS = (
    "schema",
    "plan",
    "instruments",
    "data",
    "seed",
    "options",
    "versions",
    "flow",
    "steps",
    "models",
    "hypotheses",
    "diagnostics",
)


@dataclass(frozen=True, slots=True)
class StudyResults:
    """The parsed content of one results.json.

    Attributes
    ----------
    content : mapping
        Keys ``schema, plan, instruments, data, seed, options, versions, flow,
        steps, models, hypotheses, diagnostics``; see the user guide.
    """

    content: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    @property
    def simulated(self) -> bool:
        """True when the answers were simulated, not given by people."""
        return bool(self.content["data"]["simulated"])

    @property
    def needs_attention(self) -> bool:
        """True when a model is not admissible or a hypothesis not testable."""
        models = (m["status"]["admissible"] for m in self.content["models"])
        verdicts = (h["verdict"] for h in self.content["hypotheses"])
        return not all(models) or "not testable" in verdicts

    def to_bytes(self) -> bytes:
        """Return the bytes of results.json."""
        return dump_results(self.content)


def plain(value: Any) -> Any:
    """Turn arrays, frames, dataclasses and numpy numbers into JSON's types.

    NaN and infinities become None: JSON has no word for them.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return table_rows(value)
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, set | frozenset):
        return [plain(item) for item in sorted(value)]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    try:  # pandas' NA and NaT compare with nothing
        missing = bool(value != value)  # noqa: PLR0124
    except TypeError:
        missing = True
    return None if missing else str(value)


def table_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as plain dictionaries, missing as None."""
    columns = [str(column) for column in table.columns]
    return [
        {column: plain(item) for column, item in zip(columns, row, strict=True)}
        for row in table.itertuples(index=False, name=None)
    ]


def dump_results(content: Mapping[str, Any]) -> bytes:
    """Serialise to results.json's bytes."""
    text = json.dumps(
        plain(content), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False
    )
    return (text + "\n").encode("utf-8")


def read_results(path: Path) -> StudyResults:
    """Read a results.json.

    Raises
    ------
    FileError
        When it is missing, not JSON, or not of this schema.
    """
    if not path.is_file():
        raise FileError("no such file", code="file_missing", where=str(path))
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise FileError(
            f"not a results.json: {error}", code="not_json", where=str(path)
        ) from error
    return parse_results(content, str(path))


def parse_results(content: Any, where: str) -> StudyResults:
    """Check that `content` has the schema's keys."""
    found = content.get("schema") if isinstance(content, dict) else None
    missing = [
        key for key in _KEYS if not isinstance(content, dict) or key not in content
    ]
    if found != RESULTS_SCHEMA or missing:
        raise FileError(
            "not a results.json that this version can read "
            f"(schema {found}, missing keys: {', '.join(missing) or 'none'})",
            code="results_schema",
            where=where,
            allowed=f"schema {RESULTS_SCHEMA}",
            advice="Run `srtoolkit analyze` again to make it anew.",
        )
    return StudyResults(content)


def library_versions() -> dict[str, str]:
    """Return the versions that the numbers depend on."""
    versions = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions
