from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from equity_tracker.check_ins.actions import record_check_in
from equity_tracker.extensions import db
from equity_tracker.model.amendment import Amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.join_request import JoinRequest
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.people import User
from equity_tracker.model.programme import Participation
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.review import Decision, Review
from equity_tracker.model.round import ExpectedCheckIn, RoundState
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers, make_commitment, make_draft, make_published
from tests.support.factories.programme import make_participation, make_round
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Publish = Callable[..., Commitment]
Expect = Callable[[Commitment, date], ExpectedCheckIn]

TODAY = NOW.date()


def home(as_: As, person: User, world: World) -> Page:
    return as_(person).get("organisations.show_home", organisation=world.alder.slug)


def tasks(page: Page) -> list[str]:
    """Return the lines of the list, in order."""
    return [" ".join(item.get_text(" ").split()) for item in page.soup.select("main .worklist > li")]


@pytest.fixture
def published(world: World) -> Publish:
    return lambda title="A promise", **fields: make_published(
        world.alder, world.programme, now=NOW - timedelta(days=300), title=title, **fields
    )


@pytest.fixture
def expect(world: World) -> Expect:
    """Return what expects a check-in on a commitment in a round of its own, due on a day."""
    numbers = iter(range(1, 20))

    def make(commitment: Commitment, due_on: date) -> ExpectedCheckIn:
        round_ = make_round(world.programme, number=next(numbers), due_on=due_on, state=RoundState.OPEN)
        db.session.flush()
        expected = commitment.expect_check_in(round_)
        db.session.add(expected)
        db.session.flush()
        refresh_register_entry(commitment, now=NOW)
        db.session.commit()
        return expected

    return make


@pytest.fixture
def due(published: Publish, expect: Expect) -> Publish:
    """Return what publishes a promise on which a check-in is due on a day."""

    def make(due_on: date) -> Commitment:
        commitment = published()
        expect(commitment, due_on)
        return commitment

    return make


def returned(commitment: Commitment, reason: str, by: User, check_in_id: int | None = None) -> None:
    db.session.add(
        Review(
            commitment=commitment,
            check_in_id=check_in_id,
            decision=Decision.RETURNED,
            reason=reason,
            reviewed_by=by,
            reviewed_at=NOW,
        )
    )
    db.session.commit()


def amendment_of(commitment: Commitment, by: User) -> dict[str, Any]:
    """Return the columns of a change that somebody began after it was returned."""
    return {
        "organisation_id": commitment.organisation_id,
        "programme_id": commitment.programme_id,
        "commitment_id": commitment.id,
        "number": 1,
        "answers": {"title": "Mended"},
        "begun_by_id": by.id,
        "begun_at": NOW + timedelta(hours=1),
    }


def test_a_new_organisation_is_told_what_to_do_first(as_: As, ada: User, world: World) -> None:
    page = home(as_, ada, world)

    assert page.heading == "What needs doing"
    assert "No commitments yet" in page.main
    assert page.link("Register a commitment").follow().heading
    assert page.link("Invite a colleague").follow().heading == "Invite a colleague"


def test_a_viewer_of_a_new_organisation_sees_no_buttons(as_: As, vic: User, world: World) -> None:
    page = home(as_, vic, world)

    assert "No commitments yet" in page.main
    assert not page.has_link("Register a commitment")
    assert not page.has_link("Invite a colleague")


def test_an_organisation_in_no_programme_is_told_whom_to_wait_for(as_: As, eve: User, world: World) -> None:
    db.session.execute(delete(Participation).where(Participation.organisation_id == world.birch.id))
    db.session.commit()

    page = as_(eve).get("organisations.show_home", organisation=world.birch.slug)

    assert "No programme yet" in page.main


def test_an_organisation_with_nothing_to_do_is_told_so(
    as_: As, cora: User, world: World, published: Publish
) -> None:
    published()
    db.session.commit()

    page = home(as_, cora, world)

    assert tasks(page) == []
    assert "Nothing needs doing now" in page.main


@pytest.mark.parametrize(
    ("due_on", "line"),
    [
        (TODAY + timedelta(days=30), "Fairer Shore. Due 6 May 2026"),
        (TODAY, "Fairer Shore. Due 6 April 2026"),
        (
            TODAY - timedelta(days=1),
            "Fairer Shore. It can still be sent. Overdue Was due 5 April 2026",
        ),
        (
            TODAY - timedelta(days=15),
            "Fairer Shore. It can still be sent. Never reported Was due 22 March 2026",
        ),
    ],
)
def test_a_check_in_that_is_due_is_listed_with_its_date(
    as_: As, world: World, due: Publish, due_on: date, line: str
) -> None:
    due(due_on)

    page = home(as_, world.cora, world)

    assert tasks(page) == [f"Check in: A promise {line}"]
    assert page.link("Check in: A promise").url.endswith("/check-ins/new")


