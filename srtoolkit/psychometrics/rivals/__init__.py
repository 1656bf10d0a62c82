"""Rival measurement models: merged factors, second-order, bifactor."""
