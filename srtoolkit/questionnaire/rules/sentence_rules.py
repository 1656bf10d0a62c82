"""Warnings about item sentences that respondents stumble over.

The rules look for words, not for meaning: each finding is a place to reread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from srtoolkit.errors import Problem
from srtoolkit.questionnaire.draft import Draft, Part
from srtoolkit.questionnaire.rules.reading_level import grade_level, text_length

#: An item longer than this is hard to hold in mind.
LONGEST_CHINESE_ITEM = 45
LONGEST_ENGLISH_ITEM = 30
#: Years of schooling an item may ask for; in fewer words one long word decides.
HIGHEST_GRADE = 14.0
FEWEST_WORDS_TO_GRADE = 12

_TWO_IDEAS = {
    "zh": re.compile(
        "并且|而且|以及|不但|不仅|同时(?!间)|既[^，。]+又|一边[^，。]+一边|又[^，。]{1,4}又"
        "|[^，。](?:和|与|及)[^，。]{1,5}(?:都|均)|、(?![^，。]*等)"
    ),
    "en": re.compile(
        r"\b(?:and|as well as|but also)\b(?! (?:so on|again|more))", re.IGNORECASE
    ),
}
_NEGATED = {
    "zh": re.compile(
        "(?<!有)没(?!关系)|未(?!来|必)|从不|并不|毫不|毫无|无法|并非|(?<!的)(?<!是)不是"
        "|(?<!会)不会|(?<!能)不能|(?<!愿)不愿|(?<!想)不想|(?<!该)不该"
        "|不再|不够|不曾|不觉得|不喜欢|不满意|不同意|不认为|不需要|不值得"
    ),
    "en": re.compile(
        r"\b(?:not|never|no|none|nobody|nothing|neither|nor|cannot)\b(?! (?:only|matter))"
        r"|n['’]t\b",
        re.IGNORECASE,
    ),
}
_QUOTED = re.compile('“[^”]*”|「[^」]*」|"[^"]*"')


def sentence_warnings(draft: Draft) -> Iterator[Problem]:
    """Find double-barrelled, negated, long and difficult item sentences."""
    if draft.described:
        return
    for item in draft.items:
        text = item.data.get("text")
        if not isinstance(text, dict) or "instructed_answer" in item.data:
            continue
        part = Part((*item.place, "text"), text)
        for language in ("zh", "en"):
            sentence = part.text(language)
            if sentence:
                bare = _QUOTED.sub("", sentence)
                yield from _wording_warnings(draft, part, language, bare)
                yield from _length_warnings(draft, part, language, sentence)


def _wording_warnings(
    draft: Draft, part: Part, language: str, sentence: str
) -> Iterator[Problem]:
    place = (*part.place, language)
    if found := _TWO_IDEAS[language].search(sentence):
        yield draft.warning(
            place,
            f'"{found[0]}" may join two ideas in one item',
            "double_barrelled",
        )
    if found := _NEGATED[language].search(sentence):
        yield draft.warning(
            place,
            f'"{found[0]}" may negate the item; disagreeing with it is hard to read',
            "negated",
        )


def _length_warnings(
    draft: Draft, part: Part, language: str, sentence: str
) -> Iterator[Problem]:
    place = (*part.place, language)
    chinese = language == "zh"
    length = text_length(sentence, "zh" if chinese else "en")
    longest = LONGEST_CHINESE_ITEM if chinese else LONGEST_ENGLISH_ITEM
    if length > longest:
        unit = "characters" if chinese else "words"
        yield draft.warning(
            place, f"{length} {unit}; {longest} are a guide", "long_item"
        )
    elif (
        not chinese
        and length >= FEWEST_WORDS_TO_GRADE
        and (grade := grade_level(sentence)) > HIGHEST_GRADE
    ):
        yield draft.warning(
            place,
            f"reading level of grade {grade:.0f}; {HIGHEST_GRADE:.0f} is a guide",
            "reading_level",
        )
