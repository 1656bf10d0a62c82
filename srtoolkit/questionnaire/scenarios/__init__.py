"""Scenarios: vignettes with interchangeable passages."""
