"""Every mistake a user can make, under one root.

An error carries *problems*: what is wrong, where, what was found, what is
allowed and what to do. Several problems of one file travel in one error.
"""

from srtoolkit.errors.problem import Problem, did_you_mean
from srtoolkit.errors.tree import (
    ContentError,
    FileError,
    ModelError,
    OptionError,
    PlanError,
    ResponsesError,
    ScoresError,
    ShelfError,
    SrtoolkitError,
)

__all__ = [
    "ContentError",
    "FileError",
    "ModelError",
    "OptionError",
    "PlanError",
    "Problem",
    "ResponsesError",
    "ScoresError",
    "ShelfError",
    "SrtoolkitError",
    "did_you_mean",
]
