"""The few words a form needs beside those of its questionnaire."""

from __future__ import annotations

from srtoolkit.questionnaire import Text

CONSENT = Text(zh="您愿意参加吗？", en="Do you agree to take part?")
CONSENT_ASKS = Text(zh="是否同意参加", en="consent")


def ticking(title: Text) -> Text:
    """Return the line above facts that may each be ticked."""
    return Text(
        zh=f"{title.zh}（可多选）",
        en=f"{title.en} (choose all that apply)",
    )
