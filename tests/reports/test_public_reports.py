"""Public reports are queued by themselves when what they show changes, and only then."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import (
    publish_commitment,
    publish_organisation,
)
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.report import COULD_NOT_BE_MADE, TRY_AGAIN_AFTER, Edition, Report
from equity_tracker.publishing.queries import find_current_publication
from equity_tracker.reports.job import PUBLIC_ZONE, Press, make_waiting_reports, queue_public_reports
from equity_tracker.reports.queries import status_report
from tests.conftest import NOW
from tests.reports.records import TODAY, ask, make_public, of_today, promise, say
from tests.support.factories.commitment import make_draft, make_published
from tests.support.people import World

LATER = NOW + timedelta(hours=1)


def public_reports() -> list[Report]:
    db.session.expire_all()
    statement = select(Report).where(Report.edition == Edition.PUBLIC).order_by(Report.id)
    return list(db.session.scalars(statement.execution_options(every_organisation=True)))


def tick(now: datetime, press: Press | None = None) -> int:
    """Run the clock once, let the workers make what it queued, and return how many it queued."""
    queued = queue_public_reports(now)["queued"]
    if press is not None:
        make_waiting_reports(now, press)
    return queued


@pytest.fixture
def commitment(world: World) -> Commitment:
    """A public commitment of Alder that a check-in is due on in three weeks."""
    commitment = promise(world, "A promise")
    ask(world, [commitment], TODAY + timedelta(days=20))
    make_public(world.alder)
    db.session.commit()
    return commitment


def test_an_organisation_with_something_published_has_one_made(commitment: Commitment, press: Press) -> None:
    assert tick(NOW, press) == 1

    (report,) = public_reports()
    assert report.is_done
    assert (report.as_of, report.requested_by) == (TODAY, None)


def test_nothing_is_queued_while_one_waits_or_while_nothing_changes(
    commitment: Commitment, press: Press
) -> None:
    assert tick(NOW) == 1
    assert tick(NOW + timedelta(minutes=1)) == 0
    make_waiting_reports(NOW, press)
    for minutes in (2, 5, 60, 600):
        assert tick(NOW + timedelta(minutes=minutes), press) == 0


def test_drafts_and_empty_organisations_have_no_public_report(world: World) -> None:
    make_draft(world.alder, world.programme, now=NOW, title="A draft")
    db.session.commit()

    assert queue_public_reports(NOW) == {"looked_at": 0, "queued": 0, "failed": 0}


def test_a_check_in_makes_it_anew(world: World, commitment: Commitment, press: Press) -> None:
    tick(NOW, press)
    say(world, commitment, TODAY + timedelta(days=1))
    db.session.commit()

    assert tick(NOW + timedelta(days=1, hours=1, minutes=1), press) == 1
    assert len({report.content_key for report in public_reports()}) == 2


def test_a_write_that_changes_nothing_shown_does_not(commitment: Commitment, press: Press) -> None:
    tick(NOW, press)
    refresh_register_entry(commitment, now=LATER)
    db.session.commit()

    assert tick(LATER, press) == 0


def test_a_write_that_was_committed_late_is_not_missed(commitment: Commitment, press: Press) -> None:
    tick(NOW, press)
    commitment.title = "Renamed"
    publish_commitment(commitment, now=NOW - timedelta(seconds=20), today=TODAY)
    db.session.commit()

    assert tick(NOW + timedelta(minutes=1), press) == 1


@pytest.mark.parametrize(("day", "becomes"), [(21, "Overdue"), (35, "Never reported")])
def test_a_date_that_passes_makes_it_anew(
    commitment: Commitment, press: Press, day: int, becomes: str
) -> None:
    # Summer time has begun, so the day begins at 23:00 UTC.
    midnight = NOW.replace(hour=23) + timedelta(days=day - 1)
    tick(midnight - timedelta(hours=5), press)

    assert tick(midnight - timedelta(minutes=1), press) == 0
    assert tick(midnight, press) == 1
    as_of = public_reports()[-1].as_of
    assert as_of == TODAY + timedelta(days=day)
    (line,) = status_report(commitment.organisation, of_today(Edition.PUBLIC, as_of)).under_way
    assert line.reporting.label == becomes


def test_a_renamed_organisation_has_it_made_anew(world: World, commitment: Commitment, press: Press) -> None:
    tick(NOW, press)
    world.alder.rename("Alder and Ash Trust")
    previous = find_current_publication(PublicationKind.ORGANISATION, world.alder.public_id)
    db.session.add(
        publish_organisation(world.alder, previous, now=LATER, today=TODAY, visible_from=date(2025, 4, 10))
    )
    db.session.commit()

    assert tick(LATER + timedelta(minutes=1), press) == 1


def test_what_is_no_longer_public_leaves_the_report(
    world: World, commitment: Commitment, press: Press
) -> None:
    other = promise(world, "Another promise")
    db.session.commit()
    tick(NOW, press)
    hide(other)

    assert tick(LATER + timedelta(minutes=1), press) == 1
    hide(commitment)
    assert tick(LATER + timedelta(minutes=2), press) == 0, "there is nothing left to report on"


def hide(commitment: Commitment) -> None:
    for publication in commitment.publications:
        publication.public_from = None
    assert commitment.register_entry is not None
    commitment.register_entry.public_from = None
    commitment.register_entry.updated_at = LATER
    db.session.commit()


@pytest.mark.parametrize("reason", [COULD_NOT_BE_MADE, "This report is too large"])
def test_one_that_failed_is_queued_again_some_hours_later(commitment: Commitment, reason: str) -> None:
    tick(NOW)
    public_reports()[0].mark_failed(reason)
    db.session.commit()

    assert tick(NOW + timedelta(minutes=1)) == 0
    assert tick(NOW + TRY_AGAIN_AFTER) == 0
    assert tick(NOW + TRY_AGAIN_AFTER + timedelta(minutes=1)) == 1


def test_a_dry_run_counts_and_queues_nothing(commitment: Commitment) -> None:
    assert queue_public_reports(NOW, dry_run=True)["queued"] == 1
    assert public_reports() == []


def test_one_organisation_that_fails_holds_up_no_other(
    world: World, commitment: Commitment, caplog: pytest.LogCaptureFixture
) -> None:
    make_published(world.birch, world.programme, now=NOW)
    promise(world, "A promise that nobody can read", domain="no_such_domain")
    db.session.commit()
    caplog.set_level("CRITICAL")

    assert queue_public_reports(NOW) == {"looked_at": 2, "queued": 1, "failed": 1}
    assert [report.organisation_id for report in public_reports()] == [world.birch.id]


def test_the_day_is_that_of_the_public_pages() -> None:
    assert str(PUBLIC_ZONE) == clock.HOME_ZONE
