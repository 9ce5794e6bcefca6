"""Recording who follows an organisation, and answering for what came from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.activity_about import about_commitment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.handover import Handover, HandoverDecision, refuse_unless_awaited
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.people import User
from equity_tracker.model.programme import Participation
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.publishing import public_from, publish_commitment, publish_organisation
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.publishing.queries import find_current_publication
from equity_tracker.succession import emails, queries

SPLIT = "split"
DECLINED_BECAUSE = "organisation_ended"


@dataclass(frozen=True)
class Recorded:
    """What became of an organisation, from when, and where that can be read."""

    kind: str
    effective_on: date
    source_url: str
    note: str | None = None


def record_succession(
    participation: Participation,
    successor: Participation,
    recorded: Recorded,
    wanted: Collection[str],
    *,
    by: User,
    now: datetime,
    today: date,
) -> Sequence[Commitment]:
    """Hand what an organisation has made public in a programme to the one that follows it.

    The name of the one that made each promise stays on it. What goes on is asked about: the new holder
    accepts, amends or declines each. What was closed or taken back moves without a question.

    :param wanted: public ids of the commitments that go to this successor. In a split the others stay.
    """
    programme, before, holder = participation.programme, participation.organisation, successor.organisation
    programme.refuse_if_closed()
    queries.hold(participation)
    _refuse_unless_possible(participation, successor)
    passed = [row for row in queries.list_to_pass_on(participation) if row.public_id in wanted]
    if len(passed) != len(set(wanted)):
        raise ChangedSince("Some of these were handed over since you opened the page.")
    change = _put_on_record(before, holder, recorded)
    hand_over(passed, change, before, holder, on=recorded.effective_on, now=now, today=today)
    if not queries.list_to_pass_on(participation):
        _end(participation, recorded)
    _publish_organisations((before, holder), participation, now=now, today=today)
    _log(participation, passed, holder, by=by, now=now)
    asked = [row for row in passed if row.is_published]
    emails.ask_new_holder(participation, holder, asked, since=recorded.effective_on, by=by, now=now)
    db.session.flush()
    return passed


def hand_over(
    passed: Sequence[Commitment],
    change: OrganisationChange,
    before: Organisation,
    holder: Organisation,
    *,
    on: date,
    now: datetime,
    today: date,
) -> None:
    """Move commitments to a new holder, ask it about those that go on, and publish all that is public."""
    _move(passed, holder)
    members = queries.list_member_ids(holder)
    for commitment in passed:
        _leave_posts(commitment, members, today)
        if commitment.is_published:
            commitment.handovers.append(_handover(commitment, change, before, holder, on))
    db.session.flush()
    for commitment in passed:
        _publish(commitment, holder, now=now, today=today)


def decide_handover(
    commitment: Commitment,
    decision: HandoverDecision,
    *,
    reason: str | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Say in public whether the new holder takes a commitment on. One that is declined is closed."""
    queries.hold_commitment(commitment)
    refuse_unless_awaited(commitment).decide(decision, reason=reason, by=by, today=today)
    if decision is HandoverDecision.DECLINED:
        commitment.close(DECLINED_BECAUSE, reason or "", today=today, by=by)
    commitment.edited_at = now
    db.session.flush()
    publish_commitment(commitment, now=now, today=today)
    db.session.add(
        about_commitment(
            ActivityKind.HANDOVER_DECIDED, commitment, by=by, now=now, after={"decision": decision.value}
        )
    )
    emails.tell_coordinators(commitment, decision, reason, by=by, now=now)
    db.session.flush()


def _refuse_unless_possible(participation: Participation, successor: Participation) -> None:
    name = participation.organisation.name
    if participation.programme.is_practice:
        raise Refused("This is practice: no organisation ends in it. Record it in the programme itself.")
    if successor.id == participation.id:
        raise Refused(f"Choose another organisation than {name} itself", "successor")
    if not successor.is_current:
        raise Refused(f"{successor.organisation.name} does not take part now. Invite it first.", "successor")
    waiting = queries.count_submitted(participation)
    if waiting:
        one = waiting == 1
        raise Refused(
            f"{waiting} {'commitment' if one else 'commitments'} of {name} {'waits' if one else 'wait'} for "
            "your decision. Decide on what waits, and then record who follows."
        )


