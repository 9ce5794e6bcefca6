"""Reads of reports: `rows` finds the reports themselves, `records` what they say."""

from equity_tracker.reports.lines import MOST_IN_FULL
from equity_tracker.reports.queries.annual_statements import annual_statement, list_posts
from equity_tracker.reports.queries.commitment_records import commitment_record
from equity_tracker.reports.queries.issued import (
    get_issued,
    has_something_public,
    is_still_public,
    list_issued,
)
from equity_tracker.reports.queries.records import public_issuer, status_report
from equity_tracker.reports.queries.rows import (
    find_last_public,
    find_public_report,
    get_programme_report,
    get_public_organisation,
    get_report,
    has_public_commitments,
    is_offered,
    list_changed,
    list_newest_public,
    list_of_programme,
    list_public,
    list_requested,
)
from equity_tracker.reports.queries.subjects import list_commitments, list_rounds
from equity_tracker.reports.queries.waiting import (
    count_before,
    count_being_made,
    find_report,
    find_waiting,
    is_being_made_of,
    list_given_up,
    list_in_hand,
    list_known_keys,
    list_superseded_by,
    list_to_make,
    may_still_read,
)

__all__ = [
    "MOST_IN_FULL",
    "annual_statement",
    "commitment_record",
    "count_before",
    "count_being_made",
    "find_last_public",
    "find_public_report",
    "find_report",
    "find_waiting",
    "get_issued",
    "get_programme_report",
    "get_public_organisation",
    "get_report",
    "has_public_commitments",
    "has_something_public",
    "is_being_made_of",
    "is_offered",
    "is_still_public",
    "list_changed",
    "list_commitments",
    "list_given_up",
    "list_in_hand",
    "list_issued",
    "list_known_keys",
    "list_newest_public",
    "list_of_programme",
    "list_posts",
    "list_public",
    "list_requested",
    "list_rounds",
    "list_superseded_by",
    "list_to_make",
    "may_still_read",
    "public_issuer",
    "status_report",
]
