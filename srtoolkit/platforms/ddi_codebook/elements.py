"""XML elements in the namespace of DDI-Codebook, with texts in languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from srtoolkit.questionnaire import Language, Text

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE = "ddi:codebook:2_5"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Elements:
    """Adds elements; texts are escaped by lxml.

    Parameters
    ----------
    languages : sequence of {"zh", "en"}
        Languages texts are written in, in this order.
    """

    def __init__(self, languages: Sequence[Language]) -> None:
        self.languages = languages

    def root(self) -> etree._Element:
        """Make the codebook itself."""
        from lxml import etree

        found = etree.Element(f"{{{NAMESPACE}}}codeBook", nsmap={None: NAMESPACE})
        found.set("version", "2.5")
        found.set(_LANG, self.languages[0])
        return found

    def add(
        self,
        parent: etree._Element,
        tag: str,
        text: str | None = None,
        /,
        *,
        lang: Language | None = None,
        **attributes: str,
    ) -> etree._Element:
        """Add one element; attributes that are empty are left out."""
        from lxml import etree

        found = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
        found.text = text
        for key, value in attributes.items():
            if value:
                found.set(key, value)
        if lang:
            found.set(_LANG, lang)
        return found

    def add_each(self, parent: etree._Element, name: str, text: Text | None) -> None:
        """Add one element a language; nothing for no text."""
        if text is None:
            return
        for lang in self.languages:
            self.add(parent, name, text.in_language(lang), lang=lang)
