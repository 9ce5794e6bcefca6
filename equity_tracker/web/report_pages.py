"""Fills the template of a report for the printer. What the report says is gathered elsewhere."""

from typing import Protocol

from flask import current_app, render_template


class Filled(Protocol):
    """Something to print that knows its template."""

    @property
    def template(self) -> str: ...


def fill_report(report: Filled, record: object | None = None, *, asset: str = "asset:") -> str:
    """Return the whole document; every link in it is on PUBLIC_BASE_URL.

    :param record: the RecordFacts of what has been issued; none for a preview.
    """
    base_url = current_app.config["SETTINGS"].public_base_url
    with current_app.test_request_context(base_url=base_url):
        return render_template(report.template, report=report, record=record, asset=asset)
