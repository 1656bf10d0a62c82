"""Survey platforms, both directions: one file a platform.

A platform writes the neutral form and says, in a manifest, which columns it
will give back; reading goes by the manifest alone.
"""

from collections.abc import Mapping
from types import MappingProxyType

from srtoolkit.platforms.codebook import codebook_report
from srtoolkit.platforms.ddi import export_ddi
from srtoolkit.platforms.export import LOSS_FILE, Export, Exporter, ExportOptions
from srtoolkit.platforms.form.building import form_of, read_form
from srtoolkit.platforms.form.parts import (
    Choice,
    Form,
    FormBlock,
    FormPage,
    Matrix,
    MultiSelect,
    Note,
    Question,
    Story,
)
from srtoolkit.platforms.html import export_html
from srtoolkit.platforms.importing.fates import Privacy
from srtoolkit.platforms.importing.importing import (
    import_download,
    import_responses,
)
from srtoolkit.platforms.importing.options import ImportOptions
from srtoolkit.platforms.importing.pseudonyms import (
    keep_key,
    key_or_new,
    pseudonym_key,
)
from srtoolkit.platforms.importing.reading import Imported
from srtoolkit.platforms.importing.report import ColumnAccount, ImportReport
from srtoolkit.platforms.limesurvey import export_limesurvey
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.manifest.model import Column, Manifest
from srtoolkit.platforms.manifest.reading import read_manifest
from srtoolkit.platforms.paper import export_paper
from srtoolkit.platforms.qualtrics import export_qualtrics
from srtoolkit.platforms.qualtrics_txt import export_qualtrics_txt
from srtoolkit.platforms.redcap import export_redcap
from srtoolkit.platforms.spss import export_spss
from srtoolkit.platforms.surveyjs import export_surveyjs
from srtoolkit.platforms.wjx import export_wjx
from srtoolkit.platforms.xlsform import export_xlsform

#: Every platform a form can be written for, by the name users type.
PLATFORMS: Mapping[str, Exporter] = MappingProxyType(
    {
        "xlsform": export_xlsform,
        "surveyjs": export_surveyjs,
        "html": export_html,
        "spss": export_spss,
        "ddi": export_ddi,
        "limesurvey": export_limesurvey,
        "qualtrics": export_qualtrics,
        "qualtrics-txt": export_qualtrics_txt,
        "wjx": export_wjx,
        "redcap": export_redcap,
    }
)

__all__ = [
    "LOSS_FILE",
    "PLATFORMS",
    "Choice",
    "Column",
    "ColumnAccount",
    "Export",
    "ExportOptions",
    "Exporter",
    "Form",
    "FormBlock",
    "FormPage",
    "ImportOptions",
    "ImportReport",
    "Imported",
    "Loss",
    "Manifest",
    "Matrix",
    "MultiSelect",
    "Note",
    "Privacy",
    "Question",
    "Story",
    "codebook_report",
    "export_paper",
    "form_of",
    "import_download",
    "import_responses",
    "keep_key",
    "key_or_new",
    "pseudonym_key",
    "read_form",
    "read_manifest",
]
