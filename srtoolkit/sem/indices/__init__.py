"""Fit indices."""
