from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import Invitation, User
from equity_tracker.model.tokens import hash_token
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Mails = Callable[[], Sequence[OutgoingEmail]]
Log = Callable[[], list[str]]


@pytest.fixture
def invite(as_: As, ada: User, world: World) -> Callable[..., Page]:
    """Return what sends the form as Ada."""

    def send(
        email: str = "new@example.org", role: str | None = "editor", *, expected: int | None = None
    ) -> Page:
        page = as_(ada).get("organisations.invite_member", organisation=world.alder.slug)
        form = page.form("Send the invitation").fill(email=email)
        if role:
            form.fill(role=role)
        return form.submit(expected=expected)

    return send


def invitations() -> Sequence[Invitation]:
    found = select(Invitation).order_by(Invitation.id).execution_options(populate_existing=True)
    return db.session.scalars(found).all()


def test_an_admin_invites_a_colleague(
    invite: Callable[..., Page], world: World, mails: Mails, log: Log
) -> None:
    page = invite("New.Person@Example.org", "approver")

    assert page.heading == "Team"
    assert "An invitation is on its way to new.person@example.org." in page.flash
    assert page.table("Invited")[0][:4] == [
        "new.person@example.org",
        "Approver",
        "Ada Admin",
        "13 April 2026 at 10:00",
    ]
    (invitation,) = invitations()
    assert (invitation.organisation_id, invitation.role) == (world.alder.id, "approver")
    (mail,) = mails()
    assert (mail.name, mail.recipient) == ("invitation", "new.person@example.org")
    assert hash_token(mail.context["token"]) == invitation.token_hash
    assert mail.context["expires_on"] == "13 April 2026"
    assert log() == ["member_invited"]


def test_the_token_is_in_the_mail_and_nowhere_else(
    invite: Callable[..., Page], mails: Mails, as_: As, ada: User, world: World
) -> None:
    page = invite()
    token = mails()[0].context["token"]

    assert token not in page.response.text
    activity = as_(ada).get("organisations.list_activity", organisation=world.alder.slug)
    assert token not in activity.response.text
    assert invitations()[0].token_hash not in activity.response.text


@pytest.mark.parametrize(
    ("email", "role", "errors"),
    [
        ("", "editor", {"email": "Enter the e-mail address of the person you invite"}),
        ("new@", "editor", {"email": "Enter one e-mail address, like name@example.nhs.uk"}),
        (
            "a@example.org, b@example.org",
            "editor",
            {"email": "Enter one e-mail address, like name@example.nhs.uk"},
        ),
        ("new@example.org", None, {"role": "Choose a role"}),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    invite: Callable[..., Page], mails: Mails, email: str, role: str | None, errors: dict[str, str]
) -> None:
    page = invite(email, role, expected=422)

    assert page.errors == errors
    assert page.error_list == list(errors.values())
    assert (list(invitations()), list(mails())) == ([], [])


def test_a_role_from_outside_the_list_is_refused(as_: As, ada: User, world: World) -> None:
    page = as_(ada).post(
        "organisations.invite_member",
        {"email": "new@example.org", "role": "coordinator"},
        expected=422,
        organisation=world.alder.slug,
    )

    assert page.errors == {"role": "Choose a role from the list"}


def test_an_address_is_invited_once_at_a_time(invite: Callable[..., Page]) -> None:
    invite("new@example.org")

    page = invite("NEW@example.org", "admin", expected=422)

    assert page.errors == {
        "email": "This address has an open invitation already. Cancel it first to send another."
    }
    assert len(invitations()) == 1


def test_an_invitation_that_ran_out_does_not_stand_in_the_way(invite: Callable[..., Page]) -> None:
    invite()
    invitations()[0].expires_at = NOW - timedelta(seconds=1)
    db.session.commit()

    invite()

    assert len(invitations()) == 2


def test_a_colleague_need_not_be_invited_again(invite: Callable[..., Page], mails: Mails) -> None:
    page = invite("Cora.Editor@example.org", "admin", expected=422)

    assert page.errors == {"email": "Cora Editor is in the team already, in the role of editor."}
    assert list(mails()) == []


def test_somebody_of_another_organisation_can_be_invited_and_nothing_tells_that_they_have_an_account(
    invite: Callable[..., Page], eve: User
) -> None:
    page = invite(eve.email)

    assert f"An invitation is on its way to {eve.email}." in page.flash


def test_the_same_form_sent_twice_invites_once(as_: As, ada: User, world: World, mails: Mails) -> None:
    browser = as_(ada)
    form = browser.get("organisations.invite_member", organisation=world.alder.slug).form(
        "Send the invitation"
    )
    form.fill(email="new@example.org", role="viewer")

    form.submit(expected=303)
    again = form.submit()

    assert again.heading == "Team"
    assert (len(invitations()), len(mails())) == (1, 1)


def test_an_admin_cancels_an_invitation(invite: Callable[..., Page], log: Log) -> None:
    page = invite()

    page = page.form("Cancel the invitation of new@example.org").submit()

    assert "The invitation of new@example.org is cancelled." in page.flash
    assert "Invited by" not in page.main
    assert not invitations()[0].is_open(NOW)
    assert log() == ["member_invited", "invitation_cancelled"]


def test_a_cancelled_invitation_cannot_be_cancelled_again(
    invite: Callable[..., Page], as_: As, ada: User, world: World
) -> None:
    page = invite()
    page.form("Cancel the invitation of new@example.org").submit()

    as_(ada).post(
        "organisations.cancel_invitation",
        expected=404,
        organisation=world.alder.slug,
        invitation=invitations()[0].public_id,
    )


def test_an_accepted_invitation_cannot_be_cancelled(
    invite: Callable[..., Page], as_: As, ada: User, world: World
) -> None:
    invite()
    invitations()[0].used_at = NOW
    db.session.commit()

    as_(ada).post(
        "organisations.cancel_invitation",
        expected=404,
        organisation=world.alder.slug,
        invitation=invitations()[0].public_id,
    )


def test_colleagues_see_who_is_invited_without_a_button(
    invite: Callable[..., Page], as_: As, vic: User, world: World
) -> None:
    invite()

    page = as_(vic).get("organisations.list_members", organisation=world.alder.slug)

    assert page.table("Invited")[0][0] == "new@example.org"
    assert page.soup.select("main form") == []
