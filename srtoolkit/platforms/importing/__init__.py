"""Reads a platform's download through a manifest; nothing is guessed."""
