from collections.abc import Callable

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.web import passwords
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import PASSWORD, World, make_user

As = Callable[[User | None], CheckingClient]
NEW = "a heron on the weir"


def change(client: CheckingClient, current: str, new: str, *, expected: int | None = None) -> Page:
    page = client.get("accounts.change_password")
    form = page.form("Change the password").fill(current_password=current, new_password=new)
    return form.submit(expected=expected)


def test_the_account_page_shows_who_one_is_and_where(as_: As, cora: User) -> None:
    page = as_(cora).get("accounts.show_account")

    assert page.fact("Name") == "Cora Editor"
    assert page.fact("E-mail address") == cora.email
    assert page.table("Your roles") == [["Alder Trust", "Editor"]]


def test_a_place_that_was_left_is_not_shown(as_: As, cora: User, world: World) -> None:
    db.session.add(
        Membership(
            user=cora,
            organisation=world.birch,
            role=OrganisationRole.ADMIN,
            created_at=NOW,
            ended_at=NOW,
        )
    )
    db.session.commit()

    assert as_(cora).get("accounts.show_account").table("Your roles") == [["Alder Trust", "Editor"]]


def test_workspaces_are_listed_with_the_role_in_each(as_: As, cora: User, paula: User) -> None:
    assert as_(cora).get("accounts.list_workspaces").link("Alder Trust").url == "/o/alder-trust/"
    assert as_(paula).get("accounts.list_workspaces").link("Fairer Shore").url == "/p/fairer-shore/"


def test_somebody_who_belongs_nowhere_is_told_what_to_do(as_: As, world: World) -> None:
    nora = make_user("Nora Nowhere", NOW)
    db.session.commit()

    page = as_(nora).get("accounts.list_workspaces")

    assert "to invite you at nora.nowhere@example.org" in page.main


def test_only_who_may_create_a_programme_is_offered_it(as_: As, world: World) -> None:
    for person, offered in ((world.olga, True), (world.paula, True), (world.cora, False)):
        assert as_(person).get("accounts.list_workspaces").has_link("Create a programme") is offered


def test_a_new_name_is_saved_and_noted(as_: As, cora: User) -> None:
    page = as_(cora).get("accounts.edit_profile").form("Save").fill(name="Cora Éditrice").submit()

    assert page.flash == "Done Your name is saved."
    assert page.fact("Name") == "Cora Éditrice"
    line = db.session.scalars(select(Activity)).one()
    assert (line.kind, line.before, line.after) == (
        ActivityKind.PROFILE_CHANGED,
        {"name": "Cora Editor"},
        {"name": "Cora Éditrice"},
    )


def test_saving_the_same_name_notes_nothing(as_: As, cora: User) -> None:
    as_(cora).get("accounts.edit_profile").form("Save").submit()

    assert db.session.scalars(select(Activity)).all() == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("   ", "Enter your name"),
        ("x" * 201, "Your name must be 200 characters or fewer. It has 201"),
        ("Cora\r\nBcc: all@example.org", "Your name cannot have a line break"),
        ("Co\x00ra", "Your name has a character that cannot be stored. Delete it and try again"),
    ],
)
def test_what_is_no_name_is_refused(as_: As, cora: User, name: str, message: str) -> None:
    page = as_(cora).get("accounts.edit_profile").form("Save").fill(name=name).submit(expected=422)

    assert page.errors == {"name": message}
    db.session.refresh(cora)
    assert cora.name == "Cora Editor"


def test_nobody_changes_more_of_an_account_than_the_form_asks(as_: As, cora: User) -> None:
    as_(cora).post(
        "accounts.edit_profile", {"name": "Cora", "is_operator": "1", "email": "x@example.org"}, expected=303
    )

    db.session.refresh(cora)
    assert (cora.name, cora.is_operator, cora.email) == ("Cora", False, "cora.editor@example.org")


def test_a_password_is_changed_by_who_knows_the_current_one(as_: As, cora: User) -> None:
    page = change(as_(cora), PASSWORD, NEW)

    assert page.flash == "Done Your password is changed. You are signed out everywhere else."
    db.session.refresh(cora)
    assert passwords.is_right(cora.password_hash, NEW)
    assert db.session.scalars(select(Activity.kind)).all() == [ActivityKind.PASSWORD_CHANGED]
    assert db.session.scalars(select(OutgoingEmail.name)).all() == ["password_changed"]


def test_changing_the_password_refuses_every_cookie_of_before(
    as_: As,
    cora: User,
    cookie_of: Callable[[CheckingClient], str],
    with_cookie: Callable[[str], CheckingClient],
) -> None:
    here, there = as_(cora), as_(cora)
    copy = with_cookie(cookie_of(here))

    change(here, PASSWORD, NEW)

    here.get("accounts.show_account")
    there.get("accounts.show_account", expected=302)
    copy.get("accounts.show_account", expected=302)


@pytest.mark.parametrize(
    ("current", "new", "errors"),
    [
        ("not the kettle", NEW, {"current_password": "That is not your current password"}),
        ("", NEW, {"current_password": "Enter your current password"}),
        (PASSWORD, "", {"new_password": "Enter a new password"}),
        (PASSWORD, PASSWORD, {"new_password": "The new password must not be the current one"}),
        (PASSWORD, "x" * 201, {"new_password": "The new password must be 200 characters or fewer"}),
    ],
)
def test_a_password_stays_as_it_was_when_something_is_wrong(
    as_: As, cora: User, current: str, new: str, errors: dict[str, str]
) -> None:
    client = as_(cora)

    page = change(client, current, new, expected=422)

    assert page.errors == errors
    db.session.refresh(cora)
    assert passwords.is_right(cora.password_hash, PASSWORD)
    client.get("accounts.show_account")


def test_an_open_browser_is_no_place_to_guess_the_password(as_: As, cora: User) -> None:
    client = as_(cora)
    for _ in range(10):
        change(client, "not the kettle", NEW, expected=422)

    change(client, PASSWORD, NEW, expected=429)


@pytest.mark.parametrize("endpoint", ["show_account", "list_workspaces", "edit_profile", "change_password"])
def test_without_a_session_a_person_is_sent_to_sign_in(as_: As, endpoint: str) -> None:
    page = as_(None).get(f"accounts.{endpoint}", expected=302)

    assert page.response.location.startswith("/sign-in?next=/")


def test_an_address_below_the_account_page_is_not_the_account_page(as_: As, cora: User) -> None:
    as_(cora).get_url("/account/x.css", expected=404)


def test_account_pages_are_never_kept(as_: As, cora: User) -> None:
    assert as_(cora).get("accounts.show_account").response.headers["Cache-Control"] == "no-store"
    assert as_(None).get("accounts.sign_in").response.headers["Cache-Control"] == "no-store"
