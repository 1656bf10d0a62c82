"""Guards against files that do harm: formulas, entities, bombs, paths."""
