"""Who is told that a report is there, or why not: the person who asked for it, while they may read it."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.dates import long_date
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.report import Report
from equity_tracker.reports import queries
from equity_tracker.reports.asking import KIND_WORDS


def tell_who_asked(report: Report, *, now: datetime) -> None:
    """Send the address of the report's page, never the report: whoever follows it has to be allowed to.

    A closed programme sends nothing.
    """
    programme = report.programme
    is_over = programme is not None and programme.is_closed
    if report.requested_by is None or is_over or not queries.may_still_read(report):
        return
    owner = report.owner
    name = "report_made" if report.is_done else "report_not_made"
    context = {
        "kind": KIND_WORDS[report.kind],
        "owner": owner.name,
        "place": "organisation" if isinstance(owner, Organisation) else "programme",
        "slug": owner.slug,
        "report_id": report.public_id,
        "as_of": long_date(report.as_of),
        "is_internal": not report.is_public,
    }
    outcome = {"number": report.number, "pages": report.pages} if report.is_done else {"why": report.failure}
    db.session.add(
        OutgoingEmail.to(
            report.requested_by.email,
            name,
            key=f"{name}:{report.public_id}",
            context=context | outcome,
            now=now,
            programme_id=report.programme_id,
        )
    )
