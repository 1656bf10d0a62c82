"""Qualtrics' questions, flow and texts, and the columns of its downloads."""
