"""What each item is worth."""
