"""Measurement invariance: the ladder, the rule, and what follows from it."""
