from datetime import date, timedelta

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import EmailState
from equity_tracker.model.people import Membership
from equity_tracker.model.round import Round, RoundState
from equity_tracker.notices import emails
from equity_tracker.notices.job import queue_due_notices, write_mornings
from tests.conftest import NOW
from tests.notices.rounds import at, expect, mails, open_round, titles, written
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_participation, make_programme
from tests.support.people import World

DUE = date(2026, 9, 30)
BEFORE, OVERDUE = "reminder_before_due", "reminder_overdue"
CORA, PRUE, ADA = "cora.editor@example.org", "prue.approver@example.org", "ada.admin@example.org"


def days(number: int) -> date:
    return DUE + timedelta(days=number)


@pytest.fixture
def round_(world: World) -> Round:
    return open_round(world.programme, DUE)


@pytest.fixture
def commitment(world: World) -> Commitment:
    return make_published(world.alder, world.programme, held_by=world.cora, now=NOW)


def end_membership(organisation: Organisation, name: str) -> None:
    members = db.session.scalars(select(Membership).where(Membership.organisation_id == organisation.id))
    next(member for member in members if member.user.name.startswith(name)).ended_at = NOW
    db.session.commit()


class TestCadence:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (-31, []),
            (-30, [(BEFORE, CORA)]),
            (-7, [(BEFORE, CORA)]),
            (-1, [(BEFORE, CORA)]),
            (1, [(OVERDUE, CORA)]),
            (7, [(OVERDUE, CORA), (OVERDUE, PRUE)]),
        ],
    )
    def test_a_check_in_is_reminded_of_on_these_days_and_by_these_mails(
        self, commitment: Commitment, round_: Round, day: int, expected: list[tuple[str, str]]
    ) -> None:
        row = expect(commitment, round_)
        row.next_reminder_on = days(max(day, -30))
        db.session.commit()

        queue_due_notices(at(days(day)))

        assert sorted(written()) == expected

    def test_from_opening_to_the_end_of_the_round_six_mails_go_out(
        self, commitment: Commitment, round_: Round
    ) -> None:
        expect(commitment, round_)

        for day in range(-40, 30):
            queue_due_notices(at(days(day)))

        assert sorted(((mail.created_at.date() - DUE).days, mail.recipient) for mail in mails()) == [
            (-30, CORA),
            (-7, CORA),
            (-1, CORA),
            (1, CORA),
            (7, CORA),
            (7, PRUE),
        ]

    def test_running_it_again_the_same_day_sends_nothing_more(
        self, commitment: Commitment, round_: Round
    ) -> None:
        expect(commitment, round_)

        first = queue_due_notices(at(days(-30)))
        again = [queue_due_notices(at(days(-30), hour)) for hour in (9, 12, 23)]

        assert (first["reminded"], first["mails"]) == (1, 1)
        assert all(counts["mails"] == 0 for counts in again)
        assert len(mails()) == 1

    def test_after_days_without_a_clock_only_the_latest_step_is_sent(
        self, commitment: Commitment, round_: Round
    ) -> None:
        expect(commitment, round_)

        queue_due_notices(at(days(3)))

        assert written() == [(OVERDUE, CORA)]
        assert mails()[0].context["check_ins"][0]["days"] == 3

    def test_a_dry_run_says_what_it_would_do_and_does_nothing(
        self, commitment: Commitment, round_: Round
    ) -> None:
        row = expect(commitment, round_)

        counts = queue_due_notices(at(days(-30)), dry_run=True)

        assert (counts["reminded"], counts["mails"]) == (1, 1)
        assert mails() == []
        assert row.next_reminder_on == days(-30)


