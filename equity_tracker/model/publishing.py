"""Making things public: every write of a publication and of the register goes through here."""

from datetime import date, datetime
from typing import Any

from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_assessment import CheckInAssessment, check_in_assessment_payload
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.coordinator_assessment import latest_assessment, latest_reply
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.look_again import refresh_flags
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme, Visibility
from equity_tracker.model.public_partner import partner_payloads
from equity_tracker.model.public_promise import commitment_payload
from equity_tracker.model.public_record import (
    assessment_payload,
    check_in_payload,
    missed_check_in_payload,
    organisation_payload,
    programme_payload,
    round_payload,
    still_in_place_payload,
)
from equity_tracker.model.publication import Form, Mention, Publication, PublicationKind, supersede
from equity_tracker.model.readiness import missing
from equity_tracker.model.registering import current_publication, refresh_register_entry
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.model.round_snapshot import RoundSnapshot
from equity_tracker.model.stored_file import files_named


def public_from(programme: Programme) -> date | None:
    """Return from when what is published in this programme may be read by the public."""
    is_public = programme.visibility is Visibility.PUBLIC and not programme.is_practice
    return programme.held_until or programme.launches_on if is_public else None


def publish_commitment(
    commitment: Commitment, *, now: datetime, today: date, note: str | None = None
) -> Publication | None:
    """Freeze a commitment as the public may see it: as a statement of intent if a needed field is missing."""
    if commitment.is_retracted:
        raise Refused("This commitment was taken back. Take it up again before it is published.")
    if not commitment.title or not commitment.statement:
        raise Refused("Write the title and the full statement before it is published.")
    previous = current_publication(commitment, PublicationKind.COMMITMENT, commitment.public_id)
    taken_back_on = previous.retracted_on if previous else None
    if taken_back_on is not None:
        again = f"Published again. It had been taken back on {long_date(taken_back_on)}."
        note = f"{again} {note}" if note else again
    if commitment.reference is None:
        commitment.reference = commitment.programme.next_reference()
    commitment.is_statement_of_intent = bool(missing(commitment)) or commitment.wants_statement_of_intent
    commitment.lifecycle = Lifecycle.CLOSED if commitment.closed_on else Lifecycle.PUBLISHED
    _date_first_publication(commitment, today)
    _follow_approval(commitment, previous)
    form = Form.STATEMENT_OF_INTENT if commitment.is_statement_of_intent else Form.COMMITMENT
    publication = _append(
        commitment,
        kind=PublicationKind.COMMITMENT,
        subject_id=commitment.public_id,
        payload=commitment_payload(commitment) | {"form": form.value},
        happened_on=today,
        now=now,
        note=note,
    )
    if publication is not None:
        publication.form = form
        for partner in commitment.partners:
            partner.renew(publication=publication.number)
    if taken_back_on is not None:
        _publish_silence_again(commitment, now=now)
    refresh_register_entry(commitment, now=now)
    refresh_flags(commitment)
    return publication


def _date_first_publication(commitment: Commitment, today: date) -> None:
    if commitment.first_published_on is None:
        commitment.first_published_on = today
        if commitment.imported is None and commitment.made_on is None:
            commitment.made_on = commitment.approved_on or today
    for target in (target for measure in commitment.measures for target in measure.targets):
        target.public_on = target.public_on or today


def _follow_approval(commitment: Commitment, previous: Publication | None) -> None:
    """Date the promise by its approval, also when that date is put right."""
    said = previous.payload if previous else {}
    was_dated_by_it = said.get("approved_on") is not None and said.get("made_on") == said.get("approved_on")
    if was_dated_by_it and commitment.imported is None and commitment.approved_on is not None:
        commitment.made_on = commitment.approved_on


def publish_partners(
    commitment: Commitment, *, now: datetime, today: date, note: str | None = None
) -> Publication | None:
    """Freeze what partners have answered, and nothing else: the promise stays as it was last published.

    What is not public, or was taken back, stays so.
    """
    current = current_publication(commitment, PublicationKind.COMMITMENT, commitment.public_id)
    if current is None or current.retracted_on is not None:
        return None
    publication = _append(
        commitment,
        kind=PublicationKind.COMMITMENT,
        subject_id=commitment.public_id,
        payload=current.payload | {"partners": partner_payloads(commitment)},
        happened_on=today,
        now=now,
        note=note,
    )
    if publication is not None:
        publication.form = current.form
    refresh_register_entry(commitment, now=now)
    return publication


def _publish_silence_again(commitment: Commitment, *, now: datetime) -> None:
    """What was never reported comes back with the commitment: taking back is no way to be rid of it."""
    for expected in commitment.expected_check_ins:
        if expected.is_missed:
            publish_missed_check_in(expected, now=now)


