"""Pages of one person."""

from tests.journeys.pages.stop import COORDINATOR, EDITOR, HOME, NOBODY, OPERATOR, VIEWER, Stop, public

ACCOUNT = [
    public("accounts.sign_in", "/sign-in"),
    Stop("accounts.sign_in", NOBODY, "/sign-in", sent=True, status=422),
    public("accounts.forgot_password", "/forgot-password"),
    Stop("accounts.forgot_password", NOBODY, "/forgot-password", sent=True, status=422),
    public("accounts.accept_invitation", "/invitations/used-long-ago", status=410),
    public("accounts.reset_password", "/reset-password/used-long-ago", status=410),
    Stop("accounts.list_workspaces", COORDINATOR, "/workspaces"),
    Stop("accounts.list_workspaces", OPERATOR, "/workspaces"),
    Stop("accounts.show_account", EDITOR, "/account"),
    Stop("accounts.edit_profile", EDITOR, "/account/profile"),
    Stop("accounts.change_password", EDITOR, "/account/password"),
    Stop("notices.choose_mail", EDITOR, "/account/mail"),
    Stop("notices.show_calendar_link", EDITOR, "/account/calendar"),
    Stop("accounts.change_password", EDITOR, "/account/password", sent=True, status=422),
    Stop("", EDITOR, "/o/nowhere/", status=404),
    Stop("", VIEWER, f"{HOME}/commitments/new", status=403),
]
