from collections.abc import Callable, Sequence

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import Invitation, Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.organisations.actions.members import invite_member
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import PASSWORD, World

As = Callable[[User | None], CheckingClient]
Find = Callable[[User], Membership]
Mails = Callable[[], Sequence[OutgoingEmail]]
Log = Callable[[], list[str]]


@pytest.fixture
def change(as_: As, world: World) -> Callable[..., Page]:
    """Return what sends the form about a person, as somebody."""

    def send(
        by: User, person: User, role: str, *, password: str = PASSWORD, expected: int | None = None
    ) -> Page:
        page = as_(by).get(
            "organisations.change_role", organisation=world.alder.slug, member=person.public_id
        )
        return page.form("Change the role").fill(role=role, password=password).submit(expected=expected)

    return send


def test_an_admin_gives_a_colleague_another_role(
    change: Callable[..., Page], membership: Find, mails: Mails, log: Log, world: World
) -> None:
    page = change(world.ada, world.cora, "approver")

    assert "The role of Cora Editor is approver now." in page.flash
    assert ["Cora Editor cora.editor@example.org", "Approver"] in [row[:2] for row in page.table("People")]
    assert membership(world.cora).role is OrganisationRole.APPROVER
    (mail,) = mails()
    assert (mail.name, mail.recipient, mail.context["role_label"]) == (
        "role_changed",
        world.cora.email,
        "approver",
    )
    assert log() == ["member_role_changed"]


@pytest.mark.parametrize(
    ("password", "message"), [("not this one", "That is not your password"), ("", "Enter your password")]
)
def test_without_the_admins_own_password_nothing_changes(
    change: Callable[..., Page], membership: Find, password: str, message: str, world: World
) -> None:
    page = change(world.ada, world.cora, "admin", password=password, expected=422)

    assert page.errors == {"password": message}
    assert membership(world.cora).role is OrganisationRole.EDITOR


def test_guessing_the_password_is_slowed_down(
    change: Callable[..., Page], ada: User, cora: User, membership: Find
) -> None:
    for _ in range(10):
        change(ada, cora, "admin", password="a guess", expected=422)

    change(ada, cora, "admin", expected=429)

    assert membership(cora).role is OrganisationRole.EDITOR


def test_the_form_begins_with_the_role_held_now(as_: As, ada: User, vic: User, world: World) -> None:
    page = as_(ada).get("organisations.change_role", organisation=world.alder.slug, member=vic.public_id)

    assert page.form("Change the role").values["role"] == ["viewer"]


def test_the_same_role_again_changes_nothing_and_tells_nobody(
    change: Callable[..., Page], ada: User, cora: User, mails: Mails, log: Log
) -> None:
    change(ada, cora, "editor")

    assert (list(mails()), log()) == ([], [])


def test_a_role_from_outside_the_list_is_refused(
    as_: As, ada: User, cora: User, world: World, membership: Find
) -> None:
    page = as_(ada).post(
        "organisations.change_role",
        {"role": "operator", "password": PASSWORD},
        expected=422,
        organisation=world.alder.slug,
        member=cora.public_id,
    )

    assert page.errors == {"role": "Choose a role from the list"}
    assert membership(cora).role is OrganisationRole.EDITOR


def test_a_person_who_is_lowered_is_refused_with_the_next_click(
    change: Callable[..., Page], as_: As, ada: User, cora: User, world: World
) -> None:
    browser = as_(cora)
    browser.get("commitments.register_commitment", organisation=world.alder.slug)

    change(ada, cora, "viewer")

    browser.get("commitments.register_commitment", expected=403, organisation=world.alder.slug)


def test_a_person_who_is_raised_may_do_more_with_the_next_click(
    change: Callable[..., Page], as_: As, ada: User, cora: User, world: World
) -> None:
    browser = as_(cora)
    browser.get("organisations.invite_member", expected=403, organisation=world.alder.slug)

    change(ada, cora, "admin")

    browser.get("organisations.invite_member", organisation=world.alder.slug)


def test_the_last_admin_stays_admin(
    change: Callable[..., Page], ada: User, membership: Find, mails: Mails
) -> None:
    page = change(ada, ada, "editor", expected=422)

    assert page.errors == {"role": "Make somebody else an admin first. An organisation needs at least one."}
    assert membership(ada).role is OrganisationRole.ADMIN
    assert list(mails()) == []


def test_an_admin_may_step_down_when_there_is_another(
    change: Callable[..., Page], ada: User, cora: User, membership: Find
) -> None:
    change(ada, cora, "admin")

    change(ada, ada, "viewer")

    assert membership(ada).role is OrganisationRole.VIEWER


def test_an_admin_who_cannot_sign_in_is_nobody_to_count_on(
    change: Callable[..., Page], ada: User, cora: User
) -> None:
    change(ada, cora, "admin")
    cora.suspended_at = NOW
    db.session.commit()

    page = change(ada, ada, "viewer", expected=422)

    assert "Make somebody else an admin first" in page.errors["role"]


def test_invitations_sent_by_an_admin_who_steps_down_are_cancelled(
    change: Callable[..., Page], ada: User, cora: User, world: World
) -> None:
    change(ada, cora, "admin")
    invitation = invite_member(
        world.alder, email="new@example.org", role=OrganisationRole.EDITOR, by=cora, now=NOW
    )
    db.session.commit()

    change(ada, cora, "editor")

    assert not db.session.get_one(Invitation, invitation.id, populate_existing=True).is_open(NOW)
