"""How much each predictor explains: dominance analysis and relative weights."""
