"""What the method of measurement may add to the answers."""
