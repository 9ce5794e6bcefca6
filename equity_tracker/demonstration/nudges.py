"""The story of the nudges: a coordinator writes to an organisation whose check-ins have not come."""

from functools import partial

from equity_tracker.demonstration.cast import Cast, record
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.nudge import Nudge


def plan_nudges(cast: Cast, timeline: Timeline) -> None:
    for programme in cast.content.programmes:
        for row in programme.get("nudges", []):
            timeline.add(row["on"], Turn.REVIEW, partial(_nudge, cast, programme["slug"], row))


def _nudge(cast: Cast, slug: str, row: Row, moment: Moment) -> None:
    organisation, programme, by = (
        cast.organisations[row["organisation"]],
        cast.programmes[slug],
        cast.coordinator(slug),
    )
    owed = [
        place
        for commitment in cast.commitments_in(slug)
        if commitment.organisation is organisation and commitment.is_live
        for place in commitment.expected_check_ins
        if place.is_outstanding and place.due_on < moment.today
    ]
    db.session.add(
        Nudge(
            organisation_id=organisation.id,
            programme_id=programme.id,
            sent_on=moment.today,
            sent_at=moment.now,
            sent_by=by,
            subject=row["subject"],
            text=row["text"],
            asked=[
                {
                    "title": place.commitment.display_title,
                    "commitment_id": place.commitment.public_id,
                    "due_on": place.due_on.isoformat(),
                }
                for place in owed
            ],
        )
    )
    record(
        ActivityKind.ORGANISATION_NUDGED,
        moment,
        by=by,
        subject=organisation,
        name=organisation.name,
        organisation=organisation,
        programme=programme,
        after={"subject": row["subject"], "text": row["text"], "check_ins": len(owed)},
    )
