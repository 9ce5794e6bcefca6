"""The flask command that loads the demonstration."""

from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext

from equity_tracker import clock

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@click.group("demonstration")
def group() -> None:
    """An invented programme and real registers, to look at and to try things on."""


@group.command("load")
@click.option("--anyway", is_flag=True, help="Load it although others can reach this installation.")
@with_appcontext
def load_demonstration(*, anyway: bool) -> None:
    """Load what of the demonstration is not there yet, and print who can sign in."""
    from equity_tracker.demonstration.load import load  # noqa: PLC0415 - read only when it is run

    host = urlsplit(current_app.config["SETTINGS"].public_base_url).hostname
    if host not in LOOPBACK and not anyway:
        raise click.ClickException(
            f"The demonstration's password is known to everybody, and {host} is not this machine."
            " Say --anyway if you mean it."
        )
    for line in load(now=clock.now(), today=clock.today()):
        click.echo(line)
