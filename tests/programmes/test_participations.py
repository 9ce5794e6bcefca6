"""Inviting organisations, old and new, and noting that one has left."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation, OrganisationAlias, OrganisationIdentifier
from equity_tracker.model.people import Invitation, Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.tokens import hash_token
from tests.conftest import NOW
from tests.programmes.conftest import As, Log, Mails, Open
from tests.support.factories.commitment import make_published
from tests.support.factories.organisation import make_organisation
from tests.support.page import Page
from tests.support.people import World, make_member


@pytest.fixture
def cedar(world: World) -> Organisation:
    """An organisation of the directory that nobody here belongs to."""
    organisation = make_organisation("Cedar Council", now=NOW, kind="council")
    db.session.commit()
    return organisation


@pytest.fixture
def open_(as_: As, paula: User, world: World) -> Open:
    """Open one of these pages as Paula."""

    def opened(endpoint: str, **arguments: Any) -> Page:
        return as_(paula).get(f"programmes.{endpoint}", programme=world.programme.slug, **arguments)

    return opened


def place_of(organisation: Organisation, programme: Programme) -> Participation:
    return db.session.scalars(
        select(Participation)
        .where(Participation.organisation_id == organisation.id, Participation.programme_id == programme.id)
        .execution_options(populate_existing=True)
    ).one()


def invited() -> set[int]:
    """Return who has a place in the programme, whatever its dates."""
    everywhere = select(Participation.organisation_id).execution_options(every_organisation=True)
    return set(db.session.scalars(everywhere))


def invitations_of(organisation: Organisation) -> list[Invitation]:
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.organisation_id == organisation.id)
            .order_by(Invitation.id)
            .execution_options(populate_existing=True)
        )
    )


def test_the_list_says_who_joined_who_did_not_and_who_left(
    open_: Open, world: World, cedar: Organisation
) -> None:
    gone = make_organisation("Dogwood Union", now=NOW, kind="union")
    db.session.add_all(
        [
            Participation(organisation=cedar, programme=world.programme, invited_on=date(2026, 3, 2)),
            Participation(
                organisation=gone,
                programme=world.programme,
                joined_on=date(2025, 6, 1),
                left_on=date(2026, 2, 1),
            ),
        ]
    )
    db.session.flush()
    make_published(world.alder, world.programme, now=NOW)
    db.session.commit()

    page = open_("list_participations")

    assert "2 organisations take part. 1 has been invited and has not joined." in page.main
    joined = page.table("Organisations that take part")
    assert joined[0][:4] == ["Alder Trust NHS trust", "11 April 2025", "11 April 2025", "1 commitment"]
    assert page.table("Organisations that were invited")[0][:2] == ["Cedar Council Council", "2 March 2026"]
    assert page.table("Organisations that have left")[0][1:] == [
        "1 June 2025",
        "1 February 2026",
        "0 commitments",
    ]


@pytest.mark.parametrize("words", ["cedar", "CEDAR COUN", "E06000099", "treefolk", "cc"])
def test_an_organisation_is_found_by_name_short_name_other_name_or_code(
    open_: Open, cedar: Organisation, words: str
) -> None:
    cedar.short_name = "CC"
    cedar.identifiers.append(OrganisationIdentifier(namespace="gss", value="E06000099"))
    cedar.aliases.append(OrganisationAlias(folded_name="treefolk of the coast"))
    db.session.commit()

    page = open_("invite_organisation", q=words)

    assert page.table("Organisations found") == [["Cedar Council Council", "Invite Cedar Council"]]


@pytest.mark.parametrize("words", ["nothing like it", "100%", "_"])
def test_when_nothing_is_found_an_organisation_can_be_added(
    open_: Open, cedar: Organisation, words: str
) -> None:
    page = open_("invite_organisation", q=words)

    assert "No organisation found" in page.main
    assert page.link("Add an organisation and invite it").follow().form(
        "Add it and send the invitation"
    ).values["name"] == [words]


def test_those_who_take_part_cannot_be_picked_again(open_: Open, cedar: Organisation, world: World) -> None:
    assert open_("invite_organisation", q="alder").table("Organisations found")[0][1] == "Takes part"


def test_an_organisation_that_nobody_runs_gets_a_link_for_its_first_admin(
    open_: Open, world: World, cedar: Organisation, mails: Mails, log: Log
) -> None:
    found = open_("invite_organisation", q="cedar")
    form = found.link("Invite Cedar Council").follow().form("Send the invitation")

    page = form.fill(email="Chief@Cedar.example").submit()

    assert "Cedar Council is invited" in page.flash
    place = place_of(cedar, world.programme)
    assert (place.invited_on, place.joined_on, place.left_on) == (NOW.date(), None, None)
    [invitation] = invitations_of(cedar)
    assert (invitation.email, invitation.role) == ("chief@cedar.example", "admin")
    [mail] = mails()
    assert (mail.name, mail.recipient) == ("invitation", "chief@cedar.example")
    assert hash_token(mail.context["token"]) == invitation.token_hash
    assert mail.context["expires_on"] == "13 April 2026"
    assert log() == ["organisation_invited"]


def test_an_organisation_with_admins_needs_no_new_account(
    open_: Open, world: World, cedar: Organisation, mails: Mails
) -> None:
    make_member("Ceri Cedar", cedar, OrganisationRole.ADMIN, NOW)
    make_member("Vi Cedar", cedar, OrganisationRole.VIEWER, NOW)
    db.session.commit()

    open_("invite_known_organisation", invited=cedar.slug).form("Send the invitation").submit()

    assert invitations_of(cedar) == []
    [mail] = mails()
    assert (mail.name, mail.recipient) == ("programme_invitation", "ceri.cedar@example.org")
    assert mail.context["programme_slug"] == world.programme.slug


def test_an_address_is_needed_while_there_is_no_admin(open_: Open, world: World, cedar: Organisation) -> None:
    form = open_("invite_known_organisation", invited=cedar.slug).form("Send the invitation")

    page = form.submit(expected=422)

    assert page.errors["email"] == "Enter the e-mail address of its first admin"
    assert invited() == {world.alder.id, world.birch.id}


def test_an_organisation_that_was_invited_is_not_invited_twice(
    open_: Open, world: World, cedar: Organisation, mails: Mails
) -> None:
    form = open_("invite_known_organisation", invited=cedar.slug).form("Send the invitation")
    form.fill(email="chief@cedar.example").submit()
    again = open_("invite_known_organisation", invited=cedar.slug).form("Send the invitation")

    page = again.fill(email="chief@cedar.example").submit(expected=422)

    assert page.error_list == ["This organisation has been invited already."]
    assert len(mails()) == 1


def test_one_that_takes_part_is_not_invited(open_: Open, world: World) -> None:
    page = (
        open_("invite_known_organisation", invited=world.alder.slug)
        .form("Send the invitation")
        .submit(expected=422)
    )

    assert page.error_list == ["This organisation takes part already."]


def test_one_that_has_left_can_be_asked_back(open_: Open, world: World) -> None:
    place_of(world.birch, world.programme).leave(NOW.date())
    db.session.commit()

    open_("invite_known_organisation", invited=world.birch.slug).form("Send the invitation").submit()

    place = place_of(world.birch, world.programme)
    assert (place.invited_on, place.joined_on, place.left_on) == (NOW.date(), None, None)


def test_one_that_has_ended_is_not_invited(open_: Open, world: World, cedar: Organisation) -> None:
    cedar.ended_on = date(2025, 4, 1)
    db.session.commit()
    form = open_("invite_known_organisation", invited=cedar.slug).form("Send the invitation")

    page = form.fill(email="chief@cedar.example").submit(expected=422)

    assert page.error_list == ["Cedar Council has ended. Invite the organisation that succeeded it."]
    assert invited() == {world.alder.id, world.birch.id}


def test_an_organisation_that_is_new_is_added_and_invited(
    open_: Open, world: World, mails: Mails, log: Log
) -> None:
    form = open_("invite_new_organisation").form("Add it and send the invitation")

    form.fill(name="Elm Students", kind="student_body", email="elm@example.org").submit()

    elm = db.session.scalars(select(Organisation).where(Organisation.name == "Elm Students")).one()
    assert (elm.slug, elm.sort_name, elm.kind) == ("elm-students", "elm students", "student_body")
    assert place_of(elm, world.programme).invited_on == NOW.date()
    assert [mail.recipient for mail in mails()] == ["elm@example.org"]
    assert log() == ["organisation_created", "organisation_invited"]


def test_an_organisation_of_the_directory_is_not_added_twice(open_: Open, cedar: Organisation) -> None:
    form = open_("invite_new_organisation").form("Add it and send the invitation")

    page = form.fill(name="The cedar council", kind="council", email="x@example.org").submit(expected=422)

    assert "is in the directory already" in page.errors["name"]
    assert len(db.session.scalars(select(Organisation).where(Organisation.kind == "council")).all()) == 1


def test_a_form_sent_twice_adds_one_organisation(open_: Open, mails: Mails) -> None:
    form = open_("invite_new_organisation").form("Add it and send the invitation")
    filled = form.fill(name="Elm Students", kind="student_body", email="elm@example.org")

    filled.submit()
    filled.submit()

    assert len(mails()) == 1


def test_an_invitation_that_went_astray_is_replaced(
    open_: Open, world: World, cedar: Organisation, mails: Mails
) -> None:
    form = open_("invite_known_organisation", invited=cedar.slug).form("Send the invitation")
    form.fill(email="wrong@cedar.example").submit()
    again = open_("send_invitation_again", participant=cedar.slug).form("Send the invitation")
    assert again.values["email"] == ["wrong@cedar.example"]

    again.fill(email="right@cedar.example").submit()

    old, new = invitations_of(cedar)
    assert (old.cancelled_at, new.cancelled_at) == (NOW, None)
    assert [mail.recipient for mail in mails()] == ["wrong@cedar.example", "right@cedar.example"]
    assert place_of(cedar, world.programme).invited_on == NOW.date()


def test_those_who_have_joined_are_not_invited_again(open_: Open, world: World, mails: Mails) -> None:
    form = open_("send_invitation_again", participant=world.alder.slug).form("Send the invitation")

    page = form.submit(expected=422)

    assert page.error_list == ["Alder Trust has answered its invitation."]
    assert mails() == []


def test_an_organisation_that_has_left_is_noted_with_the_day(open_: Open, world: World, log: Log) -> None:
    make_published(world.birch, world.programme, now=NOW)
    db.session.commit()
    form = open_("end_participation", participant=world.birch.slug).form("Mark as left")

    page = form.fill(left_on__day=1).submit()

    assert "Birch College is marked as left" in page.flash
    assert place_of(world.birch, world.programme).left_on == date(2026, 4, 1)
    assert (
        page.table("Organisations that have left")[0][-1] == "1 commitment Record who follows Birch College"
    )
    assert log()[-1] == "organisation_left"


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (NOW.date() + timedelta(days=1), "The date must not be in the future."),
        (date(2020, 1, 1), "The date must not be before the organisation joined."),
    ],
)
def test_the_day_it_left_lies_between_joining_and_today(
    open_: Open, world: World, day: date, message: str
) -> None:
    form = open_("end_participation", participant=world.birch.slug).form("Mark as left")

    page = form.fill(left_on__day=day.day, left_on__month=day.month, left_on__year=day.year).submit(
        expected=422
    )

    assert page.errors["left_on"] == message
    assert place_of(world.birch, world.programme).left_on is None


def test_in_a_closed_programme_nobody_is_invited(
    open_: Open, world: World, cedar: Organisation, mails: Mails
) -> None:
    form = open_("invite_known_organisation", invited=cedar.slug).form("Send the invitation")
    world.programme.close("It is done.", today=NOW.date())
    db.session.commit()

    page = form.fill(email="chief@cedar.example").submit(expected=422)

    assert "This programme is closed" in page.error_list[0]
    assert mails() == []


def test_a_link_that_has_expired_does_not_stand_in_the_way(
    open_: Open, cedar: Organisation, mails: Mails
) -> None:
    form = open_("invite_known_organisation", invited=cedar.slug).form("Send the invitation")
    form.fill(email="chief@cedar.example").submit()

    with clock.fixed(NOW + timedelta(days=8)):
        open_("send_invitation_again", participant=cedar.slug).form("Send the invitation").submit()

    assert len(mails()) == 2
    assert db.session.scalars(select(Membership).where(Membership.organisation_id == cedar.id)).all() == []
