"""Response surfaces: what agreement and disagreement of two scores go with."""
