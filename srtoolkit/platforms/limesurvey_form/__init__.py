"""LimeSurvey's names, expressions, rows and columns."""