class TestGrouping:
    def test_a_person_gets_one_mail_about_all_that_is_due(self, world: World, round_: Round) -> None:
        for title in ("B", "a", "C"):
            expect(
                make_published(world.alder, world.programme, held_by=world.cora, now=NOW, title=title), round_
            )

        queue_due_notices(at(days(-30)))

        assert written() == [(BEFORE, CORA)]
        assert titles(mails()[0]) == ["a", "B", "C"]

    def test_what_is_due_and_what_is_overdue_are_two_mails(
        self, world: World, commitment: Commitment, round_: Round
    ) -> None:
        expect(commitment, round_)
        later = open_round(world.programme, days(37), number=2)
        expect(
            make_published(world.alder, world.programme, held_by=world.cora, now=NOW, title="Later"), later
        )

        queue_due_notices(at(days(7)))

        assert sorted(written()) == [(BEFORE, CORA), (OVERDUE, CORA), (OVERDUE, PRUE)]

    def test_organisations_are_kept_apart(self, world: World, commitment: Commitment, round_: Round) -> None:
        expect(commitment, round_)
        expect(make_published(world.birch, world.programme, now=NOW, title="Of Birch"), round_)

        queue_due_notices(at(days(-30)))

        by_recipient = {mail.recipient: titles(mail) for mail in mails()}
        assert by_recipient == {
            CORA: ["Every cleaning contract pays the real living wage"],
            "eve.elsewhere@example.org": ["Of Birch"],
        }
        assert {mail.organisation_id for mail in mails()} == {world.alder.id, world.birch.id}

    def test_what_comes_up_after_the_morning_mail_waits_for_the_next_one(
        self, world: World, commitment: Commitment, round_: Round
    ) -> None:
        expect(commitment, round_)
        queue_due_notices(at(days(-30), 7))
        late = make_published(
            world.alder, world.programme, held_by=world.cora, now=NOW, title="Published at noon"
        )
        expect(late, round_)

        queue_due_notices(at(days(-30), 13))
        assert len(mails()) == 1
        queue_due_notices(at(days(-29), 7))

        assert [titles(mail) for mail in mails()[1:]] == [["Published at noon"]]

    def test_a_long_list_is_cut_and_says_how_many_there_are(
        self, world: World, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(emails, "MOST_LISTED", 2)
        for title in "abc":
            expect(
                make_published(world.alder, world.programme, held_by=world.cora, now=NOW, title=title), round_
            )

        queue_due_notices(at(days(-30)))

        assert mails()[0].context["total"] == 3
        assert titles(mails()[0]) == ["a", "b"]


class TestRecipients:
    def test_a_suspended_person_gets_nothing(
        self, world: World, commitment: Commitment, round_: Round
    ) -> None:
        world.cora.suspended_at = NOW
        expect(commitment, round_)

        queue_due_notices(at(days(-30)))

        assert written() == [(BEFORE, ADA)]

    def test_without_an_approver_the_admin_is_told_after_a_week(
        self, world: World, commitment: Commitment, round_: Round
    ) -> None:
        end_membership(world.alder, "Prue")
        expect(commitment, round_)

        queue_due_notices(at(days(7)))

        assert sorted(written()) == [(OVERDUE, ADA), (OVERDUE, CORA)]

    def test_an_organisation_without_people_is_reached_by_its_mailbox(
        self, world: World, commitment: Commitment, round_: Round
    ) -> None:
        for name in ("Ada", "Cora", "Prue", "Vic"):
            end_membership(world.alder, name)
        world.alder.mailbox = "office@alder.example"
        expect(commitment, round_)

        queue_due_notices(at(days(7)))

        assert written() == [(OVERDUE, "office@alder.example")]

    def test_an_organisation_that_nobody_can_be_reached_at_holds_up_no_other(
        self, world: World, commitment: Commitment, round_: Round
    ) -> None:
        for name in ("Ada", "Cora", "Prue", "Vic"):
            end_membership(world.alder, name)
        expect(commitment, round_)
        expect(make_published(world.birch, world.programme, now=NOW), round_)

        queue_due_notices(at(days(-30)))

        assert written() == [(BEFORE, "eve.elsewhere@example.org")]


class TestSilence:
    @pytest.fixture
    def row(self, commitment: Commitment, round_: Round) -> object:
        return expect(commitment, round_)

    def test_nothing_is_sent_for_a_closed_programme(self, world: World, row: object) -> None:
        world.programme.closed_on = days(-60)
        db.session.commit()
        self.assert_silent()

    def test_nothing_is_sent_for_a_closed_round(self, round_: Round, row: object) -> None:
        round_.state = RoundState.CLOSED
        db.session.commit()
        self.assert_silent()

    def test_nothing_is_sent_for_a_closed_commitment(self, commitment: Commitment, row: object) -> None:
        commitment.close("withdrawn", "The service has ended.", today=days(-50))
        db.session.commit()
        self.assert_silent()

    def test_nothing_is_sent_for_a_statement_of_intent(self, commitment: Commitment, row: object) -> None:
        commitment.is_statement_of_intent = True
        db.session.commit()
        self.assert_silent()

    def test_nothing_is_sent_for_what_has_been_reported(self, commitment: Commitment, row: object) -> None:
        commitment.expected_check_ins[0].reported_on = days(-45)
        db.session.commit()
        self.assert_silent()

    def test_nothing_is_sent_for_what_a_later_report_has_cleared(
        self, commitment: Commitment, row: object
    ) -> None:
        commitment.last_reported_on = days(1)
        db.session.commit()
        for day in (7, 8):
            assert queue_due_notices(at(days(day)))["mails"] == 0

    @staticmethod
    def assert_silent() -> None:
        for day in (-30, -7, -1, 1, 7, 14):
            assert queue_due_notices(at(days(day)))["mails"] == 0
        assert mails() == []


def test_a_fault_in_one_organisation_holds_up_no_other(
    world: World, commitment: Commitment, round_: Round, caplog: pytest.LogCaptureFixture
) -> None:
    world.alder.time_zone = "Nowhere/At all"
    row = expect(commitment, round_)
    expect(make_published(world.birch, world.programme, now=NOW), round_)

    counts = queue_due_notices(at(days(-30)))

    assert (counts["failed"], counts["mails"]) == (1, 1)
    assert row.next_reminder_on == days(-30)
    assert "were not written" in caplog.text


def test_a_check_in_sent_back_is_reminded_of_again_from_the_next_step(
    world: World, commitment: Commitment, round_: Round
) -> None:
    row = expect(commitment, round_)
    queue_due_notices(at(days(-30)))
    row.reported_on = days(-20)
    db.session.commit()
    queue_due_notices(at(days(-7)))
    row.reported_on = None
    db.session.commit()

    queue_due_notices(at(days(-6)))
    assert len(mails()) == 1
    queue_due_notices(at(days(-1)))

    assert len(mails()) == 2


def test_each_programme_writes_a_mail_and_the_person_gets_one(
    world: World, commitment: Commitment, round_: Round
) -> None:
    other = make_programme("Warmer Homes", world.institute, now=NOW, prefix="WH")
    make_participation(world.alder, other, now=NOW)
    expect(commitment, round_)
    expect(
        make_published(world.alder, other, held_by=world.cora, now=NOW, title="Warm"), open_round(other, DUE)
    )

    write_mornings(at(days(-30)))

    first, second, carrier = mails()
    assert {first.programme_id, second.programme_id} == {world.programme.id, other.id}
    assert [first.state, second.state, carrier.state] == [
        EmailState.GATHERED,
        EmailState.GATHERED,
        EmailState.WAITING,
    ]
    programmes = [part["context"]["check_ins"][0]["programme"] for part in carrier.context["parts"]]
    assert sorted(programmes) == ["Fairer Shore", "Warmer Homes"]
    assert {first.gathered_into_id, second.gathered_into_id} == {carrier.id}
