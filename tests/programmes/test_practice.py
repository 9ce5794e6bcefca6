"""Practice programmes: never public, nothing sent, and emptied without touching anything in earnest."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from equity_tracker.assessments.actions import assess_check_in, assessment_seen
from equity_tracker.closing.actions.close_outs import Account, close_commitment
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.check_in import CheckInVersion
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.close_out import Details
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import EmailState
from equity_tracker.model.people import User
from equity_tracker.model.permissions import OrganisationRole, ProgrammeRole
from equity_tracker.model.programme import Participation, Programme, Visibility
from equity_tracker.model.publication import Publication
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.round import RoundState
from equity_tracker.notices.job import queue_due_notices
from equity_tracker.programmes.actions.practice import KEPT, reset_practice
from equity_tracker.programmes.job import reset_practice_programmes
from tests.conftest import NOW
from tests.programmes.conftest import As, Mails, Report, rows_of
from tests.support.factories.commitment import FOUR_ANSWERS, make_published
from tests.support.factories.measure import make_measure
from tests.support.factories.programme import make_round
from tests.support.people import World, make_colleague, make_member

TODAY = NOW.date()


@pytest.fixture
def do_everything(world: World, report: Report) -> Callable[[Programme], Commitment]:
    """Leave a row in as many tables as there are: a round, measures, a check-in, an assessment, an end."""

    def done(programme: Programme) -> Commitment:
        commitment = make_published(world.alder, programme, now=NOW, measures=[make_measure(readings=[12])])
        round_ = make_round(programme, due_on=TODAY + timedelta(days=1), state=RoundState.OPEN)
        db.session.flush()
        expected = commitment.expect_check_in(round_)
        expected.next_reminder_on = TODAY
        db.session.add(expected)
        db.session.commit()
        check_in = report(commitment, evidence=(EvidenceLink("Minutes", "https://alder.example/minutes"),))
        said: dict[str, Any] = {"delivery": "limited", "outlook": "at_risk", "reason": "Late."}
        assess_check_in(
            check_in, **said, seen=assessment_seen(check_in), by=world.paula, now=NOW, today=TODAY
        )
        close_commitment(
            commitment,
            Account("partly_met", "Half of it.", Details(four=FOUR_ANSWERS)),
            version=commitment.version,
            by=world.ada,
            now=NOW,
            today=TODAY,
        )
        db.session.commit()
        return commitment

    return done


def test_resetting_removes_all_that_was_done_and_keeps_who_takes_part(
    world: World, practice: Programme, do_everything: Callable[[Programme], Commitment]
) -> None:
    do_everything(practice)
    assert len(rows_of(practice.id)) > 15

    reset_practice(practice, by=world.paula, now=NOW)
    db.session.commit()

    assert rows_of(practice.id).keys() - KEPT == {"activities"}
    assert list(db.session.scalars(select(Activity.kind).where(Activity.programme_id == practice.id))) == [
        "practice_reset"
    ]
    assert practice.next_reference_number == 1
    assert make_published(world.alder, practice, now=NOW).reference == "TRY-0001"


def test_nothing_of_another_programme_is_touched(
    world: World, practice: Programme, do_everything: Callable[[Programme], Commitment]
) -> None:
    do_everything(world.programme)
    do_everything(practice)
    before = rows_of(world.programme.id)

    reset_practice(practice, by=None, now=NOW)
    db.session.commit()

    assert rows_of(world.programme.id) == before


def test_a_programme_in_earnest_is_never_emptied(
    as_: As, world: World, do_everything: Callable[[Programme], Commitment]
) -> None:
    do_everything(world.programme)
    before = rows_of(world.programme.id)

    with pytest.raises(Exception, match="Only a practice programme can be reset"):
        reset_practice(world.programme, by=world.paula, now=NOW)
    db.session.rollback()
    as_(world.paula).post("programmes.reset_practice", expected=404, programme=world.programme.slug)

    assert rows_of(world.programme.id) == before


def test_no_programme_becomes_practice_later(
    world: World, do_everything: Callable[[Programme], Commitment]
) -> None:
    """The database refuses it, so that no fault of ours can open the way to deleting what was said."""
    do_everything(world.programme)

    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(
            update(Programme).where(Programme.id == world.programme.id).values(is_practice=True)
        )
    db.session.rollback()
    table = CheckInVersion.__table__
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(table.delete())  # type: ignore[attr-defined]
    db.session.rollback()


def test_it_is_never_public_whatever_its_dates(
    world: World, practice: Programme, do_everything: Callable[[Programme], Commitment], as_: As
) -> None:
    practice.visibility = Visibility.PUBLIC  # As only a fault could set it.
    db.session.commit()
    commitment = do_everything(practice)

    assert not practice.is_public(TODAY)
    for table in (Publication, RegisterEntry):
        dates = select(table.public_from).where(table.programme_id == practice.id)
        assert set(db.session.scalars(dates)) == {None}
    reader = as_(None)
    reader.get_url(f"/programmes/{practice.slug}", expected=404)
    reader.get_url(f"/commitments/{commitment.reference}", expected=404)
    assert str(commitment.title) not in reader.get_url("/commitments").text
    assert str(commitment.reference) not in reader.get_url("/commitments.csv").text


def test_its_mails_are_kept_and_sent_to_nobody(
    practice: Programme, do_everything: Callable[[Programme], Commitment], mails: Mails, as_: As, world: World
) -> None:
    do_everything(practice)

    assert {mail.state for mail in mails()} == {EmailState.NOT_SENT}
    page = as_(world.paula).get("programmes.show_home", programme=practice.slug)
    assert "Practice: nothing here is real, and nothing is sent." in page.text
    shown = page.link("What was not sent").follow()
    assert "Check-in sent" in shown.main
    assert "Not sent: practice" in shown.main


def test_nobody_is_reminded_of_it(
    practice: Programme, do_everything: Callable[[Programme], Commitment], mails: Mails, world: World
) -> None:
    commitment = make_published(world.alder, practice, now=NOW)
    round_ = make_round(practice, due_on=TODAY + timedelta(days=1), state=RoundState.OPEN)
    db.session.flush()
    expected = commitment.expect_check_in(round_)
    expected.next_reminder_on = TODAY
    db.session.add(expected)
    db.session.commit()

    queue_due_notices(NOW)

    assert mails() == []


def test_an_invitation_to_the_team_is_sent_all_the_same(
    practice: Programme, as_: As, world: World, mails: Mails
) -> None:
    form = as_(world.paula).get("programmes.invite_colleague", programme=practice.slug)
    form.form("Send the invitation").fill(email="new@example.org", role="observer").submit()

    assert [(mail.name, mail.state) for mail in mails()] == [("invitation", EmailState.WAITING)]


def test_the_banner_stands_on_the_organisations_pages_too(practice: Programme, as_: As, world: World) -> None:
    commitment = make_published(world.alder, practice, now=NOW)
    earnest = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    for row, is_practice in ((commitment, True), (earnest, False)):
        page = as_(world.cora).get(
            "commitments.show_commitment", organisation=world.alder.slug, commitment=row.public_id
        )
        assert ("Practice: nothing here is real" in page.text) is is_practice


def test_it_is_reset_by_a_button_and_every_sunday(
    practice: Programme, do_everything: Callable[[Programme], Commitment], as_: As, world: World
) -> None:
    do_everything(practice)
    page = as_(world.paula).get("programmes.reset_practice", programme=practice.slug)

    assert "nothing has been done yet" in page.form("Reset this practice programme").submit().flash
    assert "commitments" not in rows_of(practice.id)

    do_everything(practice)
    assert reset_practice_programmes(NOW, dry_run=True) == {"practice_programmes": 1}
    assert "commitments" in rows_of(practice.id)
    assert reset_practice_programmes(NOW) == {"practice_programmes": 1}
    assert "commitments" not in rows_of(practice.id)


def test_an_observer_reads_the_page_and_does_not_reset(practice: Programme, as_: As) -> None:
    observer = make_colleague("Ossi Observer", practice, ProgrammeRole.OBSERVER, NOW)
    db.session.commit()

    page = as_(observer).get("programmes.reset_practice", programme=practice.slug)
    assert "Reset this practice programme" not in page.main
    as_(observer).post("programmes.reset_practice", expected=403, programme=practice.slug)


def test_an_organisation_can_try_it_without_being_invited(practice: Programme, as_: As, world: World) -> None:
    page = as_(world.eve).get("organisations.list_programmes", organisation=world.birch.slug)

    after = page.form("Try it : Try it").submit()

    assert "Birch College can practise in Try it now" in after.flash
    joined = db.session.scalars(
        select(Participation).where(
            Participation.organisation_id == world.birch.id, Participation.programme_id == practice.id
        )
    ).one()
    assert joined.is_current
    as_(world.eve).post(
        "organisations.try_practice", expected=404, organisation=world.birch.slug, practice=practice.slug
    )


def test_only_practice_is_open_to_all(practice: Programme, as_: As, world: World) -> None:
    as_(world.eve).post(
        "organisations.try_practice",
        expected=404,
        organisation=world.birch.slug,
        practice=world.other_programme.slug,
    )
    vera = make_member("Vera Viewer", world.birch, OrganisationRole.VIEWER, NOW)
    db.session.commit()
    as_(vera).post(
        "organisations.try_practice", expected=403, organisation=world.birch.slug, practice=practice.slug
    )


def founded(as_: As, person: User, **changes: Any) -> Any:
    form = as_(person).get("programmes.create_programme").form("Set up the programme")
    answers = {
        "name": "Practice ground",
        "summary": "To try things out.",
        "reference_prefix": "PR",
        "coordinating_body": "another",
        "body_name": "Birch College",
        "visibility": "internal",
        "review_mode": "acknowledge",
        "is_practice": "yes",
    }
    return form.fill(**answers | changes)


def test_it_is_chosen_when_a_programme_is_set_up(as_: As, world: World) -> None:
    page = founded(as_, world.olga).submit()

    assert "Practice: nothing here is real" in page.text
    made = db.session.scalars(select(Programme).where(Programme.slug == "practice-ground")).one()
    assert made.is_practice
    settings = as_(world.olga).get("programmes.edit_programme", programme=made.slug)
    form = settings.form("Save the settings").fill(
        visibility="public", launches_on__day="1", launches_on__month="5", launches_on__year="2026"
    )
    assert form.submit(expected=422).errors == {
        "visibility": "A practice programme is never public. Choose Internal."
    }


def test_it_cannot_be_public_from_the_start(as_: As, world: World) -> None:
    form = founded(
        as_,
        world.olga,
        visibility="public",
        launches_on__day="1",
        launches_on__month="5",
        launches_on__year="2026",
    )

    assert form.submit(expected=422).errors == {
        "visibility": "A practice programme is never public. Choose Internal"
    }
