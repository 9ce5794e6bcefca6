"""The programme team: inviting, changing a role, leaving; the last coordinator stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.people import Invitation, ProgrammeMembership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.tokens import hash_token
from tests.conftest import NOW
from tests.programmes.conftest import As, Log, Mails, Open
from tests.support.page import Page
from tests.support.people import PASSWORD, World, make_colleague


@pytest.fixture
def open_(as_: As, paula: User, world: World) -> Open:
    """Open one of these pages as Paula, or as somebody else."""

    def opened(endpoint: str, person: User = paula, **arguments: Any) -> Page:
        return as_(person).get(f"programmes.{endpoint}", programme=world.programme.slug, **arguments)

    return opened


@pytest.fixture
def place(world: World) -> Callable[[User], ProgrammeMembership]:
    """Return what finds a person's place on the team, ended or not."""

    def find(person: User) -> ProgrammeMembership:
        return db.session.scalars(
            select(ProgrammeMembership)
            .where(
                ProgrammeMembership.programme_id == world.programme.id,
                ProgrammeMembership.user_id == person.id,
            )
            .execution_options(populate_existing=True)
        ).one()

    return find


def test_the_page_lists_people_and_what_each_role_may_do(open_: Open, otto: User) -> None:
    page = open_("list_colleagues", otto)

    assert [row[:2] for row in page.table("People on the team")] == [
        ["Otto Observer otto.observer@example.org", "Observer"],
        ["Paula Coordinator paula.coordinator@example.org", "Coordinator"],
    ]
    rights = {row[0]: row[1:] for row in page.table("What each role may do")}
    assert rights["Read what organisations have submitted"] == ["Yes", "Yes"]
    assert rights["Plan, open and close rounds"] == ["No", "Yes"]
    assert not page.has_link("Invite a colleague")


def test_a_colleague_is_invited_by_e_mail(open_: Open, world: World, mails: Mails, log: Log) -> None:
    form = open_("invite_colleague").form("Send the invitation")

    page = form.fill(email="Nia@Example.org", role="observer").submit()

    assert "nia@example.org" in page.flash
    assert page.table("Open invitations")[0][:2] == ["nia@example.org", "Observer"]
    [mail] = mails()
    [invitation] = db.session.scalars(select(Invitation))
    assert (invitation.programme_id, invitation.organisation_id) == (world.programme.id, None)
    assert hash_token(mail.context["token"]) == invitation.token_hash
    assert (mail.context["place_name"], mail.context["role_label"]) == ("Fairer Shore", "Observer")
    assert log() == ["member_invited"]


