"""Differences of means, planned, simultaneous, adjusted, over time; equivalence."""
