"""The flask command that prints the blank form."""

import click
from flask import current_app, render_template
from flask.cli import with_appcontext

from equity_tracker import clock
from equity_tracker.adapters import pdf
from equity_tracker.commitments.commands.blank_form import PRINTED, digest, paper_sections


@click.group("blank-form")
def group() -> None:
    """The questions of a commitment on paper."""


@group.command("write")
@with_appcontext
def write_blank_form() -> None:
    """Print the form anew, after a question has changed."""
    with current_app.test_request_context():
        page = blank_form_page()
    PRINTED.parent.mkdir(exist_ok=True)
    PRINTED.write_bytes(pdf.render(page, assets=pdf.Assets(), made_at=clock.now()))
    click.echo(f"{PRINTED} is written.")


def blank_form_page() -> str:
    """Return the page that is printed, which carries the digest of what it says."""
    sections = paper_sections()
    plain = render_template("reports/blank_form.html", sections=sections, digest="")
    return render_template("reports/blank_form.html", sections=sections, digest=digest(plain))
