"""The paradox in each of its designs, one file a design."""
