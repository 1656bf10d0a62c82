"""What a questionnaire, an item and a scenario must keep."""
