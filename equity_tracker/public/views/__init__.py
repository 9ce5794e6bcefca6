"""Pages anyone may read: one module for each noun."""

from equity_tracker.public.views import (
    about,
    commitments,
    feeds,
    history,
    home,
    joint_work,
    library,
    organisations,
    programmes,
    publications,
    register,
    register_files,
    reports,
)
from equity_tracker.public.views.blueprint import blueprint

__all__ = [
    "about",
    "blueprint",
    "commitments",
    "feeds",
    "history",
    "home",
    "joint_work",
    "library",
    "organisations",
    "programmes",
    "publications",
    "register",
    "register_files",
    "reports",
]
