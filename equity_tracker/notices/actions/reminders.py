"""Reminders: what is due is claimed, and each person gets one mail of each kind about it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.recipients import Recipient, Team
from equity_tracker.model.reporting import next_reminder_day
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.notices import emails, queries
from equity_tracker.notices.awaited import Awaited
from equity_tracker.notices.emails import Subject
from equity_tracker.notices.steps import APPROVERS_FROM, MORNING, latest_step, local, notice_of

# Who holds the posts of owner and deputy, by the key of the commitment.
Holders = Mapping[int, Mapping[OwnerRole, int | None]]
# What one mail is about, and to whom it goes.
Mail = tuple[Subject, Recipient]


@dataclass(frozen=True)
class Awake:
    """An organisation where it is morning, or later."""

    team: Team
    today: date


def write_reminders(organisation_ids: Collection[int], now: datetime) -> Counter[str]:
    """Claim the reminders that are due in these organisations, and write them for everybody's morning."""
    awake = _awake(queries.list_teams(organisation_ids, now), now)
    if not awake:
        return Counter()
    latest = max(here.today for here in awake.values())
    rows = [
        row
        for row in queries.list_due(awake, latest)
        if row.next_reminder_on is not None and row.next_reminder_on <= awake[row.organisation_id].today
    ]
    addressed = _address(awake, [row for row in rows if row.is_wanted], latest)
    full = _written_today(awake, addressed)
    # What came up after this morning's mail waits for the next one.
    rows = [row for row in rows if full.isdisjoint(addressed.get(row.id, ()))]
    claimed = _claim(rows, {row.id: awake[row.organisation_id].today for row in rows}, addressed)
    return _write(awake, [row for row in rows if row.id in claimed], addressed, now)


def _awake(teams: Iterable[Team], now: datetime) -> dict[int, Awake]:
    """Return the organisations where nobody is asleep any more, each with its own day."""
    awake: dict[int, Awake] = {}
    for team in teams:
        on_the_wall = local(now, team.place.time_zone)
        if on_the_wall.time() >= MORNING:
            awake[team.place.id] = Awake(team, on_the_wall.date())
    return awake


def _address(awake: Mapping[int, Awake], rows: Sequence[Awaited], until: date) -> dict[int, set[Mail]]:
    """Say of each row which mail, to whom, it belongs in."""
    holders = queries.find_holders_of_due(awake, until)
    owners = owners_of({key: here.team for key, here in awake.items()}, rows, holders)
    approvers = {key: here.team.approvers() for key, here in awake.items()}
    addressed: dict[int, set[Mail]] = {}
    for row in rows:
        step = latest_step(row.due_on, awake[row.organisation_id].today)
        if step is None:
            continue
        subject = Subject(notice_of(step), row.organisation_id, row.programme_id)
        people = owners[row.id]
        if step >= APPROVERS_FROM:
            people = people | approvers[row.organisation_id]
        addressed[row.id] = {(subject, person) for person in people}
    return addressed


def owners_of(
    teams: Mapping[int, Team], rows: Sequence[Awaited], holders: Holders
) -> dict[int, set[Recipient]]:
    """Return who looks after the commitment of each row."""
    return {
        row.id: teams[row.organisation_id].owners(_in_order(holders.get(row.commitment_key, {})))
        for row in rows
    }


def _in_order(held: Mapping[OwnerRole, int | None]) -> list[int | None]:
    return [held.get(OwnerRole.OWNER), held.get(OwnerRole.DEPUTY)]


def _written_today(awake: Mapping[int, Awake], addressed: Mapping[int, set[Mail]]) -> set[Mail]:
    """Return which of these mails have been written today already."""
    keys = {mail: _key(awake, mail) for mails in addressed.values() for mail in mails}
    written = queries.find_written(keys.values())
    return {mail for mail, key in keys.items() if key in written}


def _key(awake: Mapping[int, Awake], mail: Mail) -> str:
    subject, recipient = mail
    here = awake[subject.organisation_id]
    return emails.reminder_key(subject, here.team.place, recipient, here.today)


def _claim(
    rows: Iterable[Awaited], todays: Mapping[int, date], addressed: Mapping[int, set[Mail]]
) -> set[int]:
    """Move the rows on to their next step, but not those that a report came in for meanwhile."""
    together: defaultdict[tuple[date, date, bool, bool], list[int]] = defaultdict(list)
    for row in rows:
        told = bool(addressed.get(row.id))
        together[row.due_on, todays[row.id], row.is_wanted, told].append(row.id)
    moves: defaultdict[tuple[date | None, bool, date | None], list[int]] = defaultdict(list)
    for (due_on, today, is_wanted, told), ids in together.items():
        moves[next_reminder_day(due_on, after=today), is_wanted, today if told else None] += ids
    claimed: set[int] = set()
    for (following, is_wanted, told_on), ids in moves.items():
        for start in range(0, len(ids), queries.PART):
            claimed |= _move(
                ids[start : start + queries.PART], following, is_wanted=is_wanted, told_on=told_on
            )
    return claimed


def _move(ids: Sequence[int], following: date | None, *, is_wanted: bool, told_on: date | None) -> set[int]:
    """Move them, and count the reminder where somebody gets it (`told_on`)."""
    counted = {"reminders": ExpectedCheckIn.reminders + 1, "last_reminded_on": told_on} if told_on else {}
    statement = (
        update(ExpectedCheckIn)
        .where(ExpectedCheckIn.id.in_(ids), ExpectedCheckIn.next_reminder_on.is_not(None))
        .values(next_reminder_on=following, **counted)
        .returning(ExpectedCheckIn.id)
        # By their own keys, which came from the organisations we hold.
        .execution_options(synchronize_session=False, every_organisation=True)
    )
    if is_wanted:
        statement = statement.where(ExpectedCheckIn.reported_on.is_(None))
    return set(db.session.scalars(statement))


def _write(
    awake: Mapping[int, Awake], rows: Iterable[Awaited], addressed: Mapping[int, set[Mail]], now: datetime
) -> Counter[str]:
    counts: Counter[str] = Counter()
    mails: defaultdict[Mail, list[Awaited]] = defaultdict(list)
    for row in rows:
        to = addressed.get(row.id, set())
        counts["reminded" if to else "passed_over"] += 1
        for mail in to:
            mails[mail].append(row)
    written: list[OutgoingEmail] = []
    for (subject, recipient), its_rows in mails.items():
        here = awake[subject.organisation_id]
        written.append(
            emails.reminder(subject, here.team.place, recipient, its_rows, today=here.today, now=now)
        )
    db.session.add_all(written)
    db.session.flush()
    counts["mails"] += len(written)
    return counts
