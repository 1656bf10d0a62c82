"""Mixed models of answers that several occasions of one respondent gave."""
