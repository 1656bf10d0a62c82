"""Whether factors converge, and can be told apart."""
