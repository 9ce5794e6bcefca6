"""Reads for notices, a module for each noun: what is due, who belongs where, and what has been written."""

from equity_tracker.notices.queries.awaited import (
    list_due,
    list_of_organisation,
    list_organisations_to_remind,
    list_reminded_on,
    list_unreported,
)
from equity_tracker.notices.queries.foreseeing import foresee_reminders
from equity_tracker.notices.queries.outbox import (
    PART,
    find_by_message_id,
    find_reader,
    find_readers,
    find_written,
    list_gathered_into,
    list_held,
    list_readers_who_wait,
    list_to_post,
)
from equity_tracker.notices.queries.questions import list_asked_again, list_organisations_to_ask_again
from equity_tracker.notices.queries.teams import (
    find_holders,
    find_holders_of_due,
    list_open_programmes,
    list_teams,
)

__all__ = [
    "PART",
    "find_by_message_id",
    "find_holders",
    "find_holders_of_due",
    "find_reader",
    "find_readers",
    "find_written",
    "foresee_reminders",
    "list_asked_again",
    "list_due",
    "list_gathered_into",
    "list_held",
    "list_of_organisation",
    "list_open_programmes",
    "list_organisations_to_ask_again",
    "list_organisations_to_remind",
    "list_readers_who_wait",
    "list_reminded_on",
    "list_teams",
    "list_to_post",
    "list_unreported",
]
