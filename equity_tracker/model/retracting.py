"""Taking back what should not have been published. It is hidden at once, and nothing of it is deleted.

A commitment that is closed, withdrawn or not met is no case for this: those stay on view.
"""

from datetime import date, datetime

from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.errors import Refused
from equity_tracker.model.look_again import refresh_flags
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.registering import current_publication, refresh_register_entry
from equity_tracker.model.reporting import next_reminder_day
from equity_tracker.model.round import RoundState


def refuse_unless_retractable(commitment: Commitment) -> None:
    if commitment.is_retracted:
        raise Refused("This commitment has been taken back already.")
    if not (commitment.is_published or commitment.is_closed):
        raise Refused("This commitment is not published, so there is nothing to take back.")


def retract_commitment(commitment: Commitment, reason: str, *, now: datetime, today: date) -> None:
    """Take back a commitment with everything that was told about it. A stone stays, with day and reason."""
    refuse_unless_retractable(commitment)
    commitment.lifecycle = Lifecycle.RETRACTED
    for check_in in commitment.check_ins:
        _withdraw(check_in, today)
    for expected in commitment.expected_check_ins:
        expected.settle(today)
    for publication in commitment.publications:
        _mark(publication, reason, today)
    refresh_register_entry(commitment, now=now)
    refresh_flags(commitment)


def refuse_unless_check_in_retractable(check_in: CheckIn) -> None:
    if check_in.is_retracted:
        raise Refused("This check-in has been taken back already.")
    if check_in.published_version is None:
        raise Refused("This check-in is not published, so there is nothing to take back.")


def retract_check_in(check_in: CheckIn, reason: str, *, now: datetime, today: date) -> None:
    """Take back a check-in with all of its versions. It no longer counts as reported."""
    refuse_unless_check_in_retractable(check_in)
    _withdraw(check_in, today)
    for publication in check_in.commitment.publications:
        if publication.subject_id == check_in.public_id:
            _mark(publication, reason, today)
    refresh_register_entry(check_in.commitment, now=now)
    refresh_flags(check_in.commitment)


def take_up_again(commitment: Commitment) -> None:
    """Hand a text that was taken back to its organisation. Submitted again, it is published with a note."""
    if not commitment.is_retracted:
        raise Refused("Only a commitment that was taken back can be taken up again.")
    commitment.programme.refuse_if_closed()
    commitment.lifecycle = Lifecycle.RETURNED


def retraction_of(commitment: Commitment) -> Publication | None:
    """Return the publication that was taken back and not replaced, with the day and the reason."""
    current = current_publication(commitment, PublicationKind.COMMITMENT, commitment.public_id)
    return current if current is not None and current.retracted_on is not None else None


def check_in_retraction(check_in: CheckIn) -> Publication | None:
    """Return the publication of a check-in that was taken back and not replaced."""
    current = current_publication(check_in.commitment, PublicationKind.CHECK_IN, check_in.public_id)
    return current if current is not None and current.retracted_on is not None else None


def _withdraw(check_in: CheckIn, today: date) -> None:
    """Count it as not made: its round waits for it again, or closed without it."""
    check_in.retracted_on = check_in.retracted_on or today
    check_in.published_version = None
    check_in.awaits_review_since = None
    expected = check_in.expected
    if expected is not None:
        expected.reported_on = None
        expected.is_missed = expected.round.state is RoundState.CLOSED
        expected.next_reminder_on = None if expected.is_missed else next_reminder_day(expected.due_on, today)


def _mark(publication: Publication, reason: str, today: date) -> None:
    if publication.retracted_on is None:
        publication.retracted_on = today
        publication.retraction_reason = reason
