"""The search for the estimates, whatever is made small."""
