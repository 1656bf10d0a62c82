"""Print the commands of README.md: the single lines of its ```sh blocks."""

import re
import sys
from pathlib import Path

text = Path(sys.argv[1]).read_text(encoding="utf-8")
blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
for block in blocks:
    lines = [line for line in block.splitlines() if line.strip()]
    if len(lines) != 1:
        sys.exit(f"a README command spans {len(lines)} lines: {block!r}")
    print(lines[0])
