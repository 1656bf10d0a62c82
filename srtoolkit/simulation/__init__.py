"""Simulated answers and studies."""

from srtoolkit.simulation.answers import simulate_answers
from srtoolkit.simulation.population import Population, read_population

__all__ = ["Population", "read_population", "simulate_answers"]
