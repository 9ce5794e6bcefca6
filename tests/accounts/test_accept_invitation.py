from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.accounts import actions
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Invitation, Membership, ProgrammeMembership, User
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.tokens import new_token
from equity_tracker.web import passwords
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import PASSWORD, World, make_user

As = Callable[[User | None], CheckingClient]
NEW = "a heron on the weir"
EXPIRED = "This link has been used or has expired"
NINA = "nina.new@example.org"


def invite(
    place: Organisation | Programme, *, by: User, email: str = NINA, role: str = "editor"
) -> tuple[str, Invitation]:
    """Store an invitation; return the token that its mail would hold."""
    token, token_hash = new_token()
    invitation = Invitation(
        organisation=place if isinstance(place, Organisation) else None,
        programme=place if isinstance(place, Programme) else None,
        email=email,
        role=role,
        token_hash=token_hash,
        invited_by=by,
        created_at=NOW,
        expires_at=Invitation.expiry(NOW),
    )
    db.session.add(invitation)
    db.session.commit()
    return token, invitation


def join(client: CheckingClient, token: str, *, expected: int | None = 303, **answers: str) -> Page:
    page = client.get("accounts.accept_invitation", token=token)
    answers = {"name": "Nina New", "password": NEW} | answers
    return page.form("Join").fill(**answers).submit(expected=expected)


def find(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email))


def memberships_of(user: User, world: World) -> list[Membership]:
    return list(
        db.session.scalars(
            select(Membership).where(
                Membership.user_id == user.id,
                Membership.organisation_id.in_([world.alder.id, world.birch.id, world.institute.id]),
            )
        )
    )


def test_somebody_new_chooses_a_name_and_a_password_and_is_in(as_: As, world: World) -> None:
    token, _ = invite(world.alder, by=world.ada)
    client = as_(None)

    page = client.get("accounts.accept_invitation", token=token)
    assert page.heading == "Join Alder Trust"
    assert "Ada Admin invites you." in page.main
    assert page.fact("Your role").startswith("Editor Writes commitments")
    sent = join(client, token)

    assert sent.response.location == "/o/alder-trust/"
    nina = find(NINA)
    assert nina is not None
    assert [(member.organisation_id, member.role) for member in memberships_of(nina, world)] == [
        (world.alder.id, "editor")
    ]
    assert passwords.is_right(nina.password_hash, NEW)
    assert client.get("accounts.show_account").fact("Name") == "Nina New"
    line = db.session.scalars(select(Activity)).one()
    assert (line.kind, line.actor_id, line.organisation_id, line.after) == (
        ActivityKind.INVITATION_ACCEPTED,
        nina.id,
        world.alder.id,
        {"role": "editor"},
    )


def test_somebody_with_an_account_signs_in_and_accepts(app: Flask, world: World) -> None:
    token, _ = invite(world.alder, by=world.ada, email=world.eve.email, role="viewer")
    client = CheckingClient(app, None)

    page = client.get("accounts.accept_invitation", token=token).link("Sign in").follow()
    page = page.form("Sign in").fill(email=world.eve.email, password=PASSWORD).submit()
    assert page.heading == "Join Alder Trust"
    sent = page.form("Join").submit(expected=303)

    assert sent.response.location == "/o/alder-trust/"
    roles = {member.organisation_id: member.role for member in memberships_of(world.eve, world)}
    assert roles == {world.alder.id: "viewer", world.birch.id: "admin"}


def test_somebody_with_an_account_cannot_accept_without_signing_in(as_: As, world: World) -> None:
    token, invitation = invite(world.alder, by=world.ada, email=world.eve.email)

    as_(None).post("accounts.accept_invitation", {"name": "X", "password": NEW}, token=token)

    db.session.refresh(invitation)
    db.session.refresh(world.eve)
    assert invitation.used_at is None
    assert not passwords.is_right(world.eve.password_hash, NEW)


def test_a_colleague_joins_a_programme(as_: As, world: World) -> None:
    token, _ = invite(world.programme, by=world.paula, role="observer")

    assert join(as_(None), token).response.location == "/p/fairer-shore/"

    nina = find(NINA)
    assert nina is not None
    colleague = db.session.scalars(
        select(ProgrammeMembership).where(ProgrammeMembership.user_id == nina.id)
    ).one()
    assert (colleague.programme_id, colleague.role) == (world.programme.id, "observer")


def test_the_link_is_no_good_to_anybody_else_who_is_signed_in(as_: As, world: World) -> None:
    token, invitation = invite(world.alder, by=world.ada)
    client = as_(world.eve)

    page = client.get("accounts.accept_invitation", token=token, expected=410)
    client.post("accounts.accept_invitation", token=token, expected=410)

    assert page.heading == EXPIRED
    assert f"You are signed in as {world.eve.email}" in page.main
    db.session.refresh(invitation)
    assert invitation.used_at is None


def test_opening_the_link_accepts_nothing(as_: As, world: World) -> None:
    token, invitation = invite(world.alder, by=world.ada)
    as_(None).get("accounts.accept_invitation", token=token)

    db.session.refresh(invitation)
    assert invitation.used_at is None


def test_a_link_works_once(as_: As, world: World) -> None:
    token, _ = invite(world.alder, by=world.ada)
    waiting = as_(None).get("accounts.accept_invitation", token=token)
    join(as_(None), token)

    again = waiting.form("Join").fill(name="Another", password="another heron again")
    assert again.submit(expected=410).heading == EXPIRED
    as_(None).get("accounts.accept_invitation", token=token, expected=410)


