"""Hypotheses that a plan may name."""
