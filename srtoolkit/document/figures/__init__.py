"""Figures: what they show (`drawings`) and how they are drawn (`drawing`)."""
