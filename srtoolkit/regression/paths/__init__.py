"""Mediation and conditional process analysis as a system of regressions."""
