"""On paper, too, a commitment that came from an organisation that has ended says what its holder answered."""

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.handover import HandoverDecision
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.reports.queries import commitment_record, status_report
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.records import TODAY, make_public, of_today, promise
from tests.reports.test_printed_report import check_document, words
from tests.support.factories.handover import make_handover
from tests.support.factories.organisation import make_organisation
from tests.support.people import World

ANSWER = "On 6 April 2026 Alder Trust accepted this promise with changes. It says: Six towns, not eight."
SILENCE = "Alder Trust has not said yet whether it takes this promise on."


@pytest.fixture
def came(world: World) -> Commitment:
    """A promise that came to Alder from Cedar Trust."""
    commitment = promise(world, "Warm homes")
    commitment.made_by_name = "Cedar Trust"
    make_handover(commitment, make_organisation("Cedar Trust", now=NOW), handed_on=TODAY)
    make_public(world.alder)
    published(commitment)
    return commitment


def published(commitment: Commitment) -> None:
    publish_commitment(commitment, now=NOW, today=TODAY)
    db.session.commit()


def printed(world: World, commitment: Commitment, edition: Edition) -> tuple[str, str]:
    """Return the words of the record, and of the status report, before they tell what has happened."""
    asked = Choice(ReportKind.COMMITMENT_RECORD, edition, TODAY, Period(TODAY, None))
    record = check_document(fill_report(commitment_record(commitment, asked)))
    head = record.select_one("section:has(> #promise)")
    report = check_document(fill_report(status_report(world.alder, of_today(edition))))
    entry = report.select_one(f"#c-{commitment.public_id}")
    assert head is not None
    assert entry is not None
    return words(str(head)), words(str(entry))


@pytest.mark.parametrize("edition", list(Edition))
def test_it_says_what_was_answered_and_why(
    world: World, prue: User, came: Commitment, edition: Edition
) -> None:
    came.handovers[-1].decide(HandoverDecision.AMENDED, reason="Six towns, not eight.", by=prue, today=TODAY)
    published(came)

    for said in printed(world, came, edition):
        assert ANSWER in said
        assert SILENCE not in said


@pytest.mark.parametrize("edition", list(Edition))
def test_it_says_that_nothing_was_answered_yet(world: World, came: Commitment, edition: Edition) -> None:
    for said in printed(world, came, edition):
        assert SILENCE in said


def test_of_what_never_moved_nothing_is_said(world: World) -> None:
    commitment = promise(world, "Fair pay")
    make_public(world.alder)
    db.session.commit()

    for said in printed(world, commitment, Edition.PUBLIC):
        assert "this promise on" not in said
        assert "accepted" not in said
