"""The flask commands of this product: who may start what from a terminal. Each calls an action."""

from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from equity_tracker import clock
from equity_tracker.accounts import commands as accounts
from equity_tracker.commitments import commands as commitments
from equity_tracker.commitments.commands import language
from equity_tracker.demonstration import commands as demonstration
from equity_tracker.extensions import db
from equity_tracker.jobs import commands
from equity_tracker.model.errors import Refused
from equity_tracker.monday import commands as monday
from equity_tracker.notices import commands as notices
from equity_tracker.open_data import commands as open_data


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(accounts.create_operator)
    app.cli.add_command(accounts.create_programme)
    app.cli.add_command(commitments.group)
    app.cli.add_command(demonstration.group)
    app.cli.add_command(import_group)
    app.cli.add_command(language.group)
    app.cli.add_command(monday.group)
    app.cli.add_command(notices.group)
    app.cli.add_command(open_data.group)
    commands.init_app(app)


@click.group("import")
def import_group() -> None:
    """Records and organisations from elsewhere. Without --apply each of these only says what it would do."""


APPLY = click.option("--apply", is_flag=True, help="Write it. Without this nothing is written.")
READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@import_group.command("commitments")
@click.argument("file", type=READABLE)
@click.option("--mapping", type=READABLE, required=True, help="Which column means what, as TOML.")
@click.option("--programme", "slug", required=True, help="The slug of the programme to import into.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write every problem as CSV.")
@APPLY
@with_appcontext
def import_commitments(file: Path, mapping: Path, slug: str, report: Path | None, *, apply: bool) -> None:
    """Import the register in FILE: every row, or none if one is refused."""
    from equity_tracker.imports.actions.registers import import_records
    from equity_tracker.imports.mapping import BadMapping, read_mapping
    from equity_tracker.imports.outcome import report_lines
    from equity_tracker.imports.plan import plan_file
    from equity_tracker.imports.problems import problems_as_csv
    from equity_tracker.imports.queries import find_programme

    programme = find_programme(slug)
    if programme is None:
        raise click.ClickException(f"There is no programme {slug!r}.")
    try:
        plan = plan_file(file.read_bytes(), read_mapping(mapping.read_text("utf-8")))
        outcome = import_records(programme, plan, now=clock.now(), today=clock.today())
    except (BadMapping, Refused, UnicodeDecodeError) as refused:
        raise click.ClickException(str(refused)) from None
    if report is not None:
        report.write_text(problems_as_csv(outcome.problems), "utf-8")
    _finish(report_lines(outcome, applied=apply), refused=outcome.is_refused, apply=apply)


@import_group.command("organisations")
@APPLY
@with_appcontext
def import_organisations(*, apply: bool) -> None:
    """Import the directory of organisations that ships with the product."""
    from equity_tracker.imports.actions.directory import import_directory
    from equity_tracker.imports.directory_outcome import directory_lines
    from equity_tracker.imports.organisations_reading import read_directory

    outcome = import_directory(read_directory(), now=clock.now(), today=clock.today())
    _finish(directory_lines(outcome, applied=apply), refused=outcome.is_refused, apply=apply)


@import_group.command("working-for-health-equity-2013")
@APPLY
@with_appcontext
def import_programme_of_2013(*, apply: bool) -> None:
    """Import what can be verified of the programme Working for Health Equity."""
    from equity_tracker.imports.actions.health_equity_2013 import import_health_equity_2013
    from equity_tracker.imports.health_equity_2013 import read_health_equity_2013
    from equity_tracker.imports.outcome import report_lines

    content = read_health_equity_2013()
    outcome = import_health_equity_2013(content, now=clock.now(), today=clock.today())
    click.echo(f"Statements for action: {outcome.statements}, published now: {outcome.statements_published}.")
    _finish(report_lines(outcome.records, applied=apply), refused=outcome.records.is_refused, apply=apply)


def _finish(lines: Iterable[str], *, refused: bool, apply: bool) -> None:
    """Keep what was written, or undo it; say what happened, and fail if anything was refused."""
    if apply and not refused:
        db.session.commit()
    else:
        db.session.rollback()
    for line in lines:
        click.echo(line)
    if refused:
        raise SystemExit(1)
