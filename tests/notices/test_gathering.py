"""One mail a morning: what gathers for somebody, when it is let go, and that nothing is lost or doubled."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.mail_kinds import MailKind, Pace
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.permissions import OrganisationRole, ProgrammeRole
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.notices.job import (
    gather_mails,
    post_email,
    queue_due_notices,
    sweep_outbox,
    write_mornings,
)
from tests.architecture.mail_samples import SAMPLES
from tests.notices.rounds import at, expect, mails, open_round
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_participation, make_programme
from tests.support.people import World, make_colleague

# A Wednesday.
DAY = date(2026, 4, 8)
MONDAY = date(2026, 4, 13)
PAULA = "paula.coordinator@example.org"
CORA = "cora.editor@example.org"


def arrives(moment: datetime, recipient: str = PAULA, name: str = "check_in_submitted") -> OutgoingEmail:
    """Have a check-in come in, and a worker look at the mail about it at once."""
    number = len(mails())
    email = OutgoingEmail.to(recipient, name, key=f"it:{number}", context=SAMPLES[name], now=moment)
    db.session.add(email)
    db.session.commit()
    post_email(email.id, moment, post_office())
    return email


def wants(person: User, pace: Pace, kind: MailKind = MailKind.REVIEWS) -> None:
    person.choose_mail(reminders=True, weekly=True, paces={kind: pace}, time_zone=person.time_zone)
    db.session.commit()


def went_out(moment: datetime) -> list[str]:
    """Let the morning come; return what was posted then, and to whom."""
    before = {mail.id for mail in mails() if mail.state is EmailState.SENT}
    gather_mails(moment)
    sweep_outbox(moment, post_office())
    return [mail.name for mail in mails() if mail.state is EmailState.SENT and mail.id not in before]


def test_what_comes_in_waits_for_the_morning_and_comes_as_one_mail(world: World) -> None:
    rows = [arrives(at(DAY, 10)), arrives(at(DAY, 16))]
    assert [row.state for row in rows] == [EmailState.HELD] * 2

    assert went_out(at(DAY + timedelta(days=1), 6, 59)) == []
    assert went_out(at(DAY + timedelta(days=1), 7)) == ["gathered"]

    assert [row.state for row in rows] == [EmailState.GATHERED] * 2
    assert {row.gathered_into_id for row in rows} == {mails()[2].id}
    assert [row.context for row in mails()] == [{}, {}, {}]


def test_one_thing_alone_comes_by_itself(world: World) -> None:
    arrives(at(DAY, 10))

    assert went_out(at(DAY + timedelta(days=1), 7)) == ["check_in_submitted"]


def test_a_mail_that_holds_others_says_each_and_leads_to_each(world: World) -> None:
    arrives(at(DAY, 10))
    arrives(at(DAY, 11), name="commitment_closed")
    gather_mails(at(DAY + timedelta(days=1), 7))

    carrier = mails()[2]
    subject, text, html = post_office().render(carrier.name, carrier.context)

    assert subject.startswith("2 messages in one: Alder Trust checked in")
    for page in ("check-ins/qpnmkjhgfdcb", "commitments/bcdfghjkmnpq"):
        assert page in text
        assert page in html
    assert "Hello Paula Coordinator" in text


@pytest.mark.parametrize("pace", list(Pace))
def test_each_pace_lets_things_go_when_it_says(world: World, pace: Pace) -> None:
    wants(world.paula, pace)
    row = arrives(at(DAY, 10))
    at_once = [row.state]
    days = [DAY + timedelta(days=number) for number in range(1, 14)]
    mornings = [day for day in days if went_out(at(day, 7))]

    assert at_once == [
        {Pace.AT_ONCE: EmailState.SENT, Pace.NEVER: EmailState.LEFT_OUT}.get(pace, EmailState.HELD)
    ]
    thursday = DAY + timedelta(days=1)
    by_pace = {Pace.DAILY: [thursday], Pace.FEW: [thursday], Pace.WEEKLY: [MONDAY]}
    assert mornings == by_pace.get(pace, [])


@pytest.mark.parametrize(("pace", "expected"), [(Pace.FEW, 3), (Pace.DAILY, 7)])
def test_of_what_nobody_chose_three_mails_come_in_seven_days(world: World, pace: Pace, expected: int) -> None:
    wants(world.paula, pace)
    posted = []
    for number in range(7):
        arrives(at(DAY + timedelta(days=number), 10))
        posted += went_out(at(DAY + timedelta(days=number + 1), 7))
    assert len(posted) == expected

    # What was held back comes with the next: nothing stays.
    went_out(at(DAY + timedelta(days=8), 7))
    went_out(at(DAY + timedelta(days=9), 7))

    assert {mail.state for mail in mails()} <= {EmailState.SENT, EmailState.GATHERED}


def test_what_the_worker_has_to_send_at_once_is_not_held(world: World) -> None:
    row = arrives(at(DAY, 10), recipient=CORA, name="check_in_returned")

    assert row.state is EmailState.SENT


def test_somebody_without_an_account_gets_things_at_once(world: World) -> None:
    assert arrives(at(DAY, 10), recipient="new@example.org").state is EmailState.SENT


def test_who_chose_a_time_zone_has_their_morning_there(world: World) -> None:
    world.paula.time_zone = "Pacific/Auckland"
    arrives(at(DAY, 10))

    assert went_out(at(DAY + timedelta(days=1), 6, 59, zone="Pacific/Auckland")) == []
    assert went_out(at(DAY + timedelta(days=1), 7, zone="Pacific/Auckland")) == ["check_in_submitted"]


def test_there_is_one_mail_a_day_and_what_comes_later_waits(world: World) -> None:
    arrives(at(DAY, 6))
    assert went_out(at(DAY, 7)) == ["check_in_submitted"]
    arrives(at(DAY, 9))

    assert [went_out(at(DAY, hour)) for hour in (10, 15, 23)] == [[], [], []]
    assert went_out(at(DAY + timedelta(days=1), 7)) == ["check_in_submitted"]


class TestChangedChoice:
    """Somebody who chooses otherwise loses nothing, and gets nothing twice."""

    @pytest.mark.parametrize("before", [Pace.DAILY, Pace.FEW, Pace.WEEKLY])
    def test_to_at_once_lets_go_what_has_gathered(self, world: World, before: Pace) -> None:
        wants(world.paula, before)
        rows = [arrives(at(DAY, 10)), arrives(at(DAY, 11))]
        wants(world.paula, Pace.AT_ONCE)

        assert went_out(at(DAY, 12)) == ["check_in_submitted"] * 2
        assert went_out(at(DAY + timedelta(days=1), 7)) == []
        assert [row.attempts for row in rows] == [1, 1]

    def test_to_weekly_waits_for_monday(self, world: World) -> None:
        arrives(at(DAY, 10))
        wants(world.paula, Pace.WEEKLY)

        assert went_out(at(MONDAY - timedelta(days=1), 7)) == []
        assert went_out(at(MONDAY, 7)) == ["check_in_submitted"]

    def test_to_never_leaves_it_out_and_what_was_in_it_is_forgotten(self, world: World) -> None:
        row = arrives(at(DAY, 10))
        wants(world.paula, Pace.NEVER)

        assert went_out(at(DAY + timedelta(days=1), 7)) == []
        assert (row.state, row.context) == (EmailState.LEFT_OUT, {})

    def test_away_from_at_once_keeps_what_was_let_go(self, world: World) -> None:
        row = arrives(at(DAY, 10))
        gather_mails(at(DAY + timedelta(days=1), 7))
        wants(world.paula, Pace.WEEKLY)

        sweep_outbox(at(DAY + timedelta(days=1), 8), post_office())
        assert row.state is EmailState.SENT


def test_a_person_in_two_organisations_gets_one_reminder_a_morning(world: World) -> None:

    db.session.add(
        Membership(user=world.eve, organisation=world.alder, role=OrganisationRole.ADMIN, created_at=at(DAY))
    )
    due_on = DAY + timedelta(days=1)
    round_ = open_round(world.programme, due_on)
    late = open_round(world.programme, DAY - timedelta(days=1), number=2)
    for place in (world.alder, world.birch):
        expect(make_published(place, world.programme, now=at(DAY - timedelta(days=60))), round_)
        expect(make_published(place, world.programme, now=at(DAY - timedelta(days=60))), late)

    write_mornings(at(DAY, 7))

    of_eve = [mail for mail in mails() if mail.recipient == world.eve.email and mail.released_on]
    assert [(mail.name, len(mail.context["parts"])) for mail in of_eve] == [("gathered", 4)]
    _, text, html = post_office().render("gathered", of_eve[0].context)
    # A way straight to the form of each, also where they are told of together.
    forms = {
        f"/o/{place.slug}/commitments/{row.commitment.public_id}/check-ins/new"
        for place in (world.alder, world.birch)
        for row in _rows(place)
    }
    assert len(forms) == 4
    assert all(form in text and form in html for form in forms)
    # What is overdue comes first.
    names = [part["name"] for part in of_eve[0].context["parts"]]
    assert names == ["reminder_overdue"] * 2 + ["reminder_before_due"] * 2


def _rows(place: Organisation) -> Sequence[ExpectedCheckIn]:
    return db.session.scalars(
        select(ExpectedCheckIn).where(ExpectedCheckIn.organisation_id == place.id)
    ).all()


def test_a_reminder_that_was_held_back_is_written_as_of_the_day_it_goes(world: World) -> None:
    commitment = make_published(
        world.alder, world.programme, held_by=world.cora, now=at(DAY - timedelta(days=60))
    )
    reported = make_published(
        world.alder, world.programme, held_by=world.cora, now=at(DAY - timedelta(days=60)), title="Done"
    )
    round_ = open_round(world.programme, DAY + timedelta(days=1))
    expect(commitment, round_)
    done = expect(reported, round_)
    for back in (1, 2, 3):
        _had_a_mail(world.cora, DAY - timedelta(days=back))
    queue_due_notices(at(DAY, 7))
    done.reported_on = DAY
    db.session.commit()

    days = [DAY + timedelta(days=number) for number in range(6)]
    posted = [went_out(at(day, 7)) for day in days]

    # The third of the three is seven days old on the fourth morning, when the check-in is overdue.
    assert posted == [[], [], [], [], ["reminder_overdue"], []]


def test_a_reminder_that_is_answered_before_it_goes_is_left_out(world: World) -> None:
    commitment = make_published(
        world.alder, world.programme, held_by=world.cora, now=at(DAY - timedelta(days=60))
    )
    row = expect(commitment, open_round(world.programme, DAY + timedelta(days=1)))
    for back in (1, 2, 3):
        _had_a_mail(world.cora, DAY - timedelta(days=back))
    queue_due_notices(at(DAY, 7))
    row.reported_on = DAY
    db.session.commit()

    assert [went_out(at(DAY + timedelta(days=number), 7)) for number in range(8)] == [[]] * 8
    assert mails()[-1].state is EmailState.LEFT_OUT


def _had_a_mail(person: User, on: date) -> None:
    email = OutgoingEmail.to(person.email, "gathered", key=f"had:{on}", context={}, now=at(on))
    email.state, email.released_on = EmailState.SENT, on
    db.session.add(email)
    db.session.commit()


def test_a_coordinator_of_two_programmes_gets_one_weekly_mail(world: World) -> None:
    other = make_programme("Warmer Homes", world.institute, now=at(DAY), prefix="WH")

    db.session.add(
        ProgrammeMembership(
            user=world.paula, programme=other, role=ProgrammeRole.COORDINATOR, created_at=at(DAY)
        )
    )
    make_participation(world.alder, other, now=at(DAY))
    for programme in (world.programme, other):
        commitment = make_published(world.alder, programme, now=at(DAY - timedelta(days=60)))
        expect(commitment, open_round(programme, MONDAY - timedelta(days=10))).next_reminder_on = None
    db.session.commit()

    write_mornings(at(MONDAY, 7))

    of_paula = [mail for mail in mails() if mail.recipient == PAULA]
    assert [(mail.name, mail.state.value) for mail in of_paula] == [
        ("coordinator_weekly", "gathered"),
        ("coordinator_weekly", "gathered"),
        ("gathered", "waiting"),
    ]


def test_a_fault_with_one_reader_holds_up_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    arrives(at(DAY, 10))

    second = make_colleague("Pia Second", world.programme, ProgrammeRole.COORDINATOR, at(DAY))
    db.session.commit()
    arrives(at(DAY, 10), recipient=second.email)
    world.paula.time_zone = "Nowhere/At all"
    db.session.commit()

    counts = gather_mails(at(DAY + timedelta(days=1), 7))

    assert (counts["failed"], counts["mails"]) == (1, 1)
    assert PAULA not in caplog.text
