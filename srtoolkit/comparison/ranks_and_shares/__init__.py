"""Comparisons by order and by shares."""
