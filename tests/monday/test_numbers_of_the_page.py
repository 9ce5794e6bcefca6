"""Every number that the Monday page and its lists print is what a person would count: random small worlds."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import Phase, given, settings
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.flags import MOVES, FlagKind, flags
from equity_tracker.model.look_again import standing
from equity_tracker.model.people import Membership
from equity_tracker.model.refused_address import RefusedAddress
from equity_tracker.model.reporting import outstanding
from equity_tracker.model.review import Decision, Review
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.monday.kinds import OrphanKind
from equity_tracker.monday.queries.drift import LEDGER
from equity_tracker.monday.queries.look_again import LOOK_AGAIN
from equity_tracker.programmes.queries.reviews import count_waiting
from tests.conftest import NOW, isolation
from tests.monday.conftest import TODAY
from tests.monday.test_counts import SINCE, cleared_until, is_missing, live
from tests.monday.worlds import build, worlds
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World, make_world

LOOKS = (
    "almost the same text as before",
    "complete without evidence",
    "less community power than claimed",
    "a measure further from its target",
    "no update for a long time",
    "read differently by a partner",
)
GAPS = {
    OrphanKind.NO_OWNER: "no post-holder",
    OrphanKind.NO_SPONSOR: "no senior sponsor",
    OrphanKind.ENDED: "organisation ended",
    OrphanKind.FUNDING: "funding ends first",
    OrphanKind.NO_MAIL: "nobody to write to",
    OrphanKind.UNDECIDED: "not said whether it is taken on",
    OrphanKind.UNCHANGED: "accepted with changes, none sent yet",
}
Made = Sequence[Commitment]


@pytest.mark.thorough
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(worlds)
def test_every_number_that_is_printed_equals_a_recount(app: Flask, plan: dict[str, Any]) -> None:
    with isolation(app):
        world = make_world(NOW)
        made = build(world, plan)
        asks = CheckingClient(app, world.paula)
        here: dict[str, Any] = {"programme": world.programme.slug}

        home = asks.get("programmes.show_home", **here)

        assert lines_under(home, "What needs doing now") == what_needs_doing(world, made)
        assert lines_under(home, "This week’s lists") == this_weeks_lists(world, made)
        assert figures(home) == open_rounds(world)
        assert older_waiting(world, made) == count_waiting(world.programme, older=True)
        assert_lists(asks, here, world, made)


def lines_under(page: Page, heading: str) -> list[str]:
    """Return the lines of the list that follows a heading and comes before the next one."""
    found = page.soup.find(["h1", "h2"], string=heading)
    after = found.find_next(["h2", "ul"]) if found else None
    assert after is not None
    return [" ".join(item.get_text(" ").split()) for item in after.select("li")]


def figures(page: Page) -> list[str]:
    return [" ".join(figure.get_text(" ").split()) for figure in page.soup.select("p.figure")]


def counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def what_needs_doing(world: World, made: Made) -> list[str]:
    """Say each line with its number; what is none has no line."""
    owed = [(row, outstanding(row)) for row in live(made)]
    late = [(row, place) for row, place in owed if place is not None and place.due_on < TODAY]
    overdue = [row for row, place in late if place.grace_until >= TODAY]
    over = [row for row, place in late if place.grace_until < TODAY]
    never = [row for row in over if not has_report(row)]
    soon = TODAY + timedelta(days=30)
    due = [row for row, place in owed if place is not None and TODAY <= place.due_on <= soon]
    missing = Counter(kind for row in live(made) for kind in OrphanKind if is_missing(kind, row))
    lines = (
        (waiting(world, made), "submission", "to acknowledge or approve"),
        (len(overdue), "commitment", "overdue for a check-in"),
        (len(over) - len(never), "commitment", "not reported, after the days of grace"),
        (len(never), "commitment", "never reported on"),
        (
            missing[OrphanKind.NO_OWNER],
            "commitment",
            "without a post-holder: nobody is named, or who was has left",
        ),
        (len(due), "check-in", "due in the next 30 days"),
        (missing[OrphanKind.NO_SPONSOR], "commitment", "without a senior sponsor"),
        (len(invited(world)), "organisation", "invited and not joined yet"),
    )
    refused = refused_addresses(world)
    words = [f"{counted(number, what)} {why}" for number, what, why in lines if number]
    if refused:
        why = "where mail comes back: somebody else is reminded instead"
        words.append(f"{counted(refused, 'address', 'addresses')} {why}")
    return words


def has_report(commitment: Commitment) -> bool:
    return any(
        not row.is_retracted and (not row.is_returned or row.published_version is not None)
        for row in commitment.check_ins
    )


def waiting(world: World, made: Made) -> int:
    """Count what nobody has decided on, without what was public before the present rounds began."""
    return everything_waiting(made) - older_waiting(world, made)


def everything_waiting(made: Made) -> int:
    return sum(waits(row) for row in made) + sum(
        check_in_waits(row) for commitment in made for row in commitment.check_ins
    )


def older_waiting(world: World, made: Made) -> int:
    rounds = db.session.scalars(select(Round).where(Round.programme_id == world.programme.id)).all()
    opened = [row.opens_on for row in rounds if row.state is RoundState.OPEN]
    began = min(opened)
    commitments = [
        row
        for row in made
        if waits(row)
        and row.lifecycle is Lifecycle.PUBLISHED
        and row.submitted_at is not None
        and row.submitted_at.date() < began
        and not any(change.is_waiting for change in row.amendments)
    ]
    check_ins = [
        row
        for commitment in made
        for row in commitment.check_ins
        if check_in_waits(row)
        and row.published_version == row.versions[-1].number
        and row.versions[-1].submitted_at.date() < began
    ]
    return len(commitments) + len(check_ins)


def reviews_of(commitment: Commitment) -> list[Review]:
    rows = select(Review).where(
        Review.programme_id == commitment.programme_id, Review.commitment_id == commitment.id
    )
    return list(db.session.scalars(rows))


def waits(commitment: Commitment) -> bool:
    if commitment.lifecycle is Lifecycle.SUBMITTED:
        return True
    if commitment.lifecycle is not Lifecycle.PUBLISHED:
        return False
    submitted_at = commitment.submitted_at
    looked_at = [
        row
        for row in reviews_of(commitment)
        if row.check_in_id is None
        and (row.amendment_number is None or row.decision is not Decision.RETURNED)
        and submitted_at is not None
        and row.reviewed_at >= submitted_at
    ]
    return any(change.is_waiting for change in commitment.amendments) or not looked_at


def check_in_waits(check_in: Any) -> bool:
    if check_in.is_returned or check_in.is_retracted:
        return False
    decided = {(row.check_in_id, row.check_in_version) for row in reviews_of(check_in.commitment)}
    return (check_in.id, check_in.versions[-1].number) not in decided


def invited(world: World) -> list[Any]:
    return [row for row in world.programme.participations if row.joined_on is None and row.left_on is None]


def refused_addresses(world: World) -> int:
    here = {
        row.organisation_id: row.organisation
        for row in world.programme.participations
        if row.joined_on is not None and row.left_on is None
    }
    members = db.session.scalars(select(Membership).where(Membership.organisation_id.in_(here)))
    known = {row.user.email for row in members if row.ended_at is None}
    known |= {organisation.mailbox for organisation in here.values() if organisation.mailbox}
    return sum(row.address in known for row in db.session.scalars(select(RefusedAddress)))


def owed_places(made: Made) -> list[ExpectedCheckIn]:
    return [
        place
        for row in live(made)
        for place in row.expected_check_ins
        if place.is_outstanding and cleared_until(row) < place.due_on < TODAY
    ]


def all_flags(made: Made) -> Counter[FlagKind]:
    found: Counter[FlagKind] = Counter()
    for row in made:
        stands = standing(row)
        if stands is not None and not row.is_statement_of_intent:
            found.update(
                flag.kind for flag in flags(*stands) if row.is_live or (row.is_closed and flag.kind in MOVES)
            )
    found[FlagKind.STALE] = sum(row.stale_from is not None and row.stale_from <= TODAY for row in live(made))
    return found


def this_weeks_lists(world: World, made: Made) -> list[str]:
    places, found = owed_places(made), all_flags(made)
    organisations = len({place.organisation_id for place in places})
    asked = len({row.organisation_id for row in live(made)})
    unreported = (
        f"{counted(len(places), 'check-in')}, from {organisations} of {counted(asked, 'organisation')}"
        " with a live commitment"
        if places
        else "everything that was due has come"
    )
    looks = [f"{words} ({found[kind]})" for kind, words in zip(LOOK_AGAIN, LOOKS, strict=True) if found[kind]]
    total = sum(found[kind] for kind in LOOK_AGAIN)
    return [
        f"Not reported {unreported}",
        what_changed(world, made),
        f"Look again {counted(total, 'thing')}: {', '.join(looks)}"
        if total
        else "Look again nothing stands out",
        f"Drift {', '.join(f'{found[kind]} {kind.value}' for kind in LEDGER)}",
        orphans(made),
    ]


def orphans(made: Made) -> str:
    missing = {row.id: [kind for kind in OrphanKind if is_missing(kind, row)] for row in live(made)}
    number = sum(bool(kinds) for kinds in missing.values())
    counts = Counter(kind for kinds in missing.values() for kind in kinds)
    parts = [f"{words} ({counts[kind]})" for kind, words in GAPS.items() if counts[kind]]
    return f"Orphans {counted(number, 'commitment')}: {', '.join(parts)}" if number else "Orphans none"


def what_changed(world: World, made: Made) -> str:
    out = [row for row in made if row.lifecycle in {Lifecycle.PUBLISHED, Lifecycle.CLOSED}]
    published = sum(row.first_published_on is not None and row.first_published_on >= SINCE for row in out)
    closed = sum(row.closed_on is not None and row.closed_on >= SINCE for row in out)
    check_ins = sum(
        row.submitted_on >= SINCE and not row.is_retracted for one in made for row in one.check_ins
    )
    parts = world.programme.participations
    joined = sum(row.joined_on is not None and row.joined_on >= SINCE for row in parts)
    left = sum(row.left_on is not None and row.left_on >= SINCE for row in parts)
    return (
        f"What changed since {SINCE.day} {SINCE:%B %Y}: {published} published,"
        f" {counted(check_ins, 'check-in')}, {closed} closed"
        + (f", {joined} joined" if joined else "")
        + (f", {left} left" if left else "")
    )


def open_rounds(world: World) -> list[str]:
    rounds = db.session.scalars(
        select(Round)
        .where(Round.programme_id == world.programme.id, Round.state == RoundState.OPEN)
        .order_by(Round.number.desc())
    )
    return [
        f"{came} of {asked} reported in {row.name}, due {row.due_on.day} {row.due_on:%B %Y}"
        for row in rounds
        for asked, came in [n_of_m(row)]
    ]


def n_of_m(round_: Round) -> tuple[int, int]:
    rows = db.session.scalars(
        select(ExpectedCheckIn).where(
            ExpectedCheckIn.programme_id == round_.programme_id, ExpectedCheckIn.round_id == round_.id
        )
    )
    asked = [row for row in rows if row.reported_on or not row.settled_on]
    return len(asked), sum(row.reported_on is not None for row in asked)


def assert_lists(asks: CheckingClient, here: dict[str, Any], world: World, made: Made) -> None:
    """Say what each list counts at its head, and beside each of its narrowings."""
    places, found = owed_places(made), all_flags(made)
    assert result_count(asks.get("monday.list_not_reported", **here)) == of_organisations(places)
    for kind in sorted({place.commitment.organisation.kind for place in places}):
        page = asks.get("monday.list_not_reported", kind=kind, **here)
        some = [place for place in places if place.commitment.organisation.kind == kind]
        assert result_count(page) == of_organisations(some, " in this view")
    assert numbers_late(asks.get("monday.list_not_reported", **here)) == sorted(
        counted((TODAY - place.due_on).days, "day") for place in places
    )
    total = sum(found[kind] for kind in LOOK_AGAIN)
    assert result_count(asks.get("monday.list_flagged", **here)) == (
        f"{counted(total, 'thing')} nobody has looked at yet, by organisation in alphabetical order"
        if total
        else ""
    )
    moved = [f"{found[kind]} {kind.value}" for kind in LEDGER]
    drift = result_count(asks.get("monday.list_drift", **here))
    assert drift.removesuffix(", by organisation in alphabetical order").split(", ") == (
        [words for words in moved if not words.startswith("0 ")] or [""]
    )
    page = asks.get("monday.list_orphans", **here)
    counts = Counter(kind for row in live(made) for kind in OrphanKind if is_missing(kind, row))
    facets = [int(number.get_text()) for number in page.soup.select(".facets .facet-count")]
    assert not counts or facets == [counts[kind] for kind in OrphanKind]


def of_organisations(places: Sequence[ExpectedCheckIn], view: str = "") -> str:
    organisations = len({place.organisation_id for place in places})
    words = f"{counted(len(places), 'check-in')} of {counted(organisations, 'organisation')}"
    return f"{words}{view}, in alphabetical order" if places else ""


def result_count(page: Page) -> str:
    found = page.soup.select_one("p.result-count")
    return " ".join(found.get_text(" ").split()) if found else ""


def numbers_late(page: Page) -> list[str]:
    late = (cell.get_text(" ") for cell in page.soup.select('td[data-label="Due"] .sub'))
    return sorted(words.split(" ago")[0].strip() for words in late)
