"""Correlations and their table."""
