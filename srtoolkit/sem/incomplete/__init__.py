"""Answers with holes: full-information maximum likelihood."""
