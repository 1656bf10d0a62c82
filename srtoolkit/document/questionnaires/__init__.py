"""Printed questionnaires: what a respondent would get, on paper or screen."""
