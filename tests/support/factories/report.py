"""Reports as they are asked for, and as they are once issued, without the work of a press."""

from datetime import date, datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.report import Edition, Report, ReportKind


def make_report_asked_for(as_of: date, *, now: datetime, **fields: Any) -> Report:
    """Return an internal report that waits; a programme's is its programme report."""
    kind = ReportKind.PROGRAMME_REPORT if "programme" in fields else ReportKind.STATUS_REPORT
    values = {"kind": kind, "edition": Edition.INTERNAL, "as_of": as_of, "requested_at": now}
    report = Report(**(values | fields))
    db.session.add(report)
    return report


def make_issued_report(number: str, as_of: date, *, now: datetime, **fields: Any) -> Report:
    """Return a report that was issued, whose file lies nowhere."""
    report = make_report_asked_for(as_of, now=now, number=number, **fields)
    report.mark_done(file_key=f"reports/{number}.pdf", file_hash="0" * 64, pages=1, now=now)
    return report
