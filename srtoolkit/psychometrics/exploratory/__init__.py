"""Exploratory factor analysis: is it worth it, how many factors, and which."""
