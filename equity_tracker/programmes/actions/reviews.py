"""What a coordinator decides about a commitment or a check-in: acknowledge, approve, return with a reason."""

from datetime import date, datetime

from equity_tracker.commitments.queries.partners import find_organisations
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_check_in, about_commitment
from equity_tracker.model.amending import approve_amendment, return_amendment
from equity_tracker.model.amendment import Amendment, waiting_amendment
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.look_again import refresh_flags
from equity_tracker.model.people import User
from equity_tracker.model.promise_answers import References, partner_slugs
from equity_tracker.model.publishing import publish_check_in, publish_commitment
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.reporting import next_reminder_day
from equity_tracker.model.review import (
    Decision,
    Review,
    awaits_decision,
    decision_on_check_in,
    decisions_on,
    may_review,
    review_of,
    review_version,
)
from equity_tracker.organisations.queries.members import members_by_id
from equity_tracker.programmes import emails
from equity_tracker.programmes.queries import reviews as queries

_COMMITMENT_KINDS = {
    Decision.ACKNOWLEDGED: ActivityKind.COMMITMENT_ACKNOWLEDGED,
    Decision.APPROVED: ActivityKind.COMMITMENT_APPROVED,
    Decision.RETURNED: ActivityKind.COMMITMENT_RETURNED,
}
_AMENDMENT_KINDS = {
    Decision.APPROVED: ActivityKind.AMENDMENT_APPROVED,
    Decision.RETURNED: ActivityKind.AMENDMENT_RETURNED,
}
_CHECK_IN_KINDS = {
    Decision.ACKNOWLEDGED: ActivityKind.CHECK_IN_ACKNOWLEDGED,
    Decision.APPROVED: ActivityKind.CHECK_IN_APPROVED,
    Decision.RETURNED: ActivityKind.CHECK_IN_RETURNED,
}
_OWN_WORK = "You submitted this yourself, so another coordinator has to review it."
_REVIEWED_SINCE = "This was reviewed or changed since you opened it. Read it again before you decide."
_CORRECTED_SINCE = "A corrected version came in since you opened this page. Read it before you decide."


def review_commitment(
    commitment: Commitment,
    *,
    is_accepted: bool,
    reason: str | None,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
) -> Decision:
    """Decide about the text that was submitted, or about a change that waits for approval.

    What is public stays public, also when it is returned.

    Accepting approves and publishes what is not public yet, and acknowledges what is.

    :param seen: the `review_version` at which the coordinator opened the page.
    """
    commitment.programme.refuse_if_closed()
    queries.lock_for_review(commitment)
    earlier = decisions_on(commitment)
    if not awaits_decision(commitment):
        raise ChangedSince(_already(earlier[-1] if earlier else None))
    if seen != review_version(commitment):
        raise ChangedSince(_REVIEWED_SINCE)
    submitter = queries.find_submitter(commitment)
    if not may_review(by, submitter):
        raise Refused(_OWN_WORK)
    amendment = waiting_amendment(commitment)
    if amendment is not None:
        return _review_amendment(
            amendment, is_accepted=is_accepted, reason=reason, by=by, now=now, today=today
        )
    is_public = commitment.is_published
    decision = _decision(is_accepted=is_accepted, is_public=is_public)
    if decision is Decision.APPROVED:
        publish_commitment(commitment, now=now, today=today)
        db.session.add(about_commitment(ActivityKind.COMMITMENT_PUBLISHED, commitment, by=by, now=now))
    elif not is_public:
        commitment.return_with_reason()
    review = Review(commitment=commitment, decision=decision, reason=reason, reviewed_by=by, reviewed_at=now)
    db.session.add_all([review, about_commitment(_COMMITMENT_KINDS[decision], commitment, by=by, now=now)])
    db.session.flush()
    emails.tell_of_review(commitment, review, submitter=submitter, now=now)
    db.session.flush()
    return decision


def _review_amendment(
    amendment: Amendment, *, is_accepted: bool, reason: str | None, by: User, now: datetime, today: date
) -> Decision:
    """Publish a change that waits, or give it back to its author; what is public is not touched by that."""
    commitment = amendment.commitment
    decision = _decision(is_accepted=is_accepted, is_public=False)
    if is_accepted:
        references = References(
            members_by_id(commitment.organisation), find_organisations(partner_slugs(amendment.answers))
        )
        approve_amendment(amendment, now=now, today=today, references=references)
        db.session.add(about_commitment(ActivityKind.COMMITMENT_PUBLISHED, commitment, by=by, now=now))
    else:
        return_amendment(amendment, now=now)
    review = Review(
        commitment=commitment,
        amendment_number=amendment.number,
        decision=decision,
        reason=reason,
        reviewed_by=by,
        reviewed_at=now,
    )
    db.session.add_all([review, about_commitment(_AMENDMENT_KINDS[decision], commitment, by=by, now=now)])
    db.session.flush()
    emails.tell_of_amendment_review(commitment, review, author=amendment.sent_by, now=now)
    db.session.flush()
    return decision


def review_check_in(
    check_in: CheckIn,
    *,
    is_accepted: bool,
    reason: str | None,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
) -> Decision:
    """Decide about the latest version of a check-in. What is public stays public, also when it is returned.

    :param seen: the version that the coordinator read.
    """
    commitment = check_in.commitment
    commitment.programme.refuse_if_closed()
    queries.lock_for_review(commitment)
    db.session.refresh(check_in)
    version = check_in.current
    earlier = decision_on_check_in(check_in)
    if earlier is not None or check_in.is_returned or check_in.is_retracted:
        raise ChangedSince(_already(earlier))
    if seen != version.number:
        raise ChangedSince(_CORRECTED_SINCE)
    if not all(may_review(by, person) for person in version.speakers):
        raise Refused(_OWN_WORK)
    is_public = check_in.published_version == version.number
    decision = _decision(is_accepted=is_accepted, is_public=is_public)
    if decision is Decision.APPROVED:
        publish_check_in(check_in, now=now, today=today)
    elif not is_public:
        check_in.return_with_reason()
        expected = check_in.expected
        if expected is not None and expected.is_outstanding:
            expected.next_reminder_on = next_reminder_day(expected.due_on, today)
        _forget(commitment, now)
    review = review_of(check_in, decision, reason=reason, by=by, now=now)
    db.session.add_all([review, about_check_in(_CHECK_IN_KINDS[decision], check_in, by=by, now=now)])
    db.session.flush()
    emails.tell_of_check_in_review(check_in, review, now=now)
    db.session.flush()
    return decision


def _forget(commitment: Commitment, now: datetime) -> None:
    """What was returned before it was public is no longer what stands."""
    refresh_register_entry(commitment, now=now)
    refresh_flags(commitment)


def _decision(*, is_accepted: bool, is_public: bool) -> Decision:
    if not is_accepted:
        return Decision.RETURNED
    return Decision.ACKNOWLEDGED if is_public else Decision.APPROVED


def _already(review: Review | None) -> str:
    if review is None:
        return "There is nothing to decide here now."
    day = long_date(review.reviewed_at.date())
    return (
        f"{review.reviewed_by.name} {review.decision.value} this on {day}. There is nothing left to decide."
    )
