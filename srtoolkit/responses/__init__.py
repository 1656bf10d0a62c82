"""The table of answers bound to its instruments: read, checked, scored."""

from srtoolkit.responses.answers import Responses
from srtoolkit.responses.building import (
    read_responses,
    responses_from_frame,
    responses_from_table,
)
from srtoolkit.responses.careless_limits import CarelessLimits
from srtoolkit.responses.careless_responding import CarelessResult, careless
from srtoolkit.responses.categories import category_order, category_words, no_amount
from srtoolkit.responses.flow_step import FlowStep
from srtoolkit.responses.indices.consistency import RowConsistency, even_odd
from srtoolkit.responses.indices.distance import mahalanobis
from srtoolkit.responses.indices.runs import longstring
from srtoolkit.responses.indices.synonyms import (
    psychometric_antonyms,
    psychometric_synonyms,
    synonym_candidates,
)
from srtoolkit.responses.indices.variability import irv, split_irv
from srtoolkit.responses.item_description import (
    DescriptionResult,
    ItemDescription,
    Moments,
    description,
    moments,
)
from srtoolkit.responses.key_audit import KeyAuditResult, key_audit
from srtoolkit.responses.missing_patterns import MissingDataResult, missing_data
from srtoolkit.responses.personal.finding import PersonalColumn, personal_columns
from srtoolkit.responses.respondent_flow import FlowResult, flow
from srtoolkit.responses.review import Decision, Review, read_review
from srtoolkit.responses.review_sheet import review_sheet
from srtoolkit.responses.score_trace import ScoreTrace, score_trace
from srtoolkit.responses.screening_marks import MARKS, ScreeningResult, screening

__all__ = [
    "MARKS",
    "CarelessLimits",
    "CarelessResult",
    "Decision",
    "DescriptionResult",
    "FlowResult",
    "FlowStep",
    "ItemDescription",
    "KeyAuditResult",
    "MissingDataResult",
    "Moments",
    "PersonalColumn",
    "Responses",
    "Review",
    "RowConsistency",
    "ScoreTrace",
    "ScreeningResult",
    "careless",
    "category_order",
    "category_words",
    "description",
    "even_odd",
    "flow",
    "irv",
    "key_audit",
    "longstring",
    "mahalanobis",
    "missing_data",
    "moments",
    "no_amount",
    "personal_columns",
    "psychometric_antonyms",
    "psychometric_synonyms",
    "read_responses",
    "read_review",
    "responses_from_frame",
    "responses_from_table",
    "review_sheet",
    "score_trace",
    "screening",
    "split_irv",
    "synonym_candidates",
]