def _put_on_record(before: Organisation, holder: Organisation, recorded: Recorded) -> OrganisationChange:
    """Return the change: the one that the directory knows already, or a new one."""
    known = [row for row in queries.list_known_changes(before) if holder in row.successors]
    if known:
        return known[0]
    shared = [
        row
        for row in queries.list_known_changes(before)
        if row.kind == recorded.kind == SPLIT and row.effective_on == recorded.effective_on
    ]
    change = shared[0] if shared else _new_change(before, recorded)
    change.successors.append(holder)
    db.session.flush()
    return change


def _new_change(before: Organisation, recorded: Recorded) -> OrganisationChange:
    change = OrganisationChange(
        kind=recorded.kind,
        effective_on=recorded.effective_on,
        note=recorded.note,
        source_url=recorded.source_url,
        predecessors=[before],
    )
    db.session.add(change)
    return change


def _move(passed: Sequence[Commitment], holder: Organisation) -> None:
    """Change the holder. What belongs to a commitment by its keys follows in the database."""
    subjects = [row.public_id for row in passed]
    subjects += [check_in.public_id for row in passed for check_in in row.check_ins]
    for commitment in passed:
        commitment.organisation = holder
    db.session.flush()
    for history, is_theirs in (
        (Publication, Publication.commitment_id.in_([row.id for row in passed])),
        (Activity, Activity.subject_id.in_(subjects)),
    ):
        db.session.execute(update(history).where(is_theirs).values(organisation_id=holder.id))
    db.session.expire_all()


def _leave_posts(commitment: Commitment, members: Collection[int], today: date) -> None:
    """Note that those who answered for it with an account are not with the new holder."""
    for post in commitment.ownerships:
        is_held = post.ended_on is None and post.left_on is None
        if is_held and post.user_id is not None and post.user_id not in members:
            post.leave(today)


def _handover(
    commitment: Commitment,
    change: OrganisationChange,
    before: Organisation,
    holder: Organisation,
    on: date,
) -> Handover:
    return Handover(
        organisation_id=holder.id,
        programme_id=commitment.programme_id,
        change=change,
        kind=change.kind,
        from_id=before.id,
        from_name=before.name,
        to_id=holder.id,
        to_name=holder.name,
        handed_on=on,
    )


def _publish(commitment: Commitment, holder: Organisation, *, now: datetime, today: date) -> None:
    if commitment.is_retracted:
        refresh_register_entry(commitment, now=now)
        return
    note = f"{holder.name} holds this promise now. {commitment.made_by_name} made it."
    publish_commitment(commitment, now=now, today=today, note=note)


def _end(participation: Participation, recorded: Recorded) -> None:
    """Nothing of it is left here, so it takes part no longer.

    Unless its work was shared out, or it is at work in another programme, it has ended altogether.
    """
    if participation.left_on is None:
        participation.leave(recorded.effective_on)
    organisation = participation.organisation
    if organisation.ended_on is None and recorded.kind != SPLIT and not queries.takes_part(organisation):
        organisation.ended_on = recorded.effective_on


def _publish_organisations(
    organisations: Sequence[Organisation], participation: Participation, *, now: datetime, today: date
) -> None:
    for organisation in organisations:
        publication = publish_organisation(
            organisation,
            find_current_publication(PublicationKind.ORGANISATION, organisation.public_id),
            now=now,
            today=today,
            visible_from=public_from(participation.programme),
        )
        if publication is not None:
            db.session.add(publication)


def _log(
    participation: Participation,
    passed: Sequence[Commitment],
    holder: Organisation,
    *,
    by: User,
    now: datetime,
) -> None:
    before = participation.organisation
    db.session.add(
        Activity(
            kind=ActivityKind.ORGANISATION_SUCCEEDED,
            at=now,
            actor=by,
            organisation_id=before.id,
            programme_id=participation.programme_id,
            subject_kind="organisation",
            subject_id=before.public_id,
            subject_name=before.name,
            after={"to": holder.name, "commitments": len(passed)},
        )
    )
    for commitment in passed:
        facts = {"before": {"organisation": before.name}, "after": {"organisation": holder.name}}
        db.session.add(
            about_commitment(ActivityKind.COMMITMENT_HANDED_OVER, commitment, by=by, now=now, **facts)
        )
