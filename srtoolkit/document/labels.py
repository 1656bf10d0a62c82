"""Names of variables, scales and items in the report's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: Marks that Chinese sets in full width.
_FULL_WIDTH = ((", ", "、"), (": ", "："), ("; ", "；"), ("(", "（"), (")", "）"))
_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*")


def local(value: Any, lang: str) -> str:
    """Return a bilingual text in `lang`, or in whichever language it has."""
    if isinstance(value, Mapping):
        found = value.get(lang) or next((v for v in value.values() if v), "")
        return str(found).strip()
    return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True)
class Labels:
    """What the instruments call things.

    Attributes
    ----------
    scales, items : mapping of str to mapping
        Scale and item content by id; a scale of one item by that item's too.
    conditions : mapping of str to mapping
        Names the plan gives to the values of its condition column, and to the
        levels of its manipulated factors.
    """

    lang: str
    scales: Mapping[str, Mapping[str, Any]]
    items: Mapping[str, Mapping[str, Any]]
    conditions: Mapping[str, Mapping[str, Any]]

    def variable(self, name: Any) -> str:
        """Name a variable: the scale's title, an item's theme, else the id.

        The one item of a scale goes by the scale's title, a group that stands
        for being in it by the plan's label.
        """
        parts = re.split(r"\s*([:×])\s*", str(name))
        if len(parts) > 1:
            return " × ".join(self.variable(part) for part in parts[::2])
        title = local(self.scales.get(str(name), {}).get("title"), self.lang)
        named = title or self.theme(name) or self._product(str(name))
        return named or local(self.conditions.get(str(name)), self.lang) or str(name)

    def _product(self, name: str) -> str:
        """Name a factor of products, ``STAxCON``, by both of its sides."""
        for at in (at for at, letter in enumerate(name) if letter == "x"):
            sides = name[:at], name[at + 1 :]
            if all(side in self.scales for side in sides):
                return " × ".join(map(self.variable, sides))
        return ""

    def path(self, written: Any) -> str:
        """Name both sides of a path: ``LOY ~ RSAT``, ``A -> B -> C``."""
        products = re.sub(r"(?<=\w):(?=\w)|\s+x\s+", " × ", str(written))
        shown = _NAME.sub(lambda match: self._named(match[0]), products)
        shown = re.sub(r"\s*->\s*", " → ", shown)
        shown = re.sub(r"\s*~\s*", " ← ", shown)
        return self.punctuated(shown.replace(" - ", " − "))

    def punctuated(self, text: str) -> str:
        """Set the marks of a text put together from names as the language does."""
        if self.lang != "zh":
            return text
        for mark, wide in _FULL_WIDTH:
            text = text.replace(mark, wide)
        return text

    def group(self, name: Any) -> str:
        """Name a condition: as the plan does, else as the data do."""
        named = local(self.conditions.get(str(name)), self.lang)
        return named or str(name).replace("_", " ")

    def contrast(self, written: Any) -> str:
        """Name both sides of ``treated - control`` or ``A - (0.5 B + 0.5 C)``."""
        if "~" in str(written):
            return self.path(written)
        sides = [self._side(part) for part in str(written).split(" - ")]
        return self.punctuated(" − ".join(sides))

    def _named(self, name: str) -> str:
        """Name a variable, or a condition that is no variable."""
        if name in self.conditions and name not in self.scales:
            return self.group(name)
        return self.variable(name)

    def _side(self, part: str) -> str:
        """Name a group, a variable, or the groups of a weighted sum."""
        if part in self.scales and part not in self.conditions:
            return self.variable(part)
        if not part.startswith("("):
            return self.group(part)
        named = _NAME.sub(lambda match: self.group(match[0]), part)
        return re.sub(r"(?<![\d.])1 (?=\D)", "", named)

    def item(self, name: Any) -> str:
        """Return an item's wording; of a described item, its role."""
        return self._of_item(name, ("text", "role", "asks"))

    def theme(self, name: Any) -> str:
        """Return what an item asks, in short."""
        return self._of_item(name, ("asks", "role", "text"))

    def _of_item(self, name: Any, keys: tuple[str, ...]) -> str:
        content = self.items.get(str(name), {})
        for key in keys:
            found = local(content.get(key), self.lang)
            if found:
                return found
        return ""


def read_labels(
    lang: str,
    instruments: Iterable[Mapping[str, Any]],
    design: Mapping[str, Any] | None = None,
) -> Labels:
    """Index the scales and items of all instruments, and the plan's conditions."""
    scales = {scale["id"]: scale for scale in _scales(instruments)}
    single = [s for s in scales.values() if len(s.get("items", ())) == 1]
    alone = {scale["items"][0]["id"]: scale for scale in single}
    items = {
        item["id"]: item for scale in scales.values() for item in scale.get("items", ())
    }
    condition = (design or {}).get("condition") or {}
    factors = (design or {}).get("factors") or {}
    levels = {
        level: name
        for factor in factors.values()
        for level, name in (factor.get("labels") or {}).items()
    }
    conditions = levels | (condition.get("labels") or {})
    return Labels(lang, alone | scales | factors, items, conditions)


def _scales(instruments: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for instrument in instruments:
        yield from instrument.get("scales", ())
