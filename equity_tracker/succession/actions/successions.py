"""Recording which organisation follows one that has ended."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.activity_about import about_commitment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.people import User
from equity_tracker.model.programme import Participation
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import public_from, publish_organisation
from equity_tracker.publishing.queries import find_current_publication
from equity_tracker.succession import emails, queries
from equity_tracker.succession.actions.handing_over import Recorded, hand_over

SPLIT = "split"


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
    queries.hold(participation, successor)
    _refuse_unless_possible(participation, successor)
    found = [row for row in queries.list_to_pass_on(participation) if row.public_id in wanted]
    if len(found) != len(set(wanted)):
        raise ChangedSince("Some of these were handed over since you opened the page.")
    change = _put_on_record(before, holder, recorded)
    passed = hand_over(found, change, before, holder, recorded, now=now, today=today)
    if not queries.list_to_pass_on(participation):
        _end(participation, recorded)
    _publish_organisations((before, holder), participation, now=now, today=today)
    _log(participation, passed, holder, by=by, now=now)
    asked = [row for row in passed if row.is_live]
    emails.ask_new_holder(participation, holder, asked, since=recorded.effective_on, by=by, now=now)
    db.session.flush()
    return passed


def _refuse_unless_possible(participation: Participation, successor: Participation) -> None:
    name = participation.organisation.name
    if participation.programme.is_practice:
        raise Refused("This is practice: no organisation ends in it. Record it in the programme itself.")
    if successor.id == participation.id:
        raise Refused(f"Choose another organisation than {name} itself", "successor")
    if not successor.is_current:
        raise Refused(f"{successor.organisation.name} does not take part now. Invite it first.", "successor")
    waiting = queries.count_waiting(participation)
    if waiting:
        texts = "1 text" if waiting == 1 else f"{waiting} texts"
        raise Refused(
            f"{texts} of {name} {'waits' if waiting == 1 else 'wait'} for your decision. Decide on that, and "
            "then record who follows."
        )


def _put_on_record(before: Organisation, holder: Organisation, recorded: Recorded) -> OrganisationChange:
    """Return the change: one that the directory knows already, one that others share, or a new one."""
    known = queries.list_known_changes(before)
    same = next((row for row in known if holder in row.successors), None)
    if same is not None:
        return same
    if recorded.kind == SPLIT:
        shared = [row for row in known if row.kind == SPLIT and row.effective_on == recorded.effective_on]
        change = shared[0] if shared else _new_change(before, recorded)
        change.successors.append(holder)
    else:
        change = queries.find_shared_change(holder, recorded.kind, recorded.effective_on) or _new_change(
            before, recorded, holder
        )
        if before not in change.predecessors:
            change.predecessors.append(before)
    db.session.flush()
    return change


def _new_change(
    before: Organisation, recorded: Recorded, holder: Organisation | None = None
) -> OrganisationChange:
    change = OrganisationChange(
        kind=recorded.kind,
        effective_on=recorded.effective_on,
        note=recorded.note,
        source_url=recorded.source_url,
        predecessors=[before],
        successors=[holder] if holder else [],
    )
    db.session.add(change)
    return change


def _end(participation: Participation, recorded: Recorded) -> None:
    """Nothing of it is left here, so it takes part no longer.

    Unless its work was shared out, or it is at work in another programme, it has ended altogether.
    """
    if participation.left_on is None:
        participation.leave(max(recorded.effective_on, participation.joined_on or recorded.effective_on))
    organisation = participation.organisation
    if organisation.ended_on is None and recorded.kind != SPLIT and not queries.takes_part(organisation):
        organisation.ended_on = recorded.effective_on


def _publish_organisations(
    organisations: Sequence[Organisation], participation: Participation, *, now: datetime, today: date
) -> None:
    """Say on their pages what became of them, once the public may read of this programme."""
    visible_from = public_from(participation.programme)
    if visible_from is None or visible_from > today:
        return
    for organisation in organisations:
        publication = publish_organisation(
            organisation,
            find_current_publication(PublicationKind.ORGANISATION, organisation.public_id),
            now=now,
            today=today,
            visible_from=visible_from,
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
