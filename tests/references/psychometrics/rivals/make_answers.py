"""Writes answers.csv: simulated answers for the cases of rival_models.R.

Four factors of three items on seven points, a marker scale of three, and a
method factor behind all of them. Made with numpy 2; the file is kept.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

N = 400
FACTORS = ("DJ", "PJ", "IJ", "SAT")
CORRELATION = 0.55
METHOD = 0.35

generator = np.random.default_rng(20261122)
phi = np.full((4, 4), CORRELATION)
np.fill_diagonal(phi, 1.0)
traits = generator.standard_normal((N, 4)) @ np.linalg.cholesky(phi).T
method = generator.standard_normal((N, 1))
marker = generator.standard_normal((N, 1))
signals = np.repeat(np.hstack([traits, marker]), 3, axis=1)
noise = generator.standard_normal((N, 15))
loadings = np.tile([0.85, 0.75, 0.7], 5)
latent = loadings * signals + METHOD * method + 0.6 * noise
points = np.clip(np.round(4 + 1.2 * latent), 1, 7).astype(int)
names = [f"{name}{i}" for name in (*FACTORS, "MARK") for i in (1, 2, 3)]
text = "\n".join([",".join(names), *(",".join(map(str, row)) for row in points)])
Path(__file__).with_name("answers.csv").write_text(text + "\n", encoding="utf-8")
