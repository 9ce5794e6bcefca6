"""What asking for a report looks like from here: whoever puts the parts together hands in how it is done."""

from collections.abc import Callable
from datetime import datetime

from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.report_choice import Choice

# Asks for what was chosen, about whom, at a moment; returns the report's public id. It does not commit.
Ask = Callable[[Choice, Programme | Organisation, datetime], str]
