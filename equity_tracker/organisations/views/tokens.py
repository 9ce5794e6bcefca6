"""The tokens of an organisation's own systems: the list, making one, ending one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.api_token import SCOPES_IN_WORDS, ApiToken, Scope
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.organisations.actions import tokens as actions
from equity_tracker.organisations.forms import ConfirmForm, CreateTokenForm
from equity_tracker.organisations.queries import tokens as queries
from equity_tracker.organisations.views.blueprint import blueprint
from equity_tracker.web import own_password
from equity_tracker.web.access import loads, requires
from equity_tracker.web.templating import render_form


@blueprint.get("/settings/tokens")
@requires(get=Permission.MANAGE_TOKEN)
def list_tokens(organisation: Organisation) -> ResponseReturnValue:
    """Show every token, what it opens, when it was last used, and how it ends."""
    now = clock.now()
    tokens = queries.list_tokens(organisation)
    return render_template(
        "organisations/list_tokens.html",
        organisation=organisation,
        live=[row for row in tokens if row.revoked_at is None and now < row.expires_at],
        ended=[row for row in tokens if row.revoked_at is not None or now >= row.expires_at],
        scopes={scope.value: words for scope, words in SCOPES_IN_WORDS.items()},
    )


@blueprint.route("/settings/tokens/new", methods=["GET", "POST"])
@requires(get=Permission.MANAGE_TOKEN, post=Permission.MANAGE_TOKEN)
def create_token(organisation: Organisation) -> ResponseReturnValue:
    """Make a token, after asking the password; show it once."""
    form = CreateTokenForm.for_request()
    if form.is_submitted and form.validate():
        try:
            if not own_password.is_right(form.password.data or ""):
                raise Refused("That is not your password", "password")
            secret, token = actions.create_token(
                organisation,
                name=form.name.data or "",
                scopes=[Scope(value) for value in form.scopes.data],
                months=int(form.months.data or 0),
                by=current_user,
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return render_template(
                "organisations/show_token.html", organisation=organisation, token=token, secret=secret
            )
    return render_form("organisations/create_token.html", form, organisation=organisation)


@blueprint.route("/settings/tokens/<api_token>/revoke", methods=["GET", "POST"])
@loads(api_token=queries.get_token)
@requires(get=Permission.MANAGE_TOKEN, post=Permission.MANAGE_TOKEN)
def revoke_token(organisation: Organisation, api_token: ApiToken) -> ResponseReturnValue:
    """Ask, then end a token at once."""
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.revoke_token(api_token, by=current_user, now=clock.now())
        except Refused as refused:
            flash(refused.message, "error")
        else:
            flash(f"The token “{api_token.name}” is ended. Whatever uses it is refused from now on.")
        return redirect(url_for(".list_tokens", organisation=organisation.slug), code=303)
    return render_form("organisations/revoke_token.html", form, organisation=organisation, token=api_token)
