"""Indices of careless responding: arrays in, one number a respondent out.

Defined as in R careless 1.2.2.
"""
