"""XML without entities, network or giant trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from srtoolkit.errors import FileError

if TYPE_CHECKING:
    from lxml import etree


def parse_xml(content: bytes, file: str) -> etree._Element:
    """Parse XML that comes from elsewhere.

    Raises
    ------
    FileError
        When it is not well formed, declares a document type, or is larger
        than libxml2 reads by default.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileError(
            f"is no XML that can be read: {error}", code="xml_unreadable", where=file
        ) from error
    if root.getroottree().docinfo.doctype:
        raise FileError(
            "declares a document type; entities are not read",
            code="xml_doctype",
            where=file,
            advice="Take the <!DOCTYPE …> out.",
        )
    return root
