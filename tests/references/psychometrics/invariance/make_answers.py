"""Simulates grouped_answers.csv and repeated_answers.csv (numpy 2, any machine).

Run: python make_answers.py (in this folder)
"""

import numpy as np

generator = np.random.default_rng(2016)


def written(file, columns):
    with open(file, "w", encoding="utf-8", newline="\n") as out:
        out.write(",".join(columns) + "\n")
        out.writelines(
            ",".join("" if value is None else str(value) for value in row) + "\n"
            for row in zip(*columns.values(), strict=True)
        )


def factors(n, correlation, means, spreads):
    size = len(means)
    shape = np.full((size, size), correlation) + (1 - correlation) * np.eye(size)
    normal = generator.multivariate_normal(np.zeros(size), shape, n)
    return np.asarray(means) + normal * np.asarray(spreads)


def cut(values, places):
    return 1 + np.searchsorted(places, values)


LOADINGS = {"f": (1.0, 0.8, 0.9, 0.7), "g": (1.0, 0.9, 0.7), "h": (0.9, 1.0)}
CUTS = ([-1.3, -0.4, 0.5, 1.3], [-1.0, -0.1, 0.7, 1.6], [-1.5, -0.6, 0.3, 1.1])
columns = {"branch": [], "hot": []}
for branch, n, means, spreads in (
    ("north", 230, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    ("south", 190, (0.4, -0.3, 0.2), (1.1, 0.9, 1.0)),
    ("west", 180, (-0.2, 0.2, 0.3), (0.9, 1.2, 1.1)),
):
    latent = factors(n, 0.5, means, spreads)
    columns["branch"] += [branch] * n
    columns["hot"] += ["yes" if draw < 0.5 else "no" for draw in generator.random(n)]
    for at, (factor, loadings) in enumerate(LOADINGS.items()):
        for number, loading in enumerate(loadings, start=1):
            bias = 0.5 if (branch, factor, number) == ("south", "f", 3) else 0.0
            stretch = 0.6 if (branch, factor, number) == ("west", "g", 2) else 1.0
            response = bias + stretch * loading * latent[:, at]
            response = response + 0.8 * generator.standard_normal(n)
            skewed = response + 0.15 * response**2
            name = f"{factor}{number}"
            columns.setdefault(name, []).extend((4 + skewed).round(3))
            cuts = CUTS[(at + number) % 3]
            columns.setdefault(f"o{name}", []).extend(cut(response, cuts))
            lost = generator.random(n) < 0.07
            columns.setdefault(f"m{name}", []).extend(
                None if gone else v
                for gone, v in zip(lost, (4 + skewed).round(3), strict=True)
            )
written("grouped_answers.csv", columns)

N = 400
columns = {}
latent = factors(N, 0.6, (0.0, 0.3), (1.0, 1.1))
for number, loading in enumerate((1.0, 0.8, 0.9, 0.7), start=1):
    own = 0.5 * generator.standard_normal(N)
    for wave in range(2):
        bias = 0.25 * (wave == 1 and number == 4)
        noise = own + 0.7 * generator.standard_normal(N)
        response = bias + loading * latent[:, wave] + noise
        columns[f"w{wave + 1}i{number}"] = (4 + response).round(3)
        columns[f"c{wave + 1}i{number}"] = cut(response, CUTS[number % 3])
written("repeated_answers.csv", columns)
