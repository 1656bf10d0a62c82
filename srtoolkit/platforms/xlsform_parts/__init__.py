"""How XLSForm writes questions, conditions and columns."""
