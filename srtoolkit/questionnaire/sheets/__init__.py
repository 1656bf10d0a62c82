"""Sheets for translators and experts, written and read back."""
