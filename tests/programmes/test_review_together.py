"""Acknowledging or approving several at once, and what was public before the present round began."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.check_ins.actions import correct_check_in
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Decision, Review
from equity_tracker.model.round import RoundState
from equity_tracker.programmes.queries.reviews import count_waiting
from tests.conftest import NOW
from tests.programmes.conftest import As, Log, Mails, Report, Submit
from tests.support.factories.commitment import answers, make_published
from tests.support.factories.programme import make_round
from tests.support.page import FilledForm, Page
from tests.support.people import World, make_colleague

Ticks = Callable[..., FilledForm]


@pytest.fixture
def queue(as_: As, world: World) -> Callable[..., Page]:
    """Open the list of what waits, as Paula or somebody else."""
    return lambda person=world.paula: as_(person).get(
        "programmes.list_reviews", programme=world.programme.slug
    )


@pytest.fixture
def tick(queue: Callable[..., Page]) -> Ticks:
    """Open the list and tick all that can be ticked."""

    def ticked(person: User | None = None, button: str = "Acknowledge those ticked") -> FilledForm:
        form = (queue(person) if person else queue()).form(button)
        return form.fill(ticked=[box.get("value") for box in form.form.xpath(".//input[@name='ticked']")])

    return ticked


@pytest.fixture
def promises(world: World) -> list[Commitment]:
    """Three that nobody has to review any more: their rows in the list are their check-ins."""
    made = [
        make_published(world.alder, world.programme, now=NOW, title=f"Promise {number}")
        for number in (1, 2, 3)
    ]
    for row in made:
        row.submitted_at = None
    db.session.commit()
    return made


def reviews(programme: Programme) -> list[Review]:
    return list(
        db.session.scalars(select(Review).where(Review.programme_id == programme.id).order_by(Review.id))
    )


def corrected(check_in: CheckIn, world: World, **at: Any) -> None:
    correct_check_in(
        check_in,
        answers(why="Another reason."),
        reason="It was wrong.",
        seen=1,
        by=world.cora,
        now=NOW + timedelta(**at),
        today=NOW.date(),
    )
    db.session.commit()


def test_each_has_its_own_record_and_mail(
    *, tick: Ticks, report: Report, promises: list[Commitment], world: World, mails: Mails, log: Log
) -> None:
    for promise in promises:
        report(promise)

    page = tick().submit()

    assert "3 acknowledged." in page.flash
    assert "Nothing to review" in page.main
    assert [row.decision for row in reviews(world.programme)] == [Decision.ACKNOWLEDGED] * 3
    assert log().count("check_in_acknowledged") == 3
    assert sum(mail.name == "check_in_acknowledged" for mail in mails()) == 6


def test_only_what_was_ticked_is_accepted(
    queue: Callable[..., Page], report: Report, promises: list[Commitment], world: World
) -> None:
    first, second = report(promises[0]), report(promises[1])

    queue().form("Acknowledge those ticked").fill(ticked=f"check_in.{first.public_id}.1").submit()

    assert [row.check_in_id for row in reviews(world.programme)] == [first.id]
    left = queue().form("Acknowledge those ticked").form.xpath(".//input[@name='ticked']/@value")
    assert left == [f"check_in.{second.public_id}.1"]


def test_approving_publishes_commitments_and_check_ins(
    *,
    approving: Programme,
    tick: Ticks,
    submit: Submit,
    report: Report,
    promises: list[Commitment],
    mails: Mails,
) -> None:
    commitment, check_in = submit(title="A new promise"), report(promises[0])

    page = tick(button="Approve those ticked").submit()

    assert "2 approved and published." in page.flash
    db.session.refresh(commitment)
    db.session.refresh(check_in)
    assert (commitment.lifecycle, check_in.published_version) == (Lifecycle.PUBLISHED, 1)
    assert {mail.name for mail in mails()} >= {"commitment_approved", "check_in_approved"}


def test_what_changed_meanwhile_is_left_and_named_with_its_time(
    *, tick: Ticks, report: Report, promises: list[Commitment], world: World, queue: Callable[..., Page]
) -> None:
    check_ins = [report(promise) for promise in promises]
    form = tick()
    corrected(check_ins[1], world, minutes=2)

    page = form.submit()

    assert "2 acknowledged." in page.text
    assert "1 left: Check-in 1 on Promise 2 (it was changed at 10:02)." in page.text
    assert sorted(row.check_in_id or 0 for row in reviews(world.programme)) == [
        check_ins[0].id,
        check_ins[2].id,
    ]
    assert "1 submission waits" in queue().main


def test_what_a_colleague_decided_meanwhile_is_named_with_who(
    *, tick: Ticks, report: Report, promises: list[Commitment], world: World
) -> None:
    pia = make_colleague("Pia Coordinator", world.programme, ProgrammeRole.COORDINATOR, NOW)
    report(promises[0])
    late = tick()
    tick(pia).submit()

    assert "1 left: Check-in 1 on Promise 1 (Pia Coordinator acknowledged it at 10:00)." in late.submit().text
    assert len(reviews(world.programme)) == 1


def test_ones_own_has_no_box_and_is_left_when_sent_all_the_same(
    *, queue: Callable[..., Page], report: Report, promises: list[Commitment], world: World, as_: As
) -> None:
    db.session.add(
        ProgrammeMembership(
            user=world.cora, programme=world.programme, role=ProgrammeRole.COORDINATOR, created_at=NOW
        )
    )
    db.session.commit()
    check_in = report(promises[0])

    assert "You sent it" in queue(world.cora).main
    page = as_(world.cora).post(
        "programmes.list_reviews",
        {"ticked": f"check_in.{check_in.public_id}.1"},
        programme=world.programme.slug,
    )

    assert "1 left: Check-in 1 on Promise 1 (you sent it yourself)." in page.text
    assert reviews(world.programme) == []


@pytest.mark.parametrize("ticked", ["", "check_in", "commitment.x.y", "sale.zzzzzzzzzzzz.1"])
def test_nothing_ticked_or_nonsense_is_refused(
    as_: As, report: Report, promises: list[Commitment], world: World, ticked: str
) -> None:
    report(promises[0])

    refused = as_(world.paula).post(
        "programmes.list_reviews", {"ticked": ticked}, programme=world.programme.slug, expected=422
    )

    assert list(refused.errors) == ["ticked"]
    assert reviews(world.programme) == []


def test_what_belongs_to_another_programme_is_left(
    as_: As, report: Report, promises: list[Commitment], world: World
) -> None:
    check_in = report(promises[0])

    page = as_(world.other_paula).post(
        "programmes.list_reviews",
        {"ticked": f"check_in.{check_in.public_id}.1"},
        programme=world.other_programme.slug,
    )

    assert "1 left: A check-in (it is not in this programme any more)." in page.text
    assert reviews(world.programme) == []


def test_an_observer_reads_the_list_without_boxes(
    queue: Callable[..., Page], report: Report, promises: list[Commitment], world: World
) -> None:
    report(promises[0])
    page = queue(world.otto)

    assert page.has_link("Promise 1")
    assert page.soup.select("input[name=ticked]") == []


def test_a_closed_programme_refuses_all_of_them(
    tick: Ticks, report: Report, promises: list[Commitment], world: World
) -> None:
    report(promises[0])
    form = tick()
    world.programme.close("Done.", today=NOW.date())
    db.session.commit()

    assert form.submit(expected=422).error_list
    assert reviews(world.programme) == []


def test_what_was_public_before_the_round_does_not_pile_up(
    *, queue: Callable[..., Page], report: Report, promises: list[Commitment], world: World, as_: As
) -> None:
    """A coordinator who comes later is asked for what this round brings, and not for all that ever was."""
    for promise in promises[:2]:
        report(promise)
    make_round(
        world.programme, number=3, due_on=NOW.date() + timedelta(days=90), state=RoundState.OPEN
    ).opens_on = NOW.date() + timedelta(days=1)
    db.session.commit()
    new = report(promises[2], at=NOW + timedelta(days=2), next_step_on=date(2026, 12, 1))
    pia = make_colleague("Pia Coordinator", world.programme, ProgrammeRole.COORDINATOR, NOW)
    db.session.commit()

    page = queue(pia)
    assert "1 submission waits" in page.main
    assert "2 older ones, published already" in page.main
    assert count_waiting(world.programme) == 1

    done = page.form("Acknowledge the older ones").submit()

    assert "2 acknowledged." in done.flash
    assert "older" not in done.main
    assert new.id not in {row.check_in_id for row in reviews(world.programme)}


def test_what_awaits_approval_is_never_older(
    *, approving: Programme, queue: Callable[..., Page], report: Report, promises: list[Commitment]
) -> None:
    report(promises[0])
    make_round(
        approving, number=3, due_on=NOW.date() + timedelta(days=90), state=RoundState.OPEN
    ).opens_on = NOW.date() + timedelta(days=1)
    db.session.commit()

    assert "1 submission waits" in queue().main
    assert count_waiting(approving, older=True) == 0


def test_a_correction_after_the_round_began_is_read_anew(
    *, report: Report, promises: list[Commitment], world: World
) -> None:
    check_in = report(promises[0])
    make_round(
        world.programme, number=3, due_on=NOW.date() + timedelta(days=90), state=RoundState.OPEN
    ).opens_on = NOW.date() + timedelta(days=1)
    db.session.commit()
    assert count_waiting(world.programme) == 0

    corrected(check_in, world, days=2)

    assert count_waiting(world.programme) == 1