def publish_check_in(
    check_in: CheckIn, *, now: datetime, today: date, note: str | None = None
) -> Publication | None:
    """Freeze the latest version of a check-in; a correction becomes the next number and says why."""
    if check_in.is_retracted or check_in.commitment.is_retracted:
        raise Refused("This was taken back, so it is not published.")
    version = check_in.current
    check_in.published_version = version.number
    happened_on = check_in.submitted_on if version.number == 1 else today
    publication = _append(
        check_in.commitment,
        kind=PublicationKind.CHECK_IN,
        subject_id=check_in.public_id,
        payload=check_in_payload(check_in, version, check_in.commitment.programme),
        happened_on=happened_on,
        now=now,
        note=note if note is not None else version.reason,
    )
    refresh_register_entry(check_in.commitment, now=now)
    refresh_flags(check_in.commitment)
    return publication


def publish_missed_check_in(expected: ExpectedCheckIn, *, now: datetime) -> Publication | None:
    """Put on record that a round closed without a report on this commitment."""
    return _append(
        expected.commitment,
        kind=PublicationKind.MISSED_CHECK_IN,
        subject_id=expected.public_id,
        payload=missed_check_in_payload(expected),
        happened_on=expected.due_on,
        now=now,
    )


def publish_assessment(commitment: Commitment, *, now: datetime, today: date) -> Publication | None:
    """Freeze the coordinators' own answers about a closed commitment, and the organisation's reply."""
    assessment = latest_assessment(commitment)
    if assessment is None:
        return None
    return _append(
        commitment,
        kind=PublicationKind.ASSESSMENT,
        subject_id=commitment.public_id,
        payload=assessment_payload(assessment, latest_reply(commitment)),
        happened_on=today,
        now=now,
    )


def publish_check_in_assessment(
    assessment: CheckInAssessment, *, now: datetime, today: date
) -> Publication | None:
    """Freeze how the coordinators judge a check-in, with the reply, beside what its organisation said."""
    return _append(
        assessment.check_in.commitment,
        kind=PublicationKind.CHECK_IN_ASSESSMENT,
        subject_id=assessment.check_in.public_id,
        payload=check_in_assessment_payload(assessment),
        happened_on=today,
        now=now,
    )


def publish_still_in_place(commitment: Commitment, *, now: datetime, today: date) -> Publication | None:
    """Freeze the answer to *still in place?*, beside the closing that stays as it was."""
    question = commitment.still_in_place
    if question is None or question.current is None:
        return None
    return _append(
        commitment,
        kind=PublicationKind.STILL_IN_PLACE,
        subject_id=question.public_id,
        payload=still_in_place_payload(question.current),
        happened_on=today,
        now=now,
    )


def publish_organisation(
    organisation: Organisation,
    previous: Publication | None,
    *,
    now: datetime,
    today: date,
    visible_from: date | None,
) -> Publication | None:
    """Freeze an organisation's public facts; once public, it stays public."""
    dates = [day for day in (visible_from, previous.public_from if previous else None) if day is not None]
    publication = supersede(
        previous,
        kind=PublicationKind.ORGANISATION,
        subject_id=organisation.public_id,
        payload=organisation_payload(organisation),
        happened_on=today,
        now=now,
        public_from=min(dates, default=None),
    )
    if publication is None and previous is not None:
        previous.public_from = min(dates, default=None)
    elif publication is not None:
        publication.organisation_id = organisation.id
        publication.slug = organisation.slug
    return publication


def publish_programme(
    programme: Programme, previous: Publication | None, *, now: datetime, today: date
) -> Publication | None:
    """Freeze a programme's public facts, readable from its launch."""
    visible_from = public_from(programme)
    publication = supersede(
        previous,
        kind=PublicationKind.PROGRAMME,
        subject_id=programme.public_id,
        payload=programme_payload(programme),
        happened_on=today,
        now=now,
        public_from=visible_from,
    )
    if publication is None and previous is not None:
        previous.public_from = visible_from
    elif publication is not None:
        publication.programme_id = programme.id
        publication.slug = programme.slug
    return publication


def publish_round(round_: Round, snapshot: RoundSnapshot, *, now: datetime, today: date) -> Publication:
    """Freeze a closed round's result: the counts of its record. It is published once and never again."""
    return Publication(
        kind=PublicationKind.ROUND,
        subject_id=round_.public_id,
        number=1,
        programme_id=round_.programme_id,
        payload=round_payload(round_, snapshot),
        happened_on=today,
        published_at=now,
        public_from=public_from(round_.programme),
    )


def _append(
    commitment: Commitment,
    *,
    kind: PublicationKind,
    subject_id: str,
    payload: dict[str, Any],
    happened_on: date,
    now: datetime,
    note: str | None = None,
) -> Publication | None:
    publication = supersede(
        current_publication(commitment, kind, subject_id),
        kind=kind,
        subject_id=subject_id,
        payload=payload,
        happened_on=happened_on,
        now=now,
        public_from=public_from(commitment.programme),
        note=note,
    )
    if publication is None:
        return None
    publication.about_id = commitment.public_id
    publication.organisation_id = commitment.organisation_id
    publication.programme_id = commitment.programme_id
    publication.mentions = [Mention(public_id=name) for name in files_named(payload)]
    commitment.publications.append(publication)
    return publication
