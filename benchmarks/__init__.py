"""Side-by-side timings against peers, one command each."""
