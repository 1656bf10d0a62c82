"""The columns a platform gives back, and what each means."""
