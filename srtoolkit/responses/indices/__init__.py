"""Indices of careless responding: arrays in, one number a respondent out.

Defined as in R careless 1.2.2, and equal to it, but for three things. An undefined
correlation over pairs of items stays undefined; R by default swaps the items of pairs
at random until it finds a number. The even-odd index reads every item of a scale; R
reads the first two when it is given a matrix in place of a data frame. And scales that
do not add up to the columns are refused; R warns and leaves the last columns out.
"""
