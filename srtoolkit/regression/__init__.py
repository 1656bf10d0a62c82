"""Regressions built from roles: linear, with robust errors and simple slopes."""

from srtoolkit.regression.design import Spread
from srtoolkit.regression.hypothesis import coefficient
from srtoolkit.regression.interaction import TwoWayInteraction
from srtoolkit.regression.linear import LinearFit, fit_linear
from srtoolkit.regression.robust import ErrorKind, coefficient_covariance
from srtoolkit.regression.simple_slopes import (
    JohnsonNeyman,
    SimpleSlope,
    johnson_neyman,
    simple_slope,
)

__all__ = [
    "ErrorKind",
    "JohnsonNeyman",
    "LinearFit",
    "SimpleSlope",
    "Spread",
    "TwoWayInteraction",
    "coefficient",
    "coefficient_covariance",
    "fit_linear",
    "johnson_neyman",
    "simple_slope",
]
