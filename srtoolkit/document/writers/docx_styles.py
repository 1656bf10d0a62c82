"""Page, fonts and paragraph styles of a Word report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from srtoolkit.document.blocks import Report
from srtoolkit.document.writers.docx_text import clean

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(_Frozen):
    """Lengths in centimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float


class EastAsian(_Frozen):
    """Chinese fonts."""

    body: str
    heading: str


class Sizes(_Frozen):
    """Sizes in points."""

    title: float
    heading: float
    body: float
    table: float
    note: float
    header: float


class PageStyle(_Frozen):
    """The content of ``docx.yaml``."""

    schema_: int = Field(alias="schema")
    page: Page
    latin: str
    east_asian: EastAsian
    monospaced: str
    size: Sizes
    line_spacing: float
    picture_dpi: int = Field(ge=200)

    @property
    def text_width(self) -> float:
        """Width between the margins, in centimetres."""
        return self.page.width - self.page.left - self.page.right


def prepare_styles(document: Document, style: PageStyle, report: Report) -> None:
    """Set the page, every style the writer uses, header and footer."""
    _set_page(document, style)
    _set_language(document)
    body, heading = style.east_asian.body, style.east_asian.heading
    size = style.size
    _style(document, "Normal", style, body, size.body)
    _style(document, "Body Text", style, body, size.body, after=6)
    _style(document, "List Bullet", style, body, size.body, after=3)
    _style(document, "Title", style, heading, size.title, bold=True, centre=True)
    _style(document, "Subtitle", style, heading, size.body, after=14, centre=True)
    _style(document, "Heading 1", style, heading, size.heading, bold=True, before=16)
    _style(document, "Caption", style, heading, size.table, before=10, centre=True)
    _style(document, "Table Cell", style, body, size.table, before=1.5, after=1.5)
    document.styles["Table Cell"].paragraph_format.line_spacing = 1.0
    _style(document, "Table Note", style, body, size.note, after=2, tight=True)
    _style(document, "Picture", style, body, size.body, before=8, centre=True)
    _style(document, "Reference", style, body, size.body, after=4, hang=0.8)
    for name in ("Title", "Subtitle"):
        _plain_paragraph(document.styles[name])
    notice = _style(document, "Notice", style, body, size.body, after=8, indent=0.3)
    _bar_left(notice)
    code = _style(document, "Code", style, body, size.note, after=8, tight=True)
    _set_fonts(code, style.monospaced, body)
    document.styles["Body Text"].paragraph_format.line_spacing = style.line_spacing
    _fill_header(document, style, report)
    _fill_footer(document)


def _set_language(document: Document) -> None:
    """Say that Chinese is simplified, for the glyphs of a font that stands in.

    Latin letters are English in a Chinese report too, or words would break
    after any letter.
    """
    from docx.oxml.ns import qn

    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), "en-US")
        found.set(qn("w:eastAsia"), "zh-CN")


def _set_page(document: Document, style: PageStyle) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    page = style.page
    section.page_width, section.page_height = Cm(page.width), Cm(page.height)
    section.top_margin, section.bottom_margin = Cm(page.top), Cm(page.bottom)
    section.left_margin, section.right_margin = Cm(page.left), Cm(page.right)


def _style(
    document: Document,
    name: str,
    style: PageStyle,
    east_asian: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 4,
    centre: bool = False,
    tight: bool = False,
    indent: float = 0,
    hang: float = 0,
) -> ParagraphStyle:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    known = {found.name for found in document.styles}
    if name not in known:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    found: Any = document.styles[name]
    _set_fonts(found, style.latin, east_asian)
    found.font.size, found.font.bold, found.font.italic = Pt(size), bold, False
    found.font.color.rgb = RGBColor(0, 0, 0)
    layout = found.paragraph_format
    layout.space_before, layout.space_after = (
        Pt(before),
        Pt(0 if tight and after == 4 else after),
    )
    layout.line_spacing = 1.0 if tight else 1.15
    if centre:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent or hang:
        layout.left_indent = Cm(indent or hang)
        layout.first_line_indent = Cm(-hang)
    return found  # type: ignore[no-any-return]


def _set_fonts(style: Any, latin: str, east_asian: str) -> None:
    """Name the font of every script; Word keeps Chinese in a slot of its own."""
    from docx.oxml.ns import qn

    style.font.name = latin
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for slot in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), latin)
    fonts.set(qn("w:eastAsia"), east_asian)


def _plain_paragraph(style: Any) -> None:
    """Take off the rule and the letter spacing of Word's own style."""
    from docx.oxml.ns import qn

    for properties, name in (("pPr", "pBdr"), ("rPr", "spacing")):
        parent = style.element.find(qn(f"w:{properties}"))
        found = None if parent is None else parent.find(qn(f"w:{name}"))
        if found is not None:
            parent.remove(found)


def _bar_left(style: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "18"), ("space", "6")):
        left.set(qn(f"w:{key}"), value)
    borders.append(left)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _fill_header(document: Document, style: PageStyle, report: Report) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shown = f"{report.mark} · {report.title}" if report.mark else report.title
    run = paragraph.add_run(clean(shown))
    run.font.size = Pt(style.size.header)
    run.bold = bool(report.mark)


def _fill_footer(document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)  # python-docx has no call for fields
