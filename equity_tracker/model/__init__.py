"""The subject: nouns, vocabularies and rules. No Flask, no session, no SQL, no clock.

Every module with a table is imported here, so that relationships find one another and migrations see all.
"""

from equity_tracker.model import (
    activity,
    check_in,
    commitment,
    imported_record,
    job,
    milestone,
    organisation,
    outbox,
    ownership,
    partner,
    partner_reading,
    people,
    programme,
    publication,
    register,
    report,
    review,
    round,
    sign_in,
)

__all__ = [
    "activity",
    "check_in",
    "commitment",
    "imported_record",
    "job",
    "milestone",
    "organisation",
    "outbox",
    "ownership",
    "partner",
    "partner_reading",
    "people",
    "programme",
    "publication",
    "register",
    "report",
    "review",
    "round",
    "sign_in",
]
