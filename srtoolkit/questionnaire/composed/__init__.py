"""Composed questionnaires: blocks, rules, random assignment."""
