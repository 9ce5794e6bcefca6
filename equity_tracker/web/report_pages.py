"""Fills the template of a report, for the printer or for a browser. What it says is gathered elsewhere."""

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from flask import current_app, render_template

from equity_tracker.model.report import Report, ReportKind
from equity_tracker.web.assets import FOR_PAPER, ON_SCREEN


class Filled(Protocol):
    """Something to print that knows its template."""

    @property
    def template(self) -> str: ...


class Kind(Protocol):
    """A kind of report: the class of what it says, and who gathers that."""

    @property
    def content(self) -> type[Any]: ...

    @property
    def gather(self) -> Callable[[Report], Any]: ...


# Filled once, by whoever knows every feature that has one.
KINDS: dict[ReportKind, Kind] = {}


def register(kinds: Mapping[ReportKind, Kind]) -> None:
    KINDS.update(kinds)


def sections_of(kind: ReportKind) -> dict[str, str]:
    """Return slug and title of what may be left out of a report of this kind."""
    return dict(getattr(KINDS[kind].content, "sections", ()))


def fill_report(report: Filled, record: object | None = None, *, asset: str = FOR_PAPER) -> str:
    """Return the whole document; every link in it is on PUBLIC_BASE_URL.

    :param record: the RecordFacts of what has been issued; none for a preview.
    """
    base_url = current_app.config["SETTINGS"].public_base_url
    with current_app.test_request_context(base_url=base_url):
        return render_template(report.template, report=report, record=record, asset=asset)


def preview(report: Report) -> str:
    """Return what would be printed, as a page: from the same template, with what a browser can fetch."""
    content = KINDS[report.kind].gather(report)
    # Nobody can write this into a report, so nothing else is taken for the name of a file.
    mark = f"{secrets.token_hex(8)}:"
    page = render_template(content.template, report=content, record=None, asset=mark)
    # A page needs what a sheet of paper does not: a part that is its main one, and an icon.
    page = page.replace(
        "</head>", f'<link rel="icon" href="{mark}favicon.svg" type="image/svg+xml"></head>', 1
    )
    page = page.replace('<body class="record">', '<body class="record"><main>').replace(
        "</body>", "</main></body>"
    )
    on_screen = current_app.extensions[ON_SCREEN]
    return re.sub(mark + r"([\w/.-]+)", lambda found: on_screen(found[1]), page)
