"""The flask command that makes a release of the open data now."""

from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import with_appcontext

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.open_data import actions
from equity_tracker.open_data.job import make_waiting_releases, open_data_press
from equity_tracker.open_data.queries import releases
from equity_tracker.web.public_addresses import public_addresses


class NotMade(Exception):
    """It could not be made, for a reason that is in the log."""


@click.group("open-data")
def group() -> None:
    """Everything public in one file for everybody."""


@group.command("publish")
@with_appcontext
def publish() -> None:
    """Make a release now, unless it would say what the last one says."""
    try:
        for line in publish_now():
            click.echo(line)
    except NotMade:
        raise click.ClickException(
            "It could not be made. The log says why; the timetable tries again."
        ) from None


def publish_now() -> Iterator[str]:
    """Ask for a release, make it, and say what came of it. What was not committed before is given up."""
    now, settings = clock.now(), current_app.config["SETTINGS"]
    db.session.rollback()
    actions.ask_for_release(f"by hand {now.isoformat()}", now=now)
    db.session.commit()
    press = open_data_press(
        settings.storage_url, base_url=settings.public_base_url, addresses=public_addresses()
    )
    counts = make_waiting_releases(now, press)
    last = releases.find_last()
    if counts["delayed"] or last is None:
        raise NotMade
    if counts["done"]:
        yield f"Release {last.version}: {sum(last.rows.values()):,} rows in {last.size or 0:,} bytes."
    else:
        yield f"Nothing has changed since release {last.version}."
