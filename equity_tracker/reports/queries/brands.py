"""The colour and logo that an organisation has set for its reports."""

from equity_tracker.model.organisation import Organisation
from equity_tracker.reports.brand import Brand


def brand_of(organisation: Organisation) -> Brand | None:  # noqa: ARG001
    return None
