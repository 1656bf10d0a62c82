"""Simulates ordinal_answers.csv and ordinal_holes.csv (numpy 2, any machine).

Run: python make_answers.py (in this folder)
"""

import numpy as np

N = 600
generator = np.random.default_rng(1984)
group = np.repeat(["north", "south"], [340, 260])
south = (group == "south").astype(float)
x1 = generator.standard_normal(N) + 0.3 * south
x2 = generator.integers(0, 2, N).astype(float)
noise = generator.standard_normal((N, 3))
f = 0.4 * x1 + 0.3 * south + noise[:, 0]
g = 0.5 * f - 0.3 * x2 + noise[:, 1]
h = 0.4 * f + 0.3 * g + noise[:, 2]
CUTS = {
    "u1": (f, 1.0, [-1.2, -0.3, 0.5, 1.4]),
    "u2": (f, 0.8, [-1.5, -0.6, 0.4, 1.2]),
    "u3": (f, 0.9, [-1.0, 0.0, 0.9, 1.7]),
    "u4": (f, 0.7, [-0.8, 0.1, 0.8, 1.5]),
    "b1": (g, 1.0, [0.2]),
    "b2": (g, 0.9, [-0.4]),
    "t1": (g, 1.1, [-0.7, 0.8]),
    "t2": (h, 1.0, [-0.5, 0.9]),
    "t3": (h, 0.8, [-0.9, 0.6]),
}
columns = {}
for name, (factor, loading, cuts) in CUTS.items():
    response = loading * factor + generator.standard_normal(N)
    columns[name] = 1 + np.searchsorted(cuts, response)
for name, factor, loading in (("c1", h, 1.5), ("c2", g, 0.7), ("c3", f, 2.0)):
    response = 4 + loading * factor + 1.2 * generator.standard_normal(N)
    columns[name] = response.round(3)
columns |= {"x1": x1.round(3), "x2": x2.astype(int), "region": group}
names = list(columns)
holes = {name: generator.random(N) < 0.08 for name in names[:12]}


def write(file, with_holes):
    lines = [",".join(names)]
    for row in range(N):
        cells = [
            ""
            if with_holes and holes.get(name, holes["u1"] & False)[row]
            else str(columns[name][row])
            for name in names
        ]
        lines.append(",".join(cells))
    with open(file, "w", encoding="utf-8", newline="\n") as handle:
        handle.write("\n".join(lines) + "\n")


write("ordinal_answers.csv", with_holes=False)
write("ordinal_holes.csv", with_holes=True)
