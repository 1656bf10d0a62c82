"""Small studies that tests write, run and break."""

from __future__ import annotations

import textwrap
from pathlib import Path

PLAN = """\
schema: 1
theory: [T11]
title: {zh: 计划, en: A plan}
question: {zh: 问题, en: A question}
instruments: [overall-satisfaction]
design:
  condition: {column: condition, control: none, treated: excellent}
  manipulated: true
allow_without_invariance: {zh: 理由, en: a reason}
measurement: |
  OSAT =~ OSAT1 + OSAT2 + OSAT3 + OSAT4
hypotheses:
  H1:
    claim: {zh: 主张, en: A claim}
    test: recovery.paradox_between
    outcome: OSAT
    expect: positive
demos:
  effect:
    n: {none: 60, excellent: 60}
    population: |
      OSAT =~ 1*OSAT1 + 1*OSAT2 + 1*OSAT3 + 1*OSAT4
      OSAT ~ c(0, 1)*1
"""


def write_study(folder: Path, plan: str = PLAN, name: str = "my-plan") -> Path:
    """Write a study with one plan; return the plan's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "srtoolkit.yaml").write_text("schema: 1\n", encoding="utf-8")
    place = folder / "analyses" / name
    place.mkdir(parents=True)
    (place / "plan.yaml").write_text(textwrap.dedent(plan), encoding="utf-8")
    return place
