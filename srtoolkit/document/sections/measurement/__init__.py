"""The measurement chapter: one file a group of tables, in the usual order."""
