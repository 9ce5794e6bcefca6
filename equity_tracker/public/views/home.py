"""The home page, the list of programmes, and where to report a weakness."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.status import delivery_status
from equity_tracker.public import portfolio
from equity_tracker.public.queries import figures, publications
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.web.access import public

LATEST = 6
SECURITY_CONTACT_DAYS = 180


@blueprint.get("/")
@public
def show_home() -> ResponseReturnValue:
    today = clock.today()
    counts = figures.count_by_programme(today)
    by_form = portfolio.counted_by(counts, "form")
    last_rounds = {row.programme_id: row.payload for row in figures.list_rounds(today)}
    return render_template(
        "public/show_home.html",
        today=today,
        commitments=by_form[Form.COMMITMENT],
        statements_of_intent=by_form[Form.STATEMENT_OF_INTENT],
        organisations=figures.count_organisations(today),
        reported=sum(payload["reported"] for payload in last_rounds.values()),
        expected=sum(payload["expected"] for payload in last_rounds.values()),
        programmes=_programmes(today, counts),
        latest=[
            (row, delivery_status(row, today)) for row in figures.list_latest_check_ins(today, limit=LATEST)
        ],
    )


@blueprint.get("/programmes")
@public
def list_programmes() -> ResponseReturnValue:
    today = clock.today()
    programmes = _programmes(today, figures.count_by_programme(today))
    return render_template("public/list_programmes.html", programmes=programmes)


@blueprint.get("/.well-known/security.txt")
@public
def show_security_contact() -> ResponseReturnValue:
    """Say where to report a weakness (RFC 9116)."""
    expires_on = clock.today() + timedelta(days=SECURITY_CONTACT_DAYS)
    settings = current_app.config["SETTINGS"]
    lines = [
        f"Contact: mailto:{settings.mail_from}",
        f"Expires: {expires_on.isoformat()}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {settings.public_base_url}/.well-known/security.txt",
    ]
    return "\n".join(lines) + "\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


def _programmes(today: date, counted: Sequence[Any]) -> list[tuple[dict[str, Any], int, int]]:
    """Return each programme's public facts with its two counts, in alphabetical order."""
    found = publications.list_current(PublicationKind.PROGRAMME, today)
    counts = {(row.programme_id, row.form): row.number for row in counted}
    rows = [
        (
            row.payload,
            counts.get((row.programme_id, Form.COMMITMENT), 0),
            counts.get((row.programme_id, Form.STATEMENT_OF_INTENT), 0),
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: row[0]["name"].casefold())
