"""A person's own pages: signing in and out, passwords, sessions, invitations, and the way to their work."""

import logging

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug import Response

from equity_tracker import clock
from equity_tracker.accounts import actions, browsers, queries
from equity_tracker.accounts.forms import (
    AcceptInvitationForm,
    ChangePasswordForm,
    EditProfileForm,
    ForgotPasswordForm,
    ResetPasswordForm,
    SignInForm,
)
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import Invitation, User, fold_email
from equity_tracker.model.sign_in import UserSession
from equity_tracker.model.tokens import hash_token
from equity_tracker.web import own_password, passwords, sessions, throttle
from equity_tracker.web.access import anyone, as_typed, loads, signed_in
from equity_tracker.web.forms import AppForm
from equity_tracker.web.security import local_path_or
from equity_tracker.web.templating import render_form

blueprint = Blueprint("accounts", __name__)
log = logging.getLogger(__name__)

WRONG = "The e-mail address or the password is not right. Try again, or choose a new password"
LINK_SENT = "If there is an account with that address, a link is on its way to it. It works for one hour."


@blueprint.errorhandler(actions.LinkExpired)
def show_expired_link(_error: Exception) -> ResponseReturnValue:
    return render_template("accounts/link_expired.html"), 410


@blueprint.errorhandler(throttle.TooManyTries)
def show_too_many_tries(error: throttle.TooManyTries) -> ResponseReturnValue:
    page = render_template("accounts/too_many_tries.html", minutes=-(-error.seconds // 60))
    return page, 429, {"Retry-After": str(error.seconds)}


@blueprint.errorhandler(passwords.TooBusy)
def show_too_busy(_error: Exception) -> ResponseReturnValue:
    return render_template("errors/503.html"), 503, {"Retry-After": "10"}


@blueprint.route("/sign-in", methods=["GET", "POST"])
@anyone("GET", "POST")
def sign_in() -> ResponseReturnValue:
    next_page = local_path_or(request.args.get("next"), "")
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(next_page or _home_of(current_user))
    form = SignInForm.for_request()
    if form.is_submitted and form.validate():
        user = _sign_in(form.email.data or "", form.password.data or "")
        if user is not None:
            return redirect(next_page or _home_of(user), code=303)
        form.add_error(Refused(WRONG))
    return render_form("accounts/sign_in.html", form=form, next_page=next_page)


def _sign_in(email: str, password: str) -> User | None:
    """Sign somebody in if the password is theirs. A wrong guess costs the same whoever it was about."""
    email = fold_email(email)
    found = queries.find_credentials(email)
    stored = found.password_hash if found and not found.is_suspended else None
    if not own_password.is_of(email, stored, password) or found is None:
        log.warning("sign-in refused")
        return None
    better = passwords.hash_password(password) if passwords.is_outdated(found.password_hash) else None
    user = queries.get_user(found.user_id)
    throttle.clear(throttle.PASSWORD_BY_ACCOUNT, email)
    actions.sign_in(user, better_hash=better, now=clock.now())
    sessions.start(user)
    return user


def _home_of(user: User) -> str:
    """Return where the person works: their one workspace, or the list of them."""
    members, colleagues = queries.list_memberships(user), queries.list_programme_memberships(user)
    if len(members) == 1 and not colleagues:
        return url_for("organisations.show_home", organisation=members[0].organisation.slug)
    if len(colleagues) == 1 and not members:
        return url_for("programmes.show_home", programme=colleagues[0].programme.slug)
    return url_for("accounts.list_workspaces")


@blueprint.post("/sign-out")
@signed_in("POST")
def sign_out() -> ResponseReturnValue:
    return _sign_out()


def _sign_out() -> Response:
    actions.sign_out(current_user, now=clock.now())
    sessions.end_current()
    flash("You are signed out.")
    return redirect(url_for("accounts.sign_in"), code=303)


@blueprint.route("/forgot-password", methods=["GET", "POST"])
@anyone("GET", "POST")
def forgot_password() -> ResponseReturnValue:
    form = ForgotPasswordForm.for_request()
    if form.is_submitted and form.validate():
        email = fold_email(form.email.data or "")
        throttle.count((throttle.RESET_BY_ACCOUNT, email), (throttle.RESET_BY_NETWORK, throttle.network()))
        actions.request_password_reset(email, now=clock.now())
        flash(LINK_SENT)
        return redirect(url_for("accounts.sign_in"), code=303)
    return render_form("accounts/forgot_password.html", form=form)


@blueprint.route("/reset-password/<token>", methods=["GET", "POST"])
@loads(token=as_typed)
@anyone("GET", "POST")
def reset_password(token: str) -> ResponseReturnValue:
    link = queries.find_reset_link(hash_token(token), now=clock.now())
    if link is None:
        raise actions.LinkExpired
    form = ResetPasswordForm.for_request()
    form.about = (link.user.name, link.user.email)
    if form.is_submitted and form.validate():
        throttle.count((throttle.LINK_BY_NETWORK, throttle.network()))
        password_hash = passwords.hash_password(form.new_password.data or "")
        actions.reset_password(link, password_hash=password_hash, now=clock.now())
        sessions.end_all(link.user)
        throttle.clear(throttle.PASSWORD_BY_ACCOUNT, link.user.email)
        flash("Your new password is stored. Sign in with it.")
        return redirect(url_for("accounts.sign_in"), code=303)
    return render_form("accounts/reset_password.html", form=form, token=token)


@blueprint.get("/workspaces")
@signed_in("GET")
def list_workspaces() -> ResponseReturnValue:
    return render_template(
        "accounts/list_workspaces.html",
        memberships=queries.list_memberships(current_user),
        programme_memberships=queries.list_programme_memberships(current_user),
    )


@blueprint.get("/account")
@signed_in("GET")
def show_account() -> ResponseReturnValue:
    open_sessions = queries.list_sessions(current_user, now=clock.now())
    return render_template(
        "accounts/show_account.html",
        open_sessions=[(session, browsers.describe(session.browser)) for session in open_sessions],
        current_session=g.user_session.public_id,
        memberships=queries.list_memberships(current_user),
        programme_memberships=queries.list_programme_memberships(current_user),
    )


@blueprint.route("/account/profile", methods=["GET", "POST"])
@signed_in("GET", "POST")
def edit_profile() -> ResponseReturnValue:
    form = EditProfileForm.for_request(current_user)
    if form.is_submitted and form.validate():
        actions.edit_profile(current_user, name=form.name.data or "", now=clock.now())
        flash("Your name is saved.")
        return redirect(url_for("accounts.show_account"), code=303)
    return render_form("accounts/edit_profile.html", form=form)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in("GET", "POST")
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm.for_request()
    form.about = (current_user.name, current_user.email)
    if form.is_submitted and form.validate():
        if own_password.is_right(form.current_password.data or ""):
            password_hash = passwords.hash_password(form.new_password.data or "")
            actions.change_password(current_user, password_hash=password_hash, now=clock.now())
            # A copy of this browser's cookie ends as well: it goes on under a new one.
            sessions.end_all(current_user)
            sessions.start(current_user)
            flash("Your password is changed. You are signed out everywhere else.")
            return redirect(url_for("accounts.show_account"), code=303)
        form.add_error(Refused("That is not your current password", "current_password"))
    return render_form("accounts/change_password.html", form=form)


@blueprint.post("/account/sessions/<user_session>/end")
@loads(user_session=queries.get_session)
@signed_in("POST")
def end_session(user_session: UserSession) -> ResponseReturnValue:
    if user_session.id == g.user_session.id:
        return _sign_out()
    browser = browsers.describe(user_session.browser)
    actions.end_session(current_user, user_session, browser=browser, now=clock.now())
    flash(f"You are signed out of {browser}.")
    return redirect(url_for("accounts.show_account"), code=303)


@blueprint.post("/account/sessions/end-others")
@signed_in("POST")
def end_other_sessions() -> ResponseReturnValue:
    sessions.end_all(current_user, but=g.user_session)
    actions.end_other_sessions(current_user, now=clock.now())
    flash("You are signed out everywhere else.")
    return redirect(url_for("accounts.show_account"), code=303)


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@loads(token=as_typed)
@anyone("GET", "POST")
def accept_invitation(token: str) -> ResponseReturnValue:
    invitation = queries.find_invitation(hash_token(token), now=clock.now())
    if invitation is None:
        raise actions.LinkExpired
    if current_user.is_authenticated:
        return _accept(invitation, token)
    if queries.find_user(invitation.email) is not None:
        return render_template("accounts/invitation_for_member.html", invitation=invitation, token=token)
    return _accept_as_new_person(invitation, token)


def _accept(invitation: Invitation, token: str) -> ResponseReturnValue:
    """Let the signed-in person accept. To anybody but the one invited, the link is no good."""
    if fold_email(invitation.email) != current_user.email:
        raise actions.LinkExpired
    form = AppForm.for_request()
    if form.is_submitted:
        actions.accept_invitation(invitation, current_user, now=clock.now(), today=clock.today())
        return _welcome(invitation)
    return render_form("accounts/accept_invitation.html", form=form, invitation=invitation, token=token)


def _accept_as_new_person(invitation: Invitation, token: str) -> ResponseReturnValue:
    form = AcceptInvitationForm.for_request()
    form.about = (invitation.email,)
    if form.is_submitted and form.validate():
        throttle.count((throttle.LINK_BY_NETWORK, throttle.network()))
        password_hash = passwords.hash_password(form.password.data or "")
        user = actions.accept_as_new_person(
            invitation,
            name=form.name.data or "",
            password_hash=password_hash,
            now=clock.now(),
            today=clock.today(),
        )
        sessions.start(user)
        return _welcome(invitation)
    return render_form("accounts/accept_invitation.html", form=form, invitation=invitation, token=token)


def _welcome(invitation: Invitation) -> Response:
    flash(f"Welcome to {invitation.place_name}.")
    if invitation.organisation is not None:
        return redirect(url_for("organisations.show_home", organisation=invitation.organisation.slug), 303)
    assert invitation.programme is not None  # noqa: S101 - the table allows one place or the other
    return redirect(url_for("programmes.show_home", programme=invitation.programme.slug), 303)
