"""Makes srtoolkit/questionnaire/traditional_characters.txt.

Source: TSCharacters.txt of OpenCC (Apache-2.0), as carried by the PyPI package
opencc-purepy 1.5.0. Python 3.11.

    python traditional_characters.py TSCharacters.txt traditional_characters.txt

Kept are the characters of the basic plane that OpenCC never leaves as they
are and that GB 2312 (1980) does not have, plus 後, which GB 2312 has as a rare
form of its own. So 著, 乾 or 喆, which simplified texts use too, are not in it.
"""

import sys
from pathlib import Path

HEADER = """\
# Traditional characters that no simplified text uses, each with its simplified form.
# From OpenCC's TSCharacters.txt (Apache-2.0): BMP, never left as is, not in GB 2312;
# and U+5F8C.
"""
PAIRS_A_LINE = 24


def in_gb2312(character: str) -> bool:
    """Tell whether GB 2312 has the character."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def pairs(source: str) -> list[str]:
    """Return each traditional character followed by its simplified form."""
    kept = []
    for line in source.splitlines():
        traditional, _, simplified = line.partition("\t")
        forms = simplified.split()
        if line.startswith("#") or not forms or traditional in forms:
            continue
        basic = len(traditional) == 1 and ord(traditional) <= 0xFFFF
        if basic and (traditional == "後" or not in_gb2312(traditional)):
            kept.append(traditional + forms[0])
    return sorted(kept)


def main(source: Path, target: Path) -> None:
    """Write the table."""
    found = pairs(source.read_text(encoding="utf-8"))
    rows = [
        " ".join(found[start : start + PAIRS_A_LINE])
        for start in range(0, len(found), PAIRS_A_LINE)
    ]
    target.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
