"""Taking back what should not have been published: gone at once, never deleted, never back unseen."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from equity_tracker.check_ins.actions import record_check_in
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.programme import ReviewMode, Visibility
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.report import Edition, Report, ReportKind, ReportState
from equity_tracker.model.status import reporting_status
from tests.closing.conftest import As, Close, Mails, at, public_page, published
from tests.conftest import NOW
from tests.support.factories.commitment import answers
from tests.support.factories.programme import make_round
from tests.support.people import World

TODAY = NOW.date()
WHY = "It was registered for the wrong body."
SECRET = "The first contract was signed with the clause in it."


@pytest.fixture
def report(world: World, promise: Commitment) -> CheckIn:
    """Cora reports for a round that is open and due in ten days."""
    round_ = make_round(world.programme, due_on=TODAY + timedelta(days=10))
    db.session.flush()
    db.session.add_all(round_.open([promise], now=NOW))
    db.session.commit()
    db.session.expire_all()
    check_in = record_check_in(promise, answers(), seen=None, by=world.cora, now=NOW, today=TODAY)
    db.session.commit()
    return check_in


def take_back(as_: As, world: World, promise: Commitment, *, reason: str = WHY, **submit: Any) -> Any:
    page = as_(world.ada).get("closing.retract_commitment", **at(promise))
    return page.form("Take it back").fill(reason=reason).submit(**submit)


def take_back_report(as_: As, world: World, report: CheckIn) -> Any:
    page = as_(world.paula).get(
        "closing.retract_registered_check_in", programme=world.programme.slug, check_in=report.public_id
    )
    return page.form("Take it back").fill(reason="It named a patient.").submit()


def entry_of(promise: Commitment) -> RegisterEntry:
    return db.session.scalars(
        select(RegisterEntry)
        .where(RegisterEntry.commitment_id == promise.id)
        .execution_options(populate_existing=True)
    ).one()


def test_it_leaves_a_stone_and_everything_else_at_once(
    as_: As, world: World, promise: Commitment, report: CheckIn
) -> None:
    page = take_back(as_, world, promise)

    assert "Taken back. Its address says when and why." in page.flash
    reader = as_(None)
    for address in (promise.public_id, promise.reference, f"{promise.public_id}/{entry_of(promise).slug}"):
        stone = reader.get_url(f"/commitments/{address}", expected=410)
        assert f"taken back on 6 April 2026. Reason given: {WHY}" in stone.main
        assert str(promise.title) not in stone.text
    for address in (
        "/commitments",
        f"/commitments?q={str(promise.title).split()[1]}",
        "/commitments.csv",
        "/",
        f"/programmes/{world.programme.slug}",
        f"/organisations/{world.alder.slug}",
    ):
        told = reader.browser.get(address).text
        assert str(promise.title) not in told, address
        assert SECRET not in told, address


def test_nothing_of_it_is_deleted(as_: As, world: World, promise: Commitment, report: CheckIn) -> None:
    before = db.session.scalar(select(func.count(Publication.id)))

    take_back(as_, world, promise)

    told = select(Publication).where(Publication.about_id == promise.public_id).order_by(Publication.id)
    rows = db.session.scalars(told).all()
    assert db.session.scalar(select(func.count(Publication.id))) == before
    assert {(row.retracted_on, row.retraction_reason) for row in rows} == {(TODAY, WHY)}
    assert rows[0].payload["title"] == promise.title


def test_both_workspaces_show_it_as_retracted(as_: As, world: World, promise: Commitment) -> None:
    take_back(as_, world, promise)

    ours = as_(world.vic).get("commitments.show_commitment", **at(promise))
    theirs = as_(world.otto).get("programmes.review_commitment", **at(promise, programme=True))
    for page in (ours, theirs):
        assert "Retracted" in page.main
        assert f"Taken back on 6 April 2026. {WHY}" in page.main
    listed = as_(world.vic).get("commitments.list_commitments", organisation=world.alder.slug)
    assert listed.table("Commitments that are not public")[0][1] == "Retracted"
    counted = as_(world.paula).get("programmes.list_commitments", programme=world.programme.slug)
    assert "Retracted" in counted.main


def test_it_owes_nothing_and_waits_for_nobody(
    as_: As, world: World, promise: Commitment, report: CheckIn
) -> None:
    take_back(as_, world, promise)
    db.session.expire_all()

    assert (promise.next_due_on, promise.lifecycle) == (None, Lifecycle.RETRACTED)
    assert (
        "Nothing to review"
        in as_(world.paula).get("programmes.list_reviews", programme=world.programme.slug).main
    )
    as_(world.cora).get("check_ins.record_check_in", **at(promise), expected=303)
    home = as_(world.cora).get("organisations.show_home", organisation=world.alder.slug)
    assert str(promise.title) not in home.main


def test_the_coordinators_may_and_the_organisation_is_told_by_mail(
    as_: As, world: World, promise: Commitment, mails: Mails
) -> None:
    page = as_(world.paula).get("closing.retract_registered_commitment", **at(promise, programme=True))

    page.form("Take it back").fill(reason=WHY).submit()

    assert [(mail.name, mail.recipient) for mail in mails()] == [("publication_retracted", world.ada.email)]
    public_page(as_(None), promise, expected=410)


def test_a_reason_is_needed_and_a_page_asks_first(as_: As, world: World, promise: Commitment) -> None:
    page = take_back(as_, world, promise, reason=" ", expected=422)

    assert page.errors == {"reason": "Enter why it should not have been published"}
    db.session.refresh(promise)
    assert promise.is_published


def test_it_is_taken_back_once(as_: As, world: World, promise: Commitment) -> None:
    form = as_(world.ada).get("closing.retract_commitment", **at(promise)).form("Take it back")
    take_back(as_, world, promise)

    page = form.fill(reason="Another reason.").submit(expected=422)

    assert page.error_list == ["This commitment has been taken back already."]
    as_(world.ada).get("closing.retract_commitment", **at(promise), expected=303)
    (row,) = published(promise, PublicationKind.COMMITMENT)
    assert row.retraction_reason == WHY


def test_it_can_be_taken_back_after_the_programme_closed_and_nothing_is_sent(
    as_: As, world: World, promise: Commitment, mails: Mails
) -> None:
    world.programme.closed_on = TODAY
    db.session.commit()

    take_back(as_, world, promise)

    public_page(as_(None), promise, expected=410)
    assert mails() == []


def test_a_closed_one_is_taken_back_with_all_that_was_said(
    as_: As, world: World, promise: Commitment, close: Close
) -> None:
    close(promise)
    db.session.expire_all()

    take_back(as_, world, promise)

    assert "Half of it was done." not in public_page(as_(None), promise, expected=410).text


def test_the_public_report_is_offered_no_longer(as_: As, world: World, promise: Commitment) -> None:
    done = Report(
        organisation=world.alder,
        kind=ReportKind.STATUS_REPORT,
        edition=Edition.PUBLIC,
        as_of=TODAY,
        file_key="reports/x.pdf",
        requested_at=NOW,
        state=ReportState.DONE,
    )
    db.session.add(done)
    db.session.commit()

    take_back(as_, world, promise)

    db.session.refresh(done)
    assert done.is_withdrawn


def test_a_programme_that_is_shown_anew_does_not_show_it(as_: As, world: World, promise: Commitment) -> None:
    take_back(as_, world, promise)
    for visibility in (Visibility.INTERNAL, Visibility.PUBLIC):
        form = as_(world.paula).get("programmes.edit_programme", programme=world.programme.slug)
        form.form("Save the settings").fill(visibility=visibility.value).submit()

    assert entry_of(promise).public_from is None
    assert str(promise.title) not in as_(None).get("public.list_commitments").text
    public_page(as_(None), promise, expected=410)


@pytest.mark.parametrize("mode", list(ReviewMode))
def test_published_again_it_says_so_and_tells_nothing_of_what_stood_there(
    *, as_: As, world: World, promise: Commitment, report: CheckIn, mode: ReviewMode
) -> None:
    old = str(promise.statement)
    world.programme.review_mode = mode
    db.session.commit()
    take_back(as_, world, promise)
    again = as_(world.ada).get("closing.take_up_again", **at(promise)).form("Work on it again").submit()
    assert again.heading == promise.title
    public_page(as_(None), promise, expected=410)
    new = as_(world.cora).get("commitments.edit_section", **at(promise), section="promise")
    new.form("Save and continue").fill(statement="We will say it better.").submit()
    button = "Submit" if mode is ReviewMode.APPROVE else "Submit and publish"
    as_(world.cora).get("commitments.submit_commitment", **at(promise)).form(button).submit()
    if mode is ReviewMode.APPROVE:
        public_page(as_(None), promise, expected=410)
        page = as_(world.paula).get("programmes.review_commitment", **at(promise, programme=True))
        page.form("Send your decision").fill(decision="accepted").submit()

    shown = public_page(as_(None), promise)

    assert "Published again. It had been taken back on 6 April 2026." in shown.main
    assert WHY in shown.main
    assert old not in shown.text
    assert SECRET not in shown.text
    assert [row.number for row in published(promise, PublicationKind.COMMITMENT)] == [1, 2]


def test_what_was_never_reported_comes_back_with_it(as_: As, world: World, promise: Commitment) -> None:
    expected = promise.expect_check_in(make_round(world.programme, due_on=TODAY - timedelta(days=60)))
    expected.is_missed = True
    db.session.add(expected)
    db.session.commit()
    take_back(as_, world, promise)
    as_(world.ada).get("closing.take_up_again", **at(promise)).form("Work on it again").submit()
    as_(world.cora).get("commitments.submit_commitment", **at(promise)).form("Submit and publish").submit()

    assert "No report was made for Round 1" in public_page(as_(None), promise).main


def test_a_check_in_taken_back_does_not_count_as_reported(
    as_: As, world: World, promise: Commitment, report: CheckIn
) -> None:
    assert reporting_status(entry_of(promise), TODAY).label == "Reported"

    page = take_back_report(as_, world, report)

    assert "Taken back on 6 April 2026. It named a patient." in page.main
    assert reporting_status(entry_of(promise), TODAY).label == "Due 16 April 2026"
    entry = entry_of(promise)
    assert (entry.outlook, entry.delivery, entry.last_reported_on) == (None, None, None)
    shown = public_page(as_(None), promise)
    assert "Check-in 1, taken back on 6 April 2026 It named a patient." in shown.main
    assert "0 of 1 round answered" in shown.main
    assert SECRET not in shown.text
    for address in (f"/programmes/{world.programme.slug}", "/"):
        assert "Check-in 1" not in as_(None).browser.get(address).text
    db.session.refresh(report)
    assert report.expected is not None
    assert report.expected.next_reminder_on == TODAY + timedelta(days=3)


def test_after_its_round_closed_the_round_keeps_its_result(
    as_: As, world: World, promise: Commitment, report: CheckIn
) -> None:
    assert report.round is not None
    report.round.state = type(report.round.state).CLOSED
    db.session.commit()

    take_back_report(as_, world, report)

    db.session.refresh(report)
    assert report.expected is not None
    assert (report.expected.is_missed, report.expected.next_reminder_on) == (True, None)


def test_its_place_is_answered_by_a_correction_that_says_it_is_published_again(
    as_: As, world: World, promise: Commitment, report: CheckIn
) -> None:
    take_back_report(as_, world, report)

    led = as_(world.cora).get("check_ins.record_check_in", **at(promise), expected=303)
    assert led.response.location.endswith(f"/check-ins/{report.public_id}/correct")
    page = as_(world.cora).get_url(led.response.location)
    page.form("Sign and send the correction").fill(
        what_changed="Nobody is named.", reason="A name is out."
    ).submit()

    shown = public_page(as_(None), promise)
    assert "Nobody is named." in shown.main
    assert "Published again. What stood here first was taken back on 6 April 2026" in shown.main
    assert SECRET not in shown.text
    assert reporting_status(entry_of(promise), TODAY).label == "Reported"


def test_the_organisations_admin_may_take_a_check_in_back_and_nobody_below(
    as_: As, world: World, report: CheckIn
) -> None:
    named: dict[str, Any] = {"organisation": world.alder.slug, "check_in": report.public_id}
    for person, expected in ((world.prue, 403), (world.cora, 403), (world.eve, 404)):
        as_(person).get("closing.retract_check_in", **named, expected=expected)
    as_(world.ada).get("closing.retract_check_in", **named | {"check_in": "zzzzzzzzzzzz"}, expected=404)

    page = as_(world.ada).get("closing.retract_check_in", **named).form("Take it back")
    done = page.fill(reason="It named a patient.").submit()

    assert "It was taken back. Nobody outside reads it" in done.main
    again = page.fill(reason="Twice.").submit(expected=422)
    assert again.error_list == ["This check-in has been taken back already."]
