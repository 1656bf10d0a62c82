"""Refits on resamples, one by one and many at once."""
