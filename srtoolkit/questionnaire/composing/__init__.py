"""Scaffolds a questionnaire from what a plan needs."""