def test_a_form_sent_twice_invites_once(open_: Open, mails: Mails) -> None:
    form = open_("invite_colleague").form("Send the invitation")
    filled = form.fill(email="nia@example.org", role="observer")

    filled.submit()
    filled.submit()

    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        (
            {"email": "OTTO.observer@example.org", "role": "coordinator"},
            "email",
            "This person is on the team already.",
        ),
        ({"role": "observer"}, "email", "Enter the e-mail address of your colleague"),
        ({"email": "nia@example.org"}, "role", "Choose a role"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(
    open_: Open, mails: Mails, fields: dict[str, str], field: str, message: str
) -> None:
    page = open_("invite_colleague").form("Send the invitation").fill(**fields).submit(expected=422)

    assert page.errors[field] == message
    assert mails() == []


def test_an_address_has_one_open_invitation(open_: Open, mails: Mails) -> None:
    fields = {"email": "nia@example.org", "role": "observer"}
    open_("invite_colleague").form("Send the invitation").fill(**fields).submit()

    page = open_("invite_colleague").form("Send the invitation").fill(**fields).submit(expected=422)

    assert "has an open invitation" in page.errors["email"]
    with clock.fixed(NOW + timedelta(days=8)):
        open_("invite_colleague").form("Send the invitation").fill(**fields).submit()
    assert len(mails()) == 2


def test_an_invitation_can_be_taken_back(open_: Open, log: Log) -> None:
    fields = {"email": "nia@example.org", "role": "observer"}
    listed = open_("invite_colleague").form("Send the invitation").fill(**fields).submit()

    page = (
        listed.link("Cancel the invitation to nia@example.org")
        .follow()
        .form("Cancel the invitation")
        .submit()
    )

    assert "is cancelled" in page.flash
    assert "Open invitations" not in page.main
    assert db.session.scalars(select(Invitation)).one().cancelled_at == NOW
    assert log()[-1] == "invitation_cancelled"


def test_an_invitation_of_another_programme_cannot_be_taken_back(as_: As, world: World, open_: Open) -> None:
    open_("invite_colleague").form("Send the invitation").fill(
        email="nia@example.org", role="observer"
    ).submit()
    invitation = db.session.scalars(select(Invitation)).one()

    as_(world.other_paula).post(
        "programmes.cancel_invitation",
        programme=world.other_programme.slug,
        invitation=invitation.public_id,
        expected=404,
    )


def test_a_role_is_changed_with_ones_own_password(
    open_: Open, otto: User, place: Callable[[User], ProgrammeMembership], log: Log
) -> None:
    form = open_("change_colleague", colleague=otto.public_id).form("Save the role")

    form.fill(role="coordinator", password=PASSWORD).submit()

    assert place(otto).role is ProgrammeRole.COORDINATOR
    assert log() == ["member_role_changed"]


def test_a_wrong_password_changes_no_role(
    open_: Open, otto: User, place: Callable[[User], ProgrammeMembership]
) -> None:
    form = open_("change_colleague", colleague=otto.public_id).form("Save the role")

    page = form.fill(role="coordinator", password="something else").submit(expected=422)

    assert page.errors["password"] == "That is not your password"
    assert place(otto).role is ProgrammeRole.OBSERVER


def test_a_colleague_is_taken_off_the_team_and_sees_it_no_more(
    *, open_: Open, as_: As, world: World, otto: User, place: Callable[[User], ProgrammeMembership], log: Log
) -> None:
    page = open_("remove_colleague", colleague=otto.public_id).form("Take off the team").submit()

    assert "Otto Observer is no longer on the team." in page.flash
    assert place(otto).ended_at == NOW
    as_(otto).get("programmes.show_home", programme=world.programme.slug, expected=404)
    assert log() == ["member_removed"]


def test_the_last_coordinator_cannot_leave(
    open_: Open, paula: User, place: Callable[[User], ProgrammeMembership]
) -> None:
    form = open_("remove_colleague", colleague=paula.public_id).form("Leave the team")

    page = form.submit(expected=422)

    assert page.error_list == ["Make somebody else a coordinator first. A programme needs at least one."]
    assert place(paula).ended_at is None


def test_the_last_coordinator_cannot_become_an_observer(
    open_: Open, paula: User, place: Callable[[User], ProgrammeMembership]
) -> None:
    form = open_("change_colleague", colleague=paula.public_id).form("Save the role")

    page = form.fill(role="observer", password=PASSWORD).submit(expected=422)

    assert page.errors["role"].startswith("Make somebody else a coordinator first.")
    assert place(paula).role is ProgrammeRole.COORDINATOR


def test_a_suspended_coordinator_does_not_count(
    open_: Open, paula: User, world: World, place: Callable[[User], ProgrammeMembership]
) -> None:
    other = make_colleague("Pia Coordinator", world.programme, ProgrammeRole.COORDINATOR, NOW)
    other.suspended_at = NOW
    db.session.commit()

    open_("remove_colleague", colleague=paula.public_id).form("Leave the team").submit(expected=422)

    assert place(paula).ended_at is None


def test_one_of_two_coordinators_may_leave(
    open_: Open, paula: User, world: World, place: Callable[[User], ProgrammeMembership]
) -> None:
    make_colleague("Pia Coordinator", world.programme, ProgrammeRole.COORDINATOR, NOW)
    db.session.commit()

    form = open_("remove_colleague", colleague=paula.public_id).form("Leave the team")
    form.submit(expected=303)

    assert place(paula).ended_at == NOW
