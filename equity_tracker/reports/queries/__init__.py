"""Reads of reports: `rows` finds the reports themselves, `records` what they say."""

from equity_tracker.reports.lines import MOST_IN_FULL
from equity_tracker.reports.queries.papers import find_waiting_paper, get_paper, is_on_staff, list_papers
from equity_tracker.reports.queries.records import status_report
from equity_tracker.reports.queries.rows import (
    find_last_public,
    find_public_report,
    find_waiting,
    get_public_organisation,
    get_report,
    has_public_commitments,
    list_changed,
    list_newest_public,
    list_public,
    list_requested,
)
from equity_tracker.reports.queries.waiting import (
    Kind,
    count_being_made,
    find_scope,
    is_being_made,
    list_all_to_make,
    list_in_hand,
    list_known_keys,
    list_to_make,
    scope_of,
)

__all__ = [
    "MOST_IN_FULL",
    "Kind",
    "count_being_made",
    "find_last_public",
    "find_public_report",
    "find_scope",
    "find_waiting",
    "find_waiting_paper",
    "get_paper",
    "get_public_organisation",
    "get_report",
    "has_public_commitments",
    "is_being_made",
    "is_on_staff",
    "list_all_to_make",
    "list_changed",
    "list_in_hand",
    "list_known_keys",
    "list_newest_public",
    "list_papers",
    "list_public",
    "list_requested",
    "list_to_make",
    "scope_of",
    "status_report",
]
