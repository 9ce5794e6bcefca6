"""What an organisation says as a partner: it confirms, declines, or gives a reading of its own."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Lifecycle
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.partner import Answer, Partner
from equity_tracker.model.partner_reading import give_reading as add_reading
from equity_tracker.model.people import Membership
from equity_tracker.model.publishing import publish_partners
from equity_tracker.partnerships import emails, queries

_CHANGED = "The text, or your organisation's answer, has changed since you opened this page. Read it again."


def answer_partnership(
    partner: Partner,
    answer: Answer,
    *,
    reason: str | None,
    version: int | None,
    by: Membership,
    now: datetime,
    today: date,
) -> bool:
    """Confirm or decline, for the text that was read. What is public is published again with the answer.

    Return whether it says anything new: saying the same again is no conflict, and tells nobody anything.
    """
    partner = _held(partner, by)
    if partner.says_again(answer, reason):
        return False
    _refuse_if_changed(partner, version)
    if answer is Answer.CONFIRMED:
        partner.confirm(of=by.organisation, by=by.user, now=now, today=today)
        kind = ActivityKind.PARTNERSHIP_CONFIRMED
    else:
        partner.decline(reason or "", of=by.organisation, by=by.user, now=now, today=today)
        kind = ActivityKind.PARTNERSHIP_DECLINED
    _finish(partner, kind, answer.value, by=by, now=now, today=today)
    return True


def give_reading(
    partner: Partner,
    says: Mapping[str, Any],
    *,
    version: int | None,
    by: Membership,
    now: datetime,
    today: date,
) -> bool:
    """Put the partner's own reading beside the organisation's claim. Every version of it is kept."""
    partner = _held(partner, by)
    partner.refuse_unless_asked(by.organisation)
    if partner.reading is not None and partner.reading.says == dict(says):
        return False
    _refuse_if_changed(partner, version)
    add_reading(partner, says, of=by.organisation, by=by.user, now=now, today=today)
    partner.begin_version(now)
    _finish(partner, ActivityKind.PARTNER_READING_GIVEN, "reading", by=by, now=now, today=today)
    return True


def _held(partner: Partner, by: Membership) -> Partner:
    partner = queries.lock_partnership(partner, by.organisation)
    if not partner.may_be_answered_by(by):
        raise Refused("Only those who may speak for the organisation that is named can answer.")
    return partner


def _refuse_if_changed(partner: Partner, version: int | None) -> None:
    if version != partner.version:
        raise ChangedSince(_CHANGED)


def _finish(
    partner: Partner, kind: ActivityKind, what: str, *, by: Membership, now: datetime, today: date
) -> None:
    """Publish the answer where the commitment is public, write the log, tell the one who asked."""
    db.session.flush()
    publish_partners(partner.commitment, now=now, today=today)
    is_draft = partner.commitment.lifecycle is Lifecycle.DRAFT  # which coordinators know nothing of
    db.session.add(
        Activity(
            kind=kind,
            at=now,
            actor=by.user,
            organisation_id=by.organisation_id,
            programme_id=None if is_draft else partner.programme_id,
            subject_kind="partnership",
            subject_id=partner.public_id,
            subject_name=str((partner.shown or {}).get("title") or "a commitment"),
            after={"partner": partner.name, "named_by": partner.commitment.organisation.name},
        )
    )
    emails.tell_of_answer(partner, what, now=now)
    db.session.flush()
