"""The story of the check-ins that are not sent yet: begun, waiting for a signature, written by a link."""

from datetime import date
from functools import partial

from equity_tracker.demonstration.cast import Cast, record
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.check_in_draft import begin_draft
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.tokens import new_token


def plan_drafts(cast: Cast, timeline: Timeline) -> None:
    first_day: date = min(row["created_on"] for row in cast.content.programmes)
    for slug in cast.content.signing:
        timeline.add(first_day, Turn.SUCCESSION, partial(_let_approvers_sign, cast, slug))
    for row in cast.content.drafts:
        timeline.add(row["on"], Turn.CLOSING, partial(_write, cast, row))
    for row in cast.content.links:
        timeline.add(row["on"], Turn.CLOSING, partial(_send_link, cast, row))


def _let_approvers_sign(cast: Cast, slug: str, _moment: Moment) -> None:
    cast.organisations[slug].signs_check_ins = True


def _write(cast: Cast, row: Row, moment: Moment) -> None:
    commitment, by = cast.commitments[row["commitment"]], cast.people[row["by"]]
    draft = begin_draft(commitment, last_known=len(commitment.check_ins), saved_at=moment.now, saved_by=by)
    draft.save({name: [text] for name, text in row["typed"].items()}, by=by, now=moment.now)
    _record(ActivityKind.CHECK_IN_BEGUN, moment, commitment, by=by)
    if row.get("waits"):
        draft.send_for_signature(by=by, now=moment.now)
        _record(ActivityKind.CHECK_IN_SENT_FOR_SIGNATURE, moment, commitment, by=by)


def _send_link(cast: Cast, row: Row, moment: Moment) -> None:
    """Send it to nobody: the token is thrown away."""
    commitment, by = cast.commitments[row["commitment"]], cast.people[row["by"]]
    db.session.add(
        CheckInLink(
            organisation_id=commitment.organisation_id,
            programme_id=commitment.programme_id,
            commitment=commitment,
            token_hash=new_token()[1],
            email=row["email"],
            note=row["note"],
            asked_by=by,
            asked_at=moment.now,
            expires_at=CheckInLink.expiry(moment.now),
        )
    )
    _record(ActivityKind.CHECK_IN_LINK_SENT, moment, commitment, by=by, to=row["email"])


def _record(kind: ActivityKind, moment: Moment, commitment: Commitment, *, by: User, **after: str) -> None:
    """Write the line of the log, for the organisation alone."""
    record(
        kind,
        moment,
        by=by,
        subject=commitment,
        name=commitment.display_title,
        organisation=commitment.organisation,
        after=after or None,
    )
