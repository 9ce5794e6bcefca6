"""Published commitments with rounds and reports, in few words."""

from datetime import UTC, date, datetime, time
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import (
    publish_check_in,
    publish_commitment,
    publish_organisation,
)
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.report import Edition, Report, ReportKind
from equity_tracker.model.report_choice import Choice, standing_today
from equity_tracker.model.round import Round, RoundState
from tests.conftest import NOW
from tests.support.factories.commitment import answers, make_published
from tests.support.factories.programme import make_round
from tests.support.people import World

TODAY = NOW.date()
A_YEAR_AGO = datetime(2025, 4, 10, 9, 0, tzinfo=UTC)
MINUTES = EvidenceLink("Board minutes", "https://example.org/minutes", "minuted_decision", "document")


def promise(world: World, title: str, **fields: Any) -> Commitment:
    """Return a commitment of Alder, published last autumn."""
    published = datetime(2025, 10, 1, 9, 0, tzinfo=UTC)
    return make_published(world.alder, world.programme, now=published, title=title, **fields)


def ask(world: World, commitments: list[Commitment], due_on: date, *, number: int = 1) -> Round:
    """Open a round that asks about these commitments."""
    round_ = make_round(world.programme, number=number, due_on=due_on, state=RoundState.OPEN)
    db.session.flush()
    for commitment in commitments:
        db.session.add(commitment.expect_check_in(round_))
        db.session.flush()
        refresh_register_entry(commitment, now=NOW)
    return round_


def say(world: World, commitment: Commitment, on: date, *, publish: bool = True, **changes: Any) -> CheckIn:
    """Report on a commitment on a day, and publish it unless told not to."""
    at = datetime.combine(on, time(10), UTC)
    owed = [row for row in commitment.expected_check_ins if row.reported_on is None]
    check_in = CheckIn(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        commitment=commitment,
        number=len(commitment.check_ins) + 1,
        submitted_on=on,
    )
    db.session.add(check_in)
    if owed:
        owed[0].reported_on = on
        check_in.expected, check_in.round = owed[0], owed[0].round
    check_in.add_version(answers(**changes), by=world.cora, now=at)
    db.session.flush()
    if publish:
        publish_check_in(check_in, now=at, today=on)
    else:
        refresh_register_entry(commitment, now=at)
    db.session.flush()
    return check_in


def close(commitment: Commitment, reason: str, on: date, note: str = "It is done.") -> None:
    commitment.close(reason, note, today=on)
    publish_commitment(commitment, now=NOW, today=TODAY)
    db.session.flush()


def make_public(organisation: Organisation) -> Publication:
    """Put the organisation itself on the public record."""
    publication = publish_organisation(
        organisation, None, now=A_YEAR_AGO, today=A_YEAR_AGO.date(), visible_from=A_YEAR_AGO.date()
    )
    assert publication is not None
    db.session.add(publication)
    db.session.flush()
    return publication


def of_today(edition: Edition, as_of: date = TODAY) -> Choice:
    return standing_today(ReportKind.STATUS_REPORT, edition, as_of)


def paper_of(as_of: date = TODAY) -> Choice:
    return standing_today(ReportKind.PROGRAMME_REPORT, Edition.INTERNAL, as_of)


def queued(organisation: Organisation, edition: Edition = Edition.INTERNAL, **fields: Any) -> Report:
    """Return a report that waits to be made."""
    values = {"kind": ReportKind.STATUS_REPORT, "as_of": TODAY, "requested_at": NOW}
    report = Report(organisation=organisation, edition=edition, **(values | fields))
    db.session.add(report)
    db.session.commit()
    return report
