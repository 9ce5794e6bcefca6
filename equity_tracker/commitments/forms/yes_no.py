"""Yes or no, as two radio buttons, neither of them chosen for anybody."""

from equity_tracker.web.fields import Option

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