def test_of_two_who_accept_at_the_same_moment_one_finds_it_used(world: World) -> None:
    _, invitation = invite(world.alder, by=world.ada)
    first = make_user("Nina New", NOW)
    db.session.commit()
    actions.accept_invitation(invitation, first, now=NOW, today=NOW.date())

    with pytest.raises(actions.LinkExpired):
        actions.accept_invitation(invitation, first, now=NOW, today=NOW.date())

    assert len(memberships_of(first, world)) == 1


def test_a_link_works_for_seven_days(as_: As, world: World) -> None:
    token, _ = invite(world.alder, by=world.ada)
    with clock.fixed(NOW + timedelta(days=7) - timedelta(minutes=1)):
        as_(None).get("accounts.accept_invitation", token=token)
    with clock.fixed(NOW + timedelta(days=7)):
        assert as_(None).get("accounts.accept_invitation", token=token, expected=410).heading == EXPIRED


def test_a_tampered_or_unknown_link_opens_nothing(as_: As, world: World) -> None:
    token, invitation = invite(world.alder, by=world.ada)
    for wrong in (token[:-1], token + "x", invitation.token_hash, invitation.public_id):
        as_(None).get("accounts.accept_invitation", token=wrong, expected=410)


def test_a_link_that_was_taken_back_opens_nothing(as_: As, world: World) -> None:
    token, invitation = invite(world.alder, by=world.ada)
    invitation.cancelled_at = NOW
    db.session.commit()

    as_(None).get("accounts.accept_invitation", token=token, expected=410)


def _remove(world: World) -> None:
    memberships_of(world.ada, world)[0].ended_at = NOW


def _demote(world: World) -> None:
    memberships_of(world.ada, world)[0].role = "editor"  # type: ignore[assignment]


def _suspend(world: World) -> None:
    world.ada.suspended_at = NOW


@pytest.mark.parametrize("lose_the_right", [_remove, _demote, _suspend])
def test_an_invitation_ends_with_the_right_of_whoever_sent_it(
    as_: As, world: World, lose_the_right: Callable[[World], None]
) -> None:
    token, _ = invite(world.alder, by=world.ada)
    waiting = as_(None).get("accounts.accept_invitation", token=token)
    lose_the_right(world)
    db.session.commit()

    form = waiting.form("Join").fill(name="Nina New", password=NEW)
    assert form.submit(expected=410).heading == EXPIRED
    assert find(NINA) is None


def test_an_observer_or_another_coordinator_never_had_the_right(as_: As, world: World) -> None:
    for by in (world.otto, world.other_paula, world.cora):
        token, _ = invite(world.programme, by=by, role="coordinator")
        as_(None).get("accounts.accept_invitation", token=token, expected=410)
    token, _ = invite(world.alder, by=world.other_paula, role="admin")
    as_(None).get("accounts.accept_invitation", token=token, expected=410)


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"name": " "}, "name", "Enter your name"),
        ({"password": ""}, "password", "Enter a password"),
        ({"password": "Nina New 2026"}, "password", "The password is mostly your name"),
        ({"password": "heron weir"}, "password", "The password must be 12 characters or longer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    as_: As, world: World, answers: dict[str, str], field: str, message: str
) -> None:
    token, invitation = invite(world.alder, by=world.ada)

    page = join(as_(None), token, expected=422, **answers)

    assert page.errors[field].startswith(message)
    assert find(NINA) is None
    db.session.refresh(invitation)
    assert invitation.used_at is None


def test_a_member_who_is_invited_again_keeps_the_role_they_have(as_: As, world: World) -> None:
    token, invitation = invite(world.alder, by=world.ada, email=world.prue.email, role="viewer")

    page = as_(world.prue).get("accounts.accept_invitation", token=token)
    page.form("Join").submit(expected=303)

    assert [member.role for member in memberships_of(world.prue, world)] == ["approver"]
    db.session.refresh(invitation)
    assert invitation.used_at is not None


def test_with_its_first_admin_an_invited_organisation_takes_part_and_is_public(as_: As, world: World) -> None:
    participation = Participation(
        organisation=world.institute, programme=world.programme, invited_on=NOW.date()
    )
    db.session.add(participation)
    token, _ = invite(world.institute, by=world.paula, role="admin")

    join(as_(None), token)

    db.session.refresh(participation)
    assert participation.joined_on == NOW.date()
    line = db.session.scalars(select(Activity).where(Activity.kind == "organisation_joined")).one()
    assert (line.organisation_id, line.programme_id) == (world.institute.id, world.programme.id)
    published = db.session.scalars(
        select(Publication).where(
            Publication.kind == PublicationKind.ORGANISATION,
            Publication.subject_id == world.institute.public_id,
        )
    ).one()
    assert published.public_from == world.programme.launches_on


def test_an_editor_does_not_bring_the_organisation_into_a_programme(as_: As, world: World) -> None:
    participation = Participation(
        organisation=world.institute, programme=world.programme, invited_on=NOW.date()
    )
    db.session.add(participation)
    token, _ = invite(world.institute, by=world.paula, role="editor")

    join(as_(None), token)

    db.session.refresh(participation)
    assert participation.joined_on is None


def test_an_address_that_got_an_account_in_the_meantime_is_asked_to_sign_in(as_: As, world: World) -> None:
    token, _ = invite(world.alder, by=world.ada)
    waiting = as_(None).get("accounts.accept_invitation", token=token)
    make_user("Nina New", NOW)
    db.session.commit()

    page = waiting.form("Join").fill(name="Nina New", password=NEW).submit(expected=200)

    assert page.has_link("Sign in")
