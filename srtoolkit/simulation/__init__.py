"""Simulated answers and studies, and the size a study needs."""

from srtoolkit.simulation.answers import simulate_answers
from srtoolkit.simulation.careless_styles import require_styles
from srtoolkit.simulation.population import Population, read_population
from srtoolkit.simulation.power import (
    detectable_effect,
    power_of_test,
    sample_size,
)
from srtoolkit.simulation.power_result import PowerResult
from srtoolkit.simulation.power_shares import (
    anova_power,
    shares_power,
    shares_sample_size,
)

__all__ = [
    "Population",
    "PowerResult",
    "anova_power",
    "detectable_effect",
    "power_of_test",
    "read_population",
    "require_styles",
    "sample_size",
    "shares_power",
    "shares_sample_size",
    "simulate_answers",
]
