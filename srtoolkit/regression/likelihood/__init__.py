"""Regressions for outcomes that are not continuous and unbounded."""
