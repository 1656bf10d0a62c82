"""Errors of coefficients, as `inference` computes them for every room."""

from srtoolkit.inference.robust import (
    ERROR_KINDS,
    ErrorKind,
    coefficient_covariance,
)

__all__ = ["ERROR_KINDS", "ErrorKind", "coefficient_covariance"]
