"""How to make these numbers again: hashes, seed, versions, command, models."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Code, Paragraph, Row
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.fit import model_name


def build_reproducibility(
    writing: Manuscript, options: Mapping[str, Any]
) -> list[Block]:
    """Print the box that lets another reader run the study again."""
    columns = [
        writing.column("what", "left", wraps=False),
        writing.column("value", "left"),
    ]
    table = writing.table("reproducibility", columns, _facts(writing))
    blocks: list[Block] = [
        table,
        Paragraph(writing.say("reproducibility.command")),
        Code(command(writing)),
    ]
    if not options.get("syntax", True):
        return blocks
    return [*blocks, *_syntax(writing)]


def _syntax(writing: Manuscript) -> list[Block]:
    """Print each model; a measurement part that many share only once."""
    blocks: list[Block] = []
    shared = ""
    for model in writing["models"]:
        written = str(model.get("syntax") or "").strip()
        if not written:
            continue
        key = "syntax"
        if shared and written.startswith(shared + "\n"):
            key, written = "syntax_after", written.removeprefix(shared).strip()
        elif model["id"] == "measurement":
            shared = written
        name = model_name(writing, model)
        blocks.append(Paragraph(writing.say(f"reproducibility.{key}", model=name)))
        blocks.append(Code(written))
    return blocks


def command(writing: Manuscript) -> str:
    """Return the command line that made the results."""
    data = writing["data"]
    words = ["srtoolkit", "analyze", writing["plan"]["name"]]
    if data["file"] is not None:
        words.append(data["file"])
    elif data["population"] in (None, "effect"):
        words.append("--demo")
    else:
        words += ["--population", data["population"]]
    if data.get("review"):
        words += ["--review", data["review"]["file"]]
    words += ["-o", "out", "--seed", str(writing["seed"])]
    draws = writing["options"].get("bootstrap")
    if draws:
        words += ["--bootstrap", str(draws)]
    return shlex.join(words)


def _facts(writing: Manuscript) -> list[Row]:
    plan, data = writing["plan"], writing["data"]
    named = writing.words.plain
    shown = writing.words.formats[""]
    origin = named(f"origin.{plan['origin']}")
    rows = [
        row(named("fact.plan"), f"{plan['name']} ({origin}), SHA-256 {plan['sha256']}"),
        row(
            named("fact.data"),
            f"{data['file'] or writing.mark}, SHA-256 {shown(data['sha256'])}",
        ),
    ]
    rows += [
        row(
            named("fact.instrument"),
            f"{item['name']} ({named('origin.' + item['origin'])}), "
            f"SHA-256 {item['sha256']}",
        )
        for item in writing["instruments"]
    ]
    review = data.get("review")
    if review:
        shown_review = f"{review['file']}, SHA-256 {review['sha256']}"
        rows.append(row(named("fact.review"), shown_review))
    chosen = {
        key: value for key, value in writing["options"].items() if value is not None
    }
    return [
        *rows,
        row(named("fact.seed"), str(writing["seed"])),
        row(named("fact.options"), shown({k: _bare(v) for k, v in chosen.items()})),
        row(
            named("fact.versions"),
            shown({k: str(v) for k, v in writing["versions"].items()}),
        ),
    ]


def _bare(value: Any) -> str:
    return value if isinstance(value, str) else f"{value}"
