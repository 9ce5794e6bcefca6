"""Reads of reports: `rows` finds the reports themselves, `records` what they say."""

from equity_tracker.reports.queries.records import status_report
from equity_tracker.reports.queries.rows import (
    count_being_made,
    find_last_public,
    find_public_report,
    find_waiting,
    get_public_organisation,
    get_report,
    has_public_commitments,
    is_being_made,
    list_changed,
    list_public,
    list_requested,
    list_to_make,
)

__all__ = [
    "count_being_made",
    "find_last_public",
    "find_public_report",
    "find_waiting",
    "get_public_organisation",
    "get_report",
    "has_public_commitments",
    "is_being_made",
    "list_changed",
    "list_public",
    "list_requested",
    "list_to_make",
    "status_report",
]
