"""The model language: from text to parsed objects."""
