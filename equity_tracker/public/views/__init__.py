"""Pages anyone may read: one module for each noun."""

from equity_tracker.public.views import (
    about,
    commitments,
    home,
    joint_work,
    organisations,
    programmes,
    register,
)
from equity_tracker.public.views.blueprint import blueprint

__all__ = [
    "about",
    "blueprint",
    "commitments",
    "home",
    "joint_work",
    "organisations",
    "programmes",
    "register",
]
