"""How reliable scores and factors are."""
