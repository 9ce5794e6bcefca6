"""The story of the commitments: drafted, submitted, reviewed, published, revised on the way."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from equity_tracker.demonstration.cast import Cast, record, record_on
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.endings import plan_ending
from equity_tracker.demonstration.measures import add_measures, plan_measures
from equity_tracker.demonstration.partners import name_partners, plan_answers
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.archiving import archive_commitment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.review import Decision, Review

# Keys of a row that are no columns of Commitment.
_NOT_COLUMNS = set(
    "key fixture bad_wording organisation made_by programme state form published_on owner deputy sponsor"
    " milestones partners returned closing assessment reply still_in_place taken_on retracted profession"
    " measure baseline baseline_by measures archived".split()
)
_REVIEWED = {
    Decision.ACKNOWLEDGED: ActivityKind.COMMITMENT_ACKNOWLEDGED,
    Decision.APPROVED: ActivityKind.COMMITMENT_APPROVED,
    Decision.RETURNED: ActivityKind.COMMITMENT_RETURNED,
}
# What is still a draft was begun so long before the story ends.
_DRAFTED_BEFORE = timedelta(days=10)
# What came to nothing was set aside so long before it ends.
_ARCHIVED_BEFORE = timedelta(days=3)


def plan_commitments(cast: Cast, timeline: Timeline) -> None:
    for row in cast.content.commitments:
        _plan(cast, timeline, row)


def _plan(cast: Cast, timeline: Timeline, row: Row) -> None:
    programme = _programme(cast, row)
    state = row.get("state", "published")
    drafted_on = row["made_on"] if "made_on" in row else cast.content.as_of - _DRAFTED_BEFORE
    timeline.add(drafted_on, Turn.COMMITMENT, partial(_draft, cast, row))
    if state == "published":
        _plan_publication(cast, timeline, row, programme)
    elif state == "archived":
        archived_on = cast.content.as_of - _ARCHIVED_BEFORE
        timeline.add(archived_on, Turn.CLOSING, partial(_archive, cast, row))
    elif state != "draft":
        timeline.add(drafted_on, Turn.COMMITMENT, partial(_submit, cast, row))
    if "returned" in row:
        timeline.add(row["returned"]["on"], Turn.REVIEW, partial(_return, cast, row))
    plan_ending(cast, timeline, row)


def _plan_publication(cast: Cast, timeline: Timeline, row: Row, programme: Row) -> None:
    published_on: date = row["published_on"]
    if programme["review_mode"] == "approve":
        submitted_on = max(row["made_on"], published_on - timedelta(days=1))
        timeline.add(submitted_on, Turn.COMMITMENT, partial(_submit, cast, row))
        timeline.add(published_on, Turn.REVIEW, partial(_approve, cast, row))
    else:
        timeline.add(published_on, Turn.COMMITMENT, partial(_submit, cast, row))
        timeline.add(published_on, Turn.COMMITMENT, partial(_publish, cast, row))
        if published_on <= programme["acknowledged_until"]:
            day_after = published_on + timedelta(days=1)
            timeline.add(day_after, Turn.REVIEW, partial(_acknowledge, cast, row))
    for role in OwnerRole:
        if "left_on" in (post := row.get(role.value, {})):
            timeline.add(post["left_on"], Turn.REVIEW, partial(_leave_post, cast, row["key"], role))
    plan_answers(cast, timeline, row)
    for milestone in row.get("milestones", []):
        _plan_milestone(cast, timeline, row, milestone)
    plan_measures(cast, timeline, row)


def _plan_milestone(cast: Cast, timeline: Timeline, row: Row, milestone: Row) -> None:
    """What became of a milestone after publication is published when it happens, not before."""
    if "revised_on" in milestone:
        # A date is moved when it has passed, or else as soon as the commitment is next reported on.
        moved_on = max(min(milestone["planned_on"], cast.content.as_of), row["published_on"])
        timeline.add(moved_on, Turn.MILESTONE, partial(_move_milestone, cast, row["key"], milestone))
    if "actual_on" in milestone and milestone["actual_on"] > row["published_on"]:
        happening = partial(_reach_milestone, cast, row["key"], milestone)
        timeline.add(milestone["actual_on"], Turn.MILESTONE, happening)


def _programme(cast: Cast, row: Row) -> Row:
    return next(each for each in cast.content.programmes if each["slug"] == row["programme"])


def _draft(cast: Cast, row: Row, moment: Moment) -> None:
    maker = cast.organisations[row["made_by" if "made_by" in row else "organisation"]]
    author = cast.signer(maker.slug)
    columns: dict[str, Any] = {name: value for name, value in row.items() if name not in _NOT_COLUMNS}
    if "profession" in row:
        columns["professions"] = [row["profession"]]
    # Lists are named although they are empty: each would otherwise be read from the database.
    commitment = Commitment(
        organisation=maker,
        programme=cast.programmes[row["programme"]],
        made_by=maker,
        made_by_name=maker.name,
        created_at=moment.now,
        created_by_id=author.id,
        edited_at=moment.now,
        check_ins=[],
        expected_check_ins=[],
        partner_readings=[],
        publications=[],
        reviews=[],
        close_outs=[],
        assessments=[],
        still_in_place=None,
        amendments=[],
        register_entry=None,
        imported=None,
        **columns,
    )
    db.session.add(commitment)
    cast.commitments[row["key"]] = commitment
    _add_parts(cast, commitment, row, moment)
    add_measures(commitment, row)
    db.session.flush()
    record_on(ActivityKind.COMMITMENT_REGISTERED, moment, commitment, by=author)


def _add_parts(cast: Cast, commitment: Commitment, row: Row, moment: Moment) -> None:
    for role in OwnerRole:
        if (owner := row.get(role.value)) is not None:
            person = cast.people.get(owner.get("person", ""))
            commitment.name_owner(
                role, owner["job_title"], owner.get("name"), person=person, today=moment.today
            )
    for milestone in row.get("milestones", []):
        reached_on = milestone.get("actual_on", date.max)
        commitment.milestones.append(
            Milestone(
                title=milestone["title"],
                planned_on=milestone["planned_on"],
                actual_on=reached_on if reached_on <= row.get("published_on", moment.today) else None,
            )
        )
    name_partners(cast, commitment, row)


def _submit(cast: Cast, row: Row, moment: Moment) -> None:
    commitment = cast.commitments[row["key"]]
    as_intent = row.get("form") == "statement_of_intent"
    commitment.submit(as_statement_of_intent=as_intent, now=moment.now)
    by = cast.signer(commitment.organisation.slug)
    record_on(ActivityKind.COMMITMENT_SUBMITTED, moment, commitment, by=by)


def _archive(cast: Cast, row: Row, moment: Moment) -> None:
    commitment = cast.commitments[row["key"]]
    archive_commitment(commitment, seen=commitment.version, now=moment.now)
    record(
        ActivityKind.COMMITMENT_ARCHIVED,
        moment,
        by=cast.signer(commitment.organisation.slug),
        subject=commitment,
        name=commitment.display_title,
        organisation=commitment.organisation,
        after={"note": row["archived"]["note"]},
    )


def _publish(cast: Cast, row: Row, moment: Moment) -> None:
    commitment = cast.commitments[row["key"]]
    publish_commitment(commitment, now=moment.now, today=moment.today)
    by = cast.signer(commitment.organisation.slug)
    record_on(ActivityKind.COMMITMENT_PUBLISHED, moment, commitment, by=by)


def _acknowledge(cast: Cast, row: Row, moment: Moment) -> None:
    _review(cast, row, moment, Decision.ACKNOWLEDGED)


def _approve(cast: Cast, row: Row, moment: Moment) -> None:
    _review(cast, row, moment, Decision.APPROVED)
    commitment = cast.commitments[row["key"]]
    publish_commitment(commitment, now=moment.now, today=moment.today)
    by = cast.coordinator(row["programme"])
    record_on(ActivityKind.COMMITMENT_PUBLISHED, moment, commitment, by=by)


def _return(cast: Cast, row: Row, moment: Moment) -> None:
    cast.commitments[row["key"]].return_with_reason()
    reason = row["returned"]["reason"]
    _review(cast, row, moment, Decision.RETURNED, reason)


def _review(cast: Cast, row: Row, moment: Moment, decision: Decision, reason: str | None = None) -> None:
    commitment = cast.commitments[row["key"]]
    coordinator = cast.coordinator(row["programme"])
    review = Review(decision=decision, reason=reason, reviewed_by=coordinator, reviewed_at=moment.now)
    commitment.reviews.append(review)
    record_on(_REVIEWED[decision], moment, commitment, by=coordinator)


def _leave_post(cast: Cast, key: str, role: OwnerRole, moment: Moment) -> None:
    commitment = cast.commitments[key]
    post = commitment.owner(role)
    if post is not None:
        post.leave(moment.today)
        by = cast.signer(commitment.organisation.slug)
        record_on(ActivityKind.OWNER_LEFT, moment, commitment, by=by)


def _move_milestone(cast: Cast, key: str, row: Row, moment: Moment) -> None:
    milestone = _milestone(cast, key, row)
    by = cast.signer(cast.commitments[key].organisation.slug)
    milestone.revise(PartialDate(row["revised_on"]), reason=row["reason"], who=by, today=moment.today)
    _publish_milestones(cast, key, moment, row["reason"], ActivityKind.MILESTONE_REVISED)


def _reach_milestone(cast: Cast, key: str, row: Row, moment: Moment) -> None:
    milestone = _milestone(cast, key, row)
    milestone.meet(moment.today, today=moment.today)
    _publish_milestones(cast, key, moment, None, ActivityKind.MILESTONE_MET)


def _milestone(cast: Cast, key: str, row: Row) -> Milestone:
    return next(each for each in cast.commitments[key].milestones if each.title == row["title"])


def _publish_milestones(cast: Cast, key: str, moment: Moment, note: str | None, kind: ActivityKind) -> None:
    commitment = cast.commitments[key]
    publish_commitment(commitment, now=moment.now, today=moment.today, note=note)
    by = cast.signer(commitment.organisation.slug)
    record_on(kind, moment, commitment, by=by)
