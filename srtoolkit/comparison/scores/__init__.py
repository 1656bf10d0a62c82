"""Whose scores are compared: groups, pairs, ranges, covariates."""
