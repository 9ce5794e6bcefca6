"""The flask command that writes the flags of all commitments anew."""

import click
from flask.cli import with_appcontext

from equity_tracker.extensions import db
from equity_tracker.monday.actions.flags import rebuild_flags


@click.group("flags")
def group() -> None:
    """What there is to look at again in check-ins and measures, kept as rows."""


@group.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Write the flags anew, after an upgrade or a change of the rules. What was looked at stays so."""
    counted = changed = 0
    for commitments, flags in rebuild_flags():
        db.session.commit()
        counted, changed = counted + commitments, changed + flags
    click.echo(f"{counted} commitments read, {changed} flags added or taken off.")
