"""The flask commands of the language advisor: what it finds in files, and how often people say no to it."""

from pathlib import Path

import click
from flask.cli import with_appcontext


@click.group("language")
def group() -> None:
    """Questions about wording: what raises them, and what people think of them."""


@group.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def check_language(paths: tuple[Path, ...]) -> None:
    """Run the advisor over PATHS: templates, TOML files and programs, or folders of them."""
    from equity_tracker.commitments.own_words import check  # noqa: PLC0415 - read only when it is run

    findings = list(check(list(paths)))
    for finding in findings:
        click.echo(str(finding))
    click.echo(f"{len(findings)} found." if findings else "Nothing found.")
    if findings:
        raise SystemExit(1)


@group.command("dismissals")
@with_appcontext
def count_dismissals() -> None:
    """Count how often each family was dismissed, over all organisations. Nobody is named."""
    from equity_tracker.commitments.queries.prompts import count_dismissals as count  # noqa: PLC0415

    for family, row in count().items():
        click.echo(
            f"{family:<4} {row.title:<32} {row.dismissed:>5} dismissed {row.with_reason:>5} with a reason"
            f" {row.commitments:>5} commitments"
        )
