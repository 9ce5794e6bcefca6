"""Closing a commitment, and correcting what was said when it closed."""

from dataclasses import dataclass
from datetime import date, datetime

from equity_tracker.closing import emails, queries
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_commitment
from equity_tracker.model.close_out import MAY_HAVE_A_NEW_HOME, CloseOut, Details, is_reference
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_commitment

MET_LATE = "met_late"
SAYS_MET = {"met_on_time", MET_LATE}
NO = "no"


@dataclass(frozen=True)
class Account:
    """Why it closed, what happened, and the rest of what is said."""

    reason: str
    what_happened: str
    details: Details


def close_commitment(
    commitment: Commitment, account: Account, *, version: int | None, by: User, now: datetime, today: date
) -> CloseOut:
    """End a commitment in public. It stays listed and counted; nothing more is asked of it."""
    commitment.programme.refuse_if_closed()
    queries.hold(commitment)
    if commitment.is_closed:
        raise ChangedSince("A colleague closed this commitment since you opened the page.")
    commitment.refuse_if_changed(version)
    _refuse_unknown_home(commitment, account, today)
    _refuse_contradiction(commitment, account, closed_on=today)
    close_out = commitment.close(
        account.reason, account.what_happened, details=account.details, by=by, today=today
    )
    commitment.edited_at = now
    db.session.flush()
    publish_commitment(commitment, now=now, today=today)
    db.session.add(
        about_commitment(
            ActivityKind.COMMITMENT_CLOSED, commitment, by=by, now=now, after={"reason": account.reason}
        )
    )
    emails.tell_coordinators_of_closing(commitment, close_out, by=by, now=now)
    db.session.flush()
    return close_out


def correct_close_out(
    commitment: Commitment,
    account: Account,
    *,
    correction: str,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
) -> CloseOut:
    """Say it again, corrected, with the reason for it. `seen` is the version that the person corrects."""
    commitment.programme.refuse_if_closed()
    queries.hold(commitment)
    before = commitment.close_out
    if before is not None and seen != before.number:
        raise ChangedSince("A colleague corrected this since you opened it.")
    _refuse_unknown_home(commitment, account, today)
    _refuse_contradiction(commitment, account, closed_on=commitment.closed_on or today)
    close_out = commitment.correct_close_out(
        account.reason,
        account.what_happened,
        correction=correction,
        details=account.details,
        by=by,
        today=today,
    )
    commitment.edited_at = now
    db.session.flush()
    publish_commitment(commitment, now=now, today=today, note=correction)
    db.session.add(
        about_commitment(
            ActivityKind.CLOSE_OUT_CORRECTED,
            commitment,
            by=by,
            now=now,
            before={"reason": before.reason, "version": before.number} if before else None,
            after={"reason": account.reason, "version": close_out.number, "because": correction},
        )
    )
    emails.tell_coordinators_of_closing(commitment, close_out, by=by, now=now)
    db.session.flush()
    return close_out


def _refuse_contradiction(commitment: Commitment, account: Account, *, closed_on: date) -> None:
    """A reader is not told that it was met and that it was not, or late before its day has come."""
    if account.reason == MET_LATE and commitment.ends_on is not None and closed_on <= commitment.ends_on:
        raise Refused(
            f"Choose another reason: it was to be done by {long_date(commitment.ends_on)}, so it is not late",
            "reason",
        )
    met = account.details.four.get("met")
    if account.reason in SAYS_MET and met is not None and met.answer == NO:
        raise Refused("Choose another answer, or another reason: it closes as met", "met")


def _refuse_unknown_home(commitment: Commitment, account: Account, today: date) -> None:
    home = account.details.new_home
    if home is None or account.reason not in MAY_HAVE_A_NEW_HOME or not is_reference(home):
        return
    if home != commitment.reference and not queries.is_new_home(home, commitment, today):
        raise Refused(f"No other commitment that readers of this one can open is called {home}", "new_home")
