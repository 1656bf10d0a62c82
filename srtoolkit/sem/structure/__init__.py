"""From a parsed model to matrices: parameters, defaults, constraints, implied moments."""
