"""The offline page: its definition, its script and its style."""
