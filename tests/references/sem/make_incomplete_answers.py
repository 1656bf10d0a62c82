"""Simulates the answers with holes behind lavaan_incomplete.json.

Run in this folder: python make_incomplete_answers.py (numpy 2, pandas 3). Then
Rscript make_incomplete_reference.R.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

N = 260
generator = np.random.default_rng(20261121)
school = np.where(np.arange(N) % 5 < 2, "south", "north")
sex = generator.integers(0, 2, N).astype(float)
age = 30 + 8 * generator.gamma(2.0, 1.0, N)
quality = 0.5 * sex + 0.04 * age + generator.standard_normal(N)
trust = 0.6 * quality + 0.2 * (school == "south") + generator.standard_normal(N)
loyalty = 0.3 * quality + 0.5 * trust + generator.gamma(1.5, 0.7, N)
table = pd.DataFrame({"school": school, "sex": sex, "age": age})
for latent, values in (("q", quality), ("t", trust), ("l", loyalty)):
    for number, loading in enumerate((1.0, 0.8, 1.2), start=1):
        error = generator.standard_normal(N) * 0.8
        table[f"{latent}{number}"] = 3 + number / 2 + loading * values + error
level, slope = generator.standard_normal(N), 0.5 + 0.4 * generator.standard_normal(N)
for wave in range(4):
    error = generator.standard_normal(N) * 0.6
    table[f"w{wave + 1}"] = level + wave * (slope + 0.2 * sex) + error
items = [name for name in table if name[0] in "qtlw" and name[1:].isdigit()]
holes = generator.random((N, len(items))) < 0.10
holes[:, 6:9] |= ((quality > 2.2) & (generator.random(N) < 0.4))[:, None]
holes[:, 11:] |= ((level > 0.8) & (generator.random(N) < 0.5))[:, None]
table[items] = table[items].mask(holes)
table.loc[generator.choice(N, 9, replace=False), "age"] = np.nan
table.loc[[40, 41, 150], [*items, "sex", "age"]] = np.nan
table.loc[[7, 8], items] = np.nan
table.round(3).to_csv("incomplete_answers.csv", index=False)
