"""The neutral form: what respondents get, before any platform writes it down."""
