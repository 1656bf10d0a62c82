"""Ordered answers: thresholds, polychoric correlations and their models."""
