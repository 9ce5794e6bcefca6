"""Taking a suggestion down, deciding on it, and forgetting who made it."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.people import User, fold_email
from equity_tracker.model.recipients import Recipient, holders_of
from equity_tracker.model.suggestion import ADDRESS_KEPT_FOR, Suggestion, SuggestionState
from equity_tracker.notices.queries.teams import list_teams
from equity_tracker.suggesting import emails, queries

# A mail that was sent is kept so long, that a worker has let go of it.
MAILS_KEPT = timedelta(days=7)
_LOGGED = {
    SuggestionState.PASSED_ON: ActivityKind.SUGGESTION_PASSED_ON,
    SuggestionState.USED: ActivityKind.SUGGESTION_USED,
    SuggestionState.SET_ASIDE: ActivityKind.SUGGESTION_SET_ASIDE,
}


def suggest(
    commitment: Commitment,
    *,
    what: str,
    url: str,
    happened_on: date,
    name: str | None,
    email: str | None,
    form_key: str,
    now: datetime,
) -> None:
    """Put it into the coordinators' queue. A form that is sent twice is one suggestion."""
    commitment.programme.refuse_if_closed()
    if commitment.is_retracted:
        raise Refused("This commitment has been taken back, so nothing can be suggested about it.")
    suggestion = Suggestion(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        commitment_id=commitment.id,
        form_key=form_key,
        what=what,
        url=url,
        happened_on=happened_on,
        name=name,
        email=fold_email(email) if email else None,
        sent_at=now,
    )
    if queries.is_sent(form_key, commitment.programme_id):
        return
    try:
        with db.session.begin_nested():
            db.session.add(suggestion)
    except IntegrityError:
        return  # Sent twice at the same moment.


def decide(
    suggestion: Suggestion, state: SuggestionState, words: str | None, *, by: User, now: datetime
) -> None:
    """Decide on it; tell the organisation, or whoever suggested it, whom we then forget."""
    queries.lock_suggestion(suggestion)
    commitment = suggestion.commitment
    commitment.programme.refuse_if_closed()
    if state is SuggestionState.PASSED_ON and commitment.is_retracted:
        raise Refused("This commitment has been taken back. Set the suggestion aside.", "state")
    before = suggestion.state
    suggestion.become(state, words, by=by, now=now)
    passes_on = state is SuggestionState.PASSED_ON
    if passes_on:
        for recipient in _who_look_after(commitment, now):
            db.session.add(emails.passed_on(suggestion, recipient, now=now))
    else:
        if suggestion.email:
            db.session.add(emails.outcome(suggestion, suggestion.email, now=now))
        suggestion.forget_sender()
    # What was not passed on is no business of the organisation's.
    was_seen = suggestion.passed_on_at is not None
    db.session.add(
        Activity(
            kind=_LOGGED[state],
            at=now,
            actor=by,
            organisation_id=suggestion.organisation_id if was_seen else None,
            programme_id=suggestion.programme_id,
            subject_kind="suggestion",
            subject_id=suggestion.public_id,
            subject_name=commitment.display_title[:200],
            before={"state": before.value},
            after={"state": state.value},
        )
    )
    db.session.flush()


def _who_look_after(commitment: Commitment, now: datetime) -> list[Recipient]:
    """Return who hears of it, by the rule that reminders go by."""
    organisation_id = commitment.organisation_id
    [team] = list_teams([organisation_id], now, keep=False)
    return sorted(team.owners(holders_of(commitment)))


def forget_senders(now: datetime) -> int:
    """Forget who suggested what is older than we said, and the mails that told them; return how many."""
    forgotten = (
        update(Suggestion)
        .where(
            Suggestion.sent_at <= now - ADDRESS_KEPT_FOR,
            Suggestion.email.is_not(None) | Suggestion.name.is_not(None),
        )
        .values(name=None, email=None)
        .returning(Suggestion.id)
        .execution_options(every_organisation=True, synchronize_session=False)
    )
    told = (
        delete(OutgoingEmail)
        .where(
            OutgoingEmail.name == emails.OUTCOME,
            OutgoingEmail.state.in_((EmailState.SENT, EmailState.FAILED)),
            OutgoingEmail.created_at < now - MAILS_KEPT,
        )
        .returning(OutgoingEmail.id)
        .execution_options(synchronize_session=False)
    )
    return sum(len(db.session.scalars(statement).all()) for statement in (forgotten, told))
