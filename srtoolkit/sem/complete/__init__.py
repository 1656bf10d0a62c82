"""Complete continuous answers: likelihood and least squares."""
