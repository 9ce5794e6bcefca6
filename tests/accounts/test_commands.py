import re

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.programme import Programme, Visibility
from equity_tracker.web import passwords
from tests.support.client import CheckingClient
from tests.support.people import World


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output


def find(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email))


def test_the_first_operator_chooses_a_password_by_a_link(app: Flask, isolated: None) -> None:
    code, output = run(app, "create-operator", "Op@Example.org", "Oriel Operator")

    assert code == 0, output
    link = re.search(r"http://127\.0\.0\.1:8000(/reset-password/\S+)", output)
    assert link is not None
    page = CheckingClient(app, None).get_url(link[1])
    page.form("Store the new password").fill(new_password="a heron on the weir").submit()
    operator = find("op@example.org")
    assert operator is not None
    assert (operator.name, operator.is_operator) == ("Oriel Operator", True)
    assert passwords.is_right(operator.password_hash, "a heron on the weir")


def test_before_a_password_is_chosen_nothing_typed_is_right(app: Flask, isolated: None) -> None:
    run(app, "create-operator", "op@example.org", "Oriel Operator")
    operator = find("op@example.org")

    assert operator is not None
    assert not passwords.is_right(operator.password_hash, operator.password_hash)
    assert not passwords.is_right(operator.password_hash, "")


def test_running_it_again_only_prints_another_link(app: Flask, isolated: None) -> None:
    _, first = run(app, "create-operator", "op@example.org", "Oriel Operator")
    _, second = run(app, "create-operator", "op@example.org", "Another Name")

    assert first != second
    operator = find("op@example.org")
    assert operator is not None
    assert operator.name == "Oriel Operator"
    assert db.session.scalars(select(Activity.kind)).all() == [ActivityKind.OPERATOR_CREATED]


def test_somebody_with_an_account_becomes_an_operator(app: Flask, world: World) -> None:
    code, output = run(app, "create-operator", world.cora.email, "Cora")

    assert code == 0, output
    db.session.refresh(world.cora)
    assert world.cora.is_operator
    assert world.cora.name == "Cora Editor"


def test_what_is_no_address_is_refused(app: Flask, isolated: None) -> None:
    code, output = run(app, "create-operator", "op", "Oriel Operator")

    assert code == 1
    assert output == "Error: Enter one e-mail address, like name@example.nhs.uk\n"
    assert db.session.scalars(select(User)).all() == []


def test_a_programme_is_set_up_with_a_coordinator_who_is_new(app: Flask, isolated: None) -> None:
    code, output = run(
        app,
        *("create-programme", "Fairer Shore", "--coordinating-body", "Institute of Fairness"),
        *("--kind", "research_body", "--coordinator", "paula@example.org"),
    )

    assert code == 0, output
    assert "/reset-password/" in output
    programme = db.session.scalars(select(Programme)).one()
    assert (programme.slug, programme.reference_prefix) == ("fairer-shore", "FS")
    assert programme.visibility is Visibility.INTERNAL
    assert (programme.coordinating_body.name, programme.coordinating_body.kind) == (
        "Institute of Fairness",
        "research_body",
    )
    staff = db.session.scalars(select(ProgrammeMembership)).one()
    assert (staff.user.email, staff.role) == ("paula@example.org", "coordinator")


def test_a_programme_can_begin_with_people_and_a_body_that_are_known(app: Flask, world: World) -> None:
    code, output = run(
        app,
        *("create-programme", "Third Shore", "--coordinating-body", "institute of fairness"),
        *("--coordinator", world.paula.email, "--prefix", "TS"),
    )

    assert code == 0, output
    assert "/reset-password/" not in output
    programme = db.session.scalars(select(Programme).where(Programme.slug == "third-shore")).one()
    assert programme.coordinating_body is world.institute


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--prefix", "fs"], "The prefix must be 2 to 8 capital letters, such as FH"),
        (["--prefix", "FS"], "prefix"),
        (["--coordinator", "paula"], "Enter one e-mail address, like name@example.nhs.uk"),
        (["--coordinating-body", "A New Body"], "Choose what kind it is"),
        (["--kind", "castle"], "Invalid value for '--kind'"),
    ],
)
def test_a_programme_that_cannot_be_is_refused_and_leaves_nothing_behind(
    app: Flask, world: World, options: list[str], message: str
) -> None:
    given = ["--coordinating-body", "Institute of Fairness", "--coordinator", "new@example.org"]

    code, output = run(app, "create-programme", "Third Shore", *given, "--prefix", "TS", *options)
    db.session.rollback()

    assert code != 0
    assert message in output
    assert find("new@example.org") is None
    assert len(db.session.scalars(select(Programme)).all()) == 2