def test_what_is_due_later_is_not_listed_yet(
    as_: As, cora: User, world: World, published: Publish, expect: Expect
) -> None:
    expect(published(), TODAY + timedelta(days=31))

    assert tasks(home(as_, cora, world)) == []


def test_nothing_is_asked_for_a_programme_that_is_closed(
    as_: As, cora: User, world: World, published: Publish, expect: Expect
) -> None:
    expect(published(), TODAY)
    world.programme.closed_on = TODAY
    db.session.commit()

    assert tasks(home(as_, cora, world)) == []


def test_a_returned_commitment_is_listed_with_the_reason(
    as_: As, cora: User, paula: User, world: World
) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW, title="Sent back")
    commitment.submit(as_statement_of_intent=False, now=NOW)
    commitment.return_with_reason()
    returned(commitment, "Say by when.", paula)

    page = home(as_, cora, world)

    assert tasks(page) == ["Revise and submit again: Sent back Returned: Say by when. Returned"]
    assert page.link("Revise and submit again").url.endswith(f"/commitments/{commitment.public_id}")


def test_what_was_returned_after_it_was_published_is_listed_until_it_is_changed(
    as_: As, cora: User, paula: User, published: Publish, world: World
) -> None:
    commitment = published(title="Out already")
    returned(commitment, "Who decides?", paula)

    assert tasks(home(as_, cora, world)) == [
        "Change what is public: Out already Returned: Who decides? Returned"
    ]

    page = home(as_, cora, world).link("Change what is public").follow()
    assert "Out already" in page.main
    db.session.add(Amendment(**amendment_of(commitment, cora)))
    db.session.commit()
    assert [task for task in tasks(home(as_, cora, world)) if "Change what is public" in task] == []


def test_what_became_of_another_commitment_does_not_hide_that_one_was_returned(
    as_: As, cora: User, paula: User, published: Publish, world: World
) -> None:
    first, second, changed = (published(title=title) for title in ("First", "Second", "Changed"))
    for commitment in (first, second, changed):
        returned(commitment, "Who decides?", paula)
    db.session.add(Amendment(**amendment_of(changed, cora)))
    db.session.commit()

    listed = [task for task in tasks(home(as_, cora, world)) if "Change what is public" in task]
    assert [task.split()[4] for task in listed] == ["First", "Second"]


def test_who_asks_to_join_is_listed_for_those_who_may_answer(
    as_: As, ada: User, cora: User, world: World
) -> None:
    request = JoinRequest(
        organisation=world.alder, name="Nora New", email="n@x.example", job_title="Analyst", asked_at=NOW
    )
    db.session.add(request)
    db.session.commit()

    [task] = tasks(home(as_, ada, world))
    assert task.startswith("Answer who asks to join: Nora New Analyst. Nobody has checked who it is.")
    assert "Nora" not in home(as_, cora, world).main


@pytest.mark.parametrize("due_on", [TODAY - timedelta(days=2), TODAY + timedelta(days=2)])
def test_a_returned_check_in_is_listed_once_with_the_reason(
    as_: As, world: World, due: Publish, due_on: date
) -> None:
    commitment = due(due_on)
    check_in = record_check_in(commitment, answers(), seen=0, by=world.cora, now=NOW, today=TODAY)
    db.session.flush()
    check_in.return_with_reason()
    refresh_register_entry(commitment, now=NOW)
    returned(commitment, "Which contract?", world.paula, check_in_id=check_in.id)

    page = home(as_, world.cora, world)

    (line,) = tasks(page)
    assert line.startswith("Correct check-in 1: A promise Returned: Which contract?")
    assert page.link("Correct check-in 1").url.endswith(f"/check-ins/{check_in.public_id}/correct")


def test_a_draft_is_listed_with_the_moment_it_was_last_saved(as_: As, cora: User, world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW - timedelta(days=9), title="Half done")
    draft.edited_at = NOW - timedelta(days=2)
    db.session.commit()

    (line,) = tasks(home(as_, cora, world))

    assert line.startswith("Finish registering: Half done")
    assert line.endswith("Last saved 4 April 2026 at 10:00")


