"""Agreement of coders, and of occasions."""
