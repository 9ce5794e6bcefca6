"""A report of record of any length, from invented content: the frame and blocks that real reports have."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader

from equity_tracker import create_app
from equity_tracker.config import Settings
from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.model.status import delivery_status, reporting_status
from equity_tracker.model.told_answers import ToldAnswers
from equity_tracker.model.told_milestone import ToldMilestone
from equity_tracker.reports.lines import CommitmentLine, EvidenceLine, LatestCheckIn

AS_OF = date(2027, 9, 29)
MADE_AT = datetime(2027, 9, 29, 8, 30, tzinfo=UTC)
COMMITMENTS = 4
"""Of each organisation: four pages."""
WORDS = "What we said we would do has been done in two of the nine places, and staff were told how. "

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class OfOne:
    """What is told of one organisation."""

    anchor: str
    name: str
    lines: tuple[CommitmentLine, ...]


def application(folder: Path) -> Flask:
    app = create_app(
        Settings(
            secret_key="only for this measurement",  # noqa: S106 - nobody can sign in
            database_url=f"sqlite:///{folder / 'reports.db'}",
            public_base_url="http://127.0.0.1:9",
            mail_url=f"file://{folder / 'mail'}",
            mail_from="equity-tracker@example.org",
            storage_url=f"file://{folder / 'storage'}",
            folder=folder,
        )
    )
    loaders = [app.jinja_env.loader, FileSystemLoader(TEMPLATES)]
    app.jinja_env.loader = ChoiceLoader([loader for loader in loaders if loader is not None])
    return app


def long_report(app: Flask, organisations: int) -> str:
    told = [_organisation(number) for number in range(organisations)]
    report = SimpleNamespace(
        kind=ReportKind.PROGRAMME_REPORT,
        title="Fairer Harbour",
        choice=Choice(ReportKind.PROGRAMME_REPORT, Edition.PUBLIC, AS_OF, Period(AS_OF)),
        places=[("in-short", "In short"), *((of.anchor, of.name) for of in told), ("links", "Addresses")],
        words=WORDS * 3,
        organisations=told,
    )
    with app.test_request_context():
        return render_template("long_report.html", report=report, record=None, asset="asset:")


def _organisation(number: int) -> OfOne:
    lines = tuple(_line(number * COMMITMENTS + place) for place in range(COMMITMENTS))
    return OfOne(f"o-{number}", f"Harbour Hospitals Trust {number + 1}", lines)


def _line(number: int) -> CommitmentLine:
    outlook = ("on_track", "at_risk", "off_track", None)[number % 4]
    reported_on = date(2027, 7, 1) if outlook else None
    delivery = SimpleNamespace(
        closed_on=None,
        source_status=None,
        outlook=outlook,
        last_reported_on=reported_on,
        stale_from=date(2028, 1, 1),
    )
    reporting = SimpleNamespace(
        closed_on=None, grace_until=None, next_due_on=date(2027, 12, 1), last_reported_on=reported_on
    )
    return CommitmentLine(
        public_id=f"b{number:011d}",
        reference=f"FH-{number:06d}",
        title=f"Every contract of kind {number} pays the real living wage",
        statement=WORDS * 2,
        programme="Fairer Harbour",
        made_by="Board of directors",
        made_on=date(2026, 4, 1),
        ends="31 March 2028",
        domain="NHS organisations",
        level="Conditions",
        owner="Director of finance",
        delivery=delivery_status(delivery, AS_OF),
        delivery_note="Said on 1 July 2027",
        reporting=reporting_status(reporting, AS_OF),
        reporting_note="Next report due on 1 December 2027",
        due_on=date(2027, 12, 1),
        last_reported_on=reported_on,
        closed_on=None,
        close_note=None,
        judged_by=None,
        milestones=tuple(_milestone(step) for step in range(4)),
        measures=(),
        latest=_latest(number) if outlook else None,
        marking="",
    )


def _milestone(step: int) -> ToldMilestone:
    planned = PartialDate(date(2027, 1 + step, 1), Precision.DAY)
    return ToldMilestone(f"m{step}", f"Step {step} is taken", planned, None, None, ())


def _latest(number: int) -> LatestCheckIn:
    return LatestCheckIn(
        number=3,
        submitted_on=date(2027, 7, 1),
        round_name="Summer 2027",
        was_late=False,
        delivery="Partly in place",
        outlook="On track",
        why=WORDS * 2,
        what_changed=WORDS * 3,
        nothing_changed=False,
        next_step="Do the same in the third place.",
        next_step_on=date(2027, 12, 1),
        who_has_not_benefited=WORDS,
        evidence=(
            EvidenceLine(
                "Board minutes",
                f"https://example.org/{number}",
                "Minutes",
                "A document",
                is_public=True,
                link_number=number,
            ),
        ),
        more=ToldAnswers([], [], [], [], [], "", None),
        elsewhere_number=None,
        marking="",
    )
