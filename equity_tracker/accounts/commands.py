"""The flask commands that let the first people in: an operator, and a programme with its coordinator."""

import click
from flask import current_app, url_for
from flask.cli import with_appcontext
from werkzeug.datastructures import MultiDict

from equity_tracker import clock
from equity_tracker.accounts import actions
from equity_tracker.accounts.forms import FoundProgrammeForm, PersonForm
from equity_tracker.extensions import db
from equity_tracker.model.errors import Refused
from equity_tracker.model.programme import ReviewMode, Visibility
from equity_tracker.model.vocabulary import ORGANISATION_KINDS
from equity_tracker.programmes.actions import directory, programme
from equity_tracker.web.forms import AppForm


@click.command("create-operator")
@click.argument("email")
@click.argument("name")
@with_appcontext
def create_operator(email: str, name: str) -> None:
    """Make the person with this EMAIL an operator, and print a link to choose a password with."""
    form = PersonForm(MultiDict({"email": email, "name": name}))
    _refuse_unless_valid(form)
    token = actions.create_operator(form.email.data or "", name=form.name.data or "", now=clock.now())
    db.session.commit()
    click.echo(f"{form.email.data} is an operator.")
    _print_link(token)


@click.command("create-programme")
@click.argument("name")
@click.option("--coordinating-body", "body_name", required=True, help="The organisation that runs it.")
@click.option("--kind", type=click.Choice(ORGANISATION_KINDS.slugs), help="What it is, if it is new here.")
@click.option("--coordinator", "email", required=True, help="The e-mail address of its first coordinator.")
@click.option("--prefix", help="What references begin with. Otherwise the initials of the name.")
@with_appcontext
def create_programme(name: str, body_name: str, kind: str | None, email: str, prefix: str | None) -> None:
    """Set up the programme called NAME: internal, until its coordinator says otherwise."""
    form = FoundProgrammeForm(
        MultiDict({"name": name, "body_name": body_name, "email": email, "prefix": prefix or _initials(name)})
    )
    _refuse_unless_valid(form)
    try:
        token = _found(form, kind)
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    db.session.commit()
    click.echo(f"{form.name.data} is set up. {form.email.data} coordinates it.")
    if token is not None:
        _print_link(token)


def _found(form: FoundProgrammeForm, kind: str | None) -> str | None:
    """Found the programme; return a token if its coordinator has yet to choose a password."""
    now, today = clock.now(), clock.today()
    name, body_name = form.name.data or "", form.body_name.data or ""
    coordinator, token = actions.find_or_create_person(form.email.data or "", now=now)
    settings = programme.Settings(
        name=name,
        summary=f"{name} is coordinated by {body_name}.",
        reference_prefix=form.prefix.data or "",
        visibility=Visibility.INTERNAL,
        launches_on=None,
        review_mode=ReviewMode.ACKNOWLEDGE,
    )
    body = directory.find_or_add_body(body_name, kind, now=now)
    programme.create_programme(settings, body=body, by=coordinator, now=now, today=today)
    return token


def _initials(name: str) -> str:
    """Return FS for Fairer Shore, and FA for a name of one word, Fairness."""
    letters = "".join(word[0] for word in name.split() if word[0].isalpha()).upper()[:8]
    return letters if len(letters) > 1 else name[:2].upper()


def _refuse_unless_valid(form: AppForm) -> None:
    if not form.validate():
        raise click.ClickException(". ".join(message for _, message in form.errors_for_summary))


def _print_link(token: str) -> None:
    """Print where somebody chooses a password, so that none is ever typed into a command."""
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].public_base_url):
        link = url_for("accounts.reset_password", token=token, _external=True)
    click.echo("Open this link within an hour to choose a password. It works once.")
    click.echo(link)
