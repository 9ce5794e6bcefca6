"""Ending a place in the team: a colleague's, or one's own."""

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
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Find = Callable[[User], Membership]
Mails = Callable[[], Sequence[OutgoingEmail]]
Log = Callable[[], list[str]]


@pytest.fixture
def remove(as_: As, world: World) -> Callable[..., Page]:
    def send(by: User, person: User, *, expected: int | None = None) -> Page:
        page = as_(by).get(
            "organisations.remove_member", organisation=world.alder.slug, member=person.public_id
        )
        return page.form("Remove from the team").submit(expected=expected)

    return send


@pytest.fixture
def leave(as_: As, world: World) -> Callable[..., Page]:
    def send(person: User, *, expected: int | None = None) -> Page:
        page = as_(person).get("organisations.leave_organisation", organisation=world.alder.slug)
        return page.form("Leave the team").submit(expected=expected)

    return send


@pytest.fixture
def second_admin(cora: User, membership: Find) -> User:
    membership(cora).role = OrganisationRole.ADMIN
    db.session.commit()
    return cora


def test_an_admin_removes_a_colleague(
    remove: Callable[..., Page], membership: Find, mails: Mails, log: Log, world: World
) -> None:
    page = remove(world.ada, world.cora)

    assert "Cora Editor is no longer in the team." in page.flash
    assert "cora.editor@example.org" not in page.main
    assert membership(world.cora).ended_at == NOW
    (mail,) = mails()
    assert (mail.name, mail.recipient) == ("member_removed", world.cora.email)
    assert log() == ["member_removed"]


def test_a_removed_person_with_a_live_session_finds_nothing_with_the_next_click(
    remove: Callable[..., Page], as_: As, ada: User, cora: User, world: World
) -> None:
    browser = as_(cora)
    browser.get("organisations.show_home", organisation=world.alder.slug)

    remove(ada, cora)

    for endpoint in ("organisations.show_home", "organisations.list_members", "commitments.list_commitments"):
        browser.get(endpoint, expected=404, organisation=world.alder.slug)
    browser.post("commitments.register_commitment", expected=404, organisation=world.alder.slug)
    browser.get("accounts.list_workspaces")


def test_a_removed_person_cannot_be_removed_or_changed_again(
    remove: Callable[..., Page], as_: As, ada: User, cora: User, world: World
) -> None:
    remove(ada, cora)

    for endpoint in ("organisations.remove_member", "organisations.change_role"):
        as_(ada).post(endpoint, expected=404, organisation=world.alder.slug, member=cora.public_id)


def test_opening_the_page_removes_nobody(
    as_: As, ada: User, cora: User, world: World, membership: Find
) -> None:
    as_(ada).get("organisations.remove_member", organisation=world.alder.slug, member=cora.public_id)

    assert membership(cora).ended_at is None


def test_open_invitations_that_a_removed_admin_sent_are_cancelled(
    remove: Callable[..., Page], ada: User, second_admin: User, world: World, log: Log
) -> None:
    by_cora, by_ada = (
        invite_member(world.alder, email=email, role=OrganisationRole.EDITOR, by=by, now=NOW)
        for email, by in (("one@example.org", second_admin), ("two@example.org", ada))
    )
    db.session.commit()

    remove(ada, second_admin)

    for invitation, is_open in ((by_cora, False), (by_ada, True)):
        stored = db.session.get_one(Invitation, invitation.id, populate_existing=True)
        assert stored.is_open(NOW) is is_open
    assert log()[2:] == ["invitation_cancelled", "member_removed"]


def test_whoever_is_removed_can_be_invited_again(
    remove: Callable[..., Page], as_: As, ada: User, cora: User, world: World
) -> None:
    remove(ada, cora)

    page = as_(ada).get("organisations.invite_member", organisation=world.alder.slug)
    page = page.form("Send the invitation").fill(email=cora.email, role="viewer").submit()

    assert cora.email in page.flash


def test_removing_oneself_leads_to_leaving(as_: As, ada: User, world: World) -> None:
    page = as_(ada).get(
        "organisations.remove_member", expected=303, organisation=world.alder.slug, member=ada.public_id
    )

    assert page.response.location == f"/o/{world.alder.slug}/leave"


def test_a_person_leaves_and_the_admins_are_told(
    leave: Callable[..., Page], membership: Find, mails: Mails, log: Log, world: World
) -> None:
    page = leave(world.vic)

    assert "You have left Alder Trust." in page.flash
    assert membership(world.vic).ended_at == NOW
    (mail,) = mails()
    assert (mail.name, mail.recipient, mail.context["name"]) == ("member_left", world.ada.email, "Vic Viewer")
    assert log() == ["member_removed"]


def test_the_log_says_that_a_person_left_by_themselves(
    leave: Callable[..., Page], as_: As, world: World
) -> None:
    leave(world.vic)

    activity = as_(world.ada).get("organisations.list_activity", organisation=world.alder.slug)
    assert "Vic Viewer left the team." in activity.main


def test_the_last_admin_cannot_leave(
    leave: Callable[..., Page], ada: User, membership: Find, mails: Mails
) -> None:
    page = leave(ada, expected=422)

    assert page.error_list == ["Make somebody else an admin first. An organisation needs at least one."]
    assert membership(ada).ended_at is None
    assert list(mails()) == []


def test_an_admin_leaves_when_there_is_another(
    leave: Callable[..., Page], ada: User, second_admin: User, membership: Find, mails: Mails
) -> None:
    leave(ada)

    assert membership(ada).ended_at == NOW
    assert [mail.recipient for mail in mails()] == [second_admin.email]
