"""Fills the template of a report for the printer. What the report says is gathered elsewhere."""

from flask import current_app, render_template

TEMPLATE = "reports/status_report.html"


def fill_report(report: object) -> str:
    """Return the whole document; every link in it is on PUBLIC_BASE_URL."""
    base_url = current_app.config["SETTINGS"].public_base_url
    with current_app.test_request_context(base_url=base_url):
        return render_template(TEMPLATE, report=report)
