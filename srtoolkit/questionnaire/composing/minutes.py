"""How long a composed questionnaire takes to answer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from srtoolkit.questionnaire.instrument import Instrument
from srtoolkit.questionnaire.reading import LoadedInstrument

#: Minutes for an item of an instrument that does not state its time.
_ITEM = 0.15
#: Minutes to read the consent, and a story.
_CONSENT, _STORY = 0.5, 1.0


def answering_minutes(
    blocks: Iterable[Mapping[str, Any]], instruments: Sequence[LoadedInstrument]
) -> int:
    """Return the minutes to answer some blocks, rounded up.

    An instrument of which only some items are asked counts with their share.
    """
    elements = [element for block in blocks for element in block["show"]]
    asked = [
        (each.instrument, _n_asked(each.instrument, elements)) for each in instruments
    ]
    minutes = _CONSENT + _STORY * any("scenario" in element for element in elements)
    for instrument, n in asked:
        whole = instrument.minutes or _ITEM * len(instrument.items)
        minutes += whole * n / len(instrument.items)
    return math.ceil(minutes)


def _n_asked(instrument: Instrument, elements: Iterable[Mapping[str, Any]]) -> int:
    asked: set[str] = set()
    for element in elements:
        if element.get("instrument") == instrument.name:
            asked |= {item.id for item in instrument.items}
        for scale in instrument.scales:
            if element.get("scale") == scale.id:
                asked |= {item.id for item in scale.items}
        asked |= set(element.get("items", ())) & {item.id for item in instrument.items}
    return len(asked)
