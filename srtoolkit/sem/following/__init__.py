"""What is asked of a fit that stands: comparisons, tests, residuals, scores, effects."""
