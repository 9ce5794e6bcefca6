"""The flask command that a mail server hands returned mail to."""

from typing import IO

import click
from flask import current_app
from flask.cli import with_appcontext

from equity_tracker import clock
from equity_tracker.adapters.returned_mail import LARGEST, NotReadable, read_returned
from equity_tracker.extensions import db
from equity_tracker.model.errors import Refused
from equity_tracker.notices.actions.returned import note_returned


@click.group("mail")
def group() -> None:
    """What comes back of the mail that was sent."""


@group.command("read-returned")
@click.argument("file", type=click.File("rb"))
@with_appcontext
def read_returned_mail(file: IO[bytes]) -> None:
    """Read one delivery status notification (RFC 3464) from FILE, or - for a pipe, and note it."""
    try:
        returned = read_returned(file.read(LARGEST + 1))
        said = note_returned(returned, sender=current_app.config["SETTINGS"].mail_from, now=clock.now())
    except (NotReadable, Refused) as refused:
        db.session.rollback()
        raise click.ClickException(str(refused)) from None
    db.session.commit()
    click.echo(said)
