"""Formative scales, single items and latent variables of two indicators."""