def test_a_milestone_whose_date_has_passed_is_listed_until_something_is_reported(
    as_: As, cora: User, world: World, published: Publish
) -> None:
    commitment = published()
    commitment.milestones.append(Milestone(title="Both unions agree", planned_on=date(2026, 4, 5)))
    commitment.milestones.append(Milestone(title="Not yet", planned_on=date(2026, 4, 6)))
    commitment.milestones.append(
        Milestone(title="Done", planned_on=date(2026, 2, 1), actual_on=date(2026, 2, 3))
    )
    commitment.milestones.append(
        Milestone(title="Moved", planned_on=date(2026, 2, 1), revised_on=date(2026, 9, 1))
    )
    db.session.commit()

    (line,) = tasks(home(as_, cora, world))
    assert line.startswith("Say what became of a milestone: Both unions agree A promise.")
    assert line.endswith("Planned for 5 April 2026")

    commitment.last_reported_on = date(2026, 4, 5)
    db.session.commit()
    assert tasks(home(as_, cora, world)) == []


def test_an_invitation_to_a_programme_is_answered_by_an_admin(
    as_: As, ada: User, cora: User, world: World
) -> None:
    participation = make_participation(world.alder, world.other_programme, now=NOW)
    participation.joined_on, participation.invited_on = None, date(2026, 4, 1)
    db.session.commit()

    page = home(as_, ada, world)

    assert "Invited 1 April 2026" in tasks(page)[0]
    assert page.link("Answer the invitation: Other Work").follow().heading == "Join Other Work?"
    assert not home(as_, cora, world).has_link("Answer the invitation")


def test_the_most_urgent_comes_first(
    as_: As, ada: User, world: World, published: Publish, expect: Expect
) -> None:
    participation = make_participation(world.alder, world.other_programme, now=NOW)
    participation.joined_on = None
    make_draft(world.alder, world.programme, now=NOW, title="Draft")
    sent_back = make_commitment(world.alder, world.programme, now=NOW, title="Sent back")
    sent_back.submit(as_statement_of_intent=False, now=NOW)
    sent_back.return_with_reason()
    late_step = published("Late step")
    late_step.milestones.append(Milestone(title="A step", planned_on=date(2026, 1, 5)))
    expect(published("Soon"), TODAY + timedelta(days=3))
    expect(published("Overdue"), TODAY - timedelta(days=3))
    expect(published("Long due"), TODAY - timedelta(days=90))

    assert [line.split(":")[0] + ":" + line.split(":")[1][:9] for line in tasks(home(as_, ada, world))] == [
        "Check in: Long due",
        "Check in: Overdue ",
        "Revise and submit again: Sent bac",
        "Check in: Soon Fai",
        "Say what became of a milestone: A step L",
        "Answer the invitation: Other Wo",
        "Finish registering: Draft Be",
    ]


def test_a_viewer_reads_the_list_and_is_offered_nothing_to_do(
    as_: As, vic: User, world: World, published: Publish, expect: Expect
) -> None:
    expect(published(), TODAY)

    page = home(as_, vic, world)

    assert tasks(page)[0].startswith("Check in: A promise")
    assert not page.has_link("Check in")
    assert page.link("A promise").follow().heading == "A promise"


def test_the_page_says_how_many_of_how_many_reported(
    as_: As, cora: User, world: World, published: Publish, expect: Expect
) -> None:
    first, second = published("One"), published("Two")
    expected = expect(first, TODAY + timedelta(days=40))
    db.session.add(second.expect_check_in(expected.round))
    expected.reported_on = TODAY
    db.session.commit()

    page = home(as_, world.vic, world)

    assert "1 of 2 reported in Round 1 of Fairer Shore, due 16 May 2026" in page.main


def test_nothing_of_another_organisation_is_listed(
    as_: As, eve: User, world: World, published: Publish, expect: Expect
) -> None:
    expect(published(), TODAY)
    make_draft(world.alder, world.programme, now=NOW, title="Alder's draft")
    db.session.commit()

    page = as_(eve).get("organisations.show_home", organisation=world.birch.slug)

    assert "No commitments yet" in page.main


@pytest.mark.thorough
def test_forty_things_to_do_cost_no_more_queries_than_one(
    as_: As, cora: User, world: World, expect: Expect
) -> None:
    round_ = make_round(world.programme, number=9, due_on=TODAY, state=RoundState.OPEN)
    for number in range(40):
        make_draft(world.alder, world.programme, now=NOW, title=f"Draft {number}")
        commitment = make_published(world.alder, world.programme, now=NOW, title=f"Promise {number}")
        db.session.add(commitment.expect_check_in(round_))
        commitment.next_due_on, commitment.grace_until = round_.due_on, round_.grace_until
    db.session.commit()
    db.session.expire_all()

    page = as_(cora).get("organisations.show_home", organisation=world.alder.slug, most_queries=20)

    assert len(tasks(page)) == 80
