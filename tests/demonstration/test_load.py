"""The command `flask demonstration load`: the accounts it makes, a second run, and where it refuses."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from equity_tracker.demonstration.accounts import PASSWORD
from equity_tracker.demonstration.content import Content
from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.publication import Publication
from equity_tracker.web.passwords import is_right
from tests.demonstration.conftest import Loaded


def test_every_account_is_printed_with_what_it_is(loaded: Loaded, content: Content) -> None:
    assert PASSWORD in loaded.output
    for row in content.people:
        assert row["email"] in loaded.output
    assert "editor of Harbour Integrated Care Board" in loaded.output
    assert "coordinator of Fairer Harbour, coordinator of First Thousand Days" in loaded.output
    assert "operator of the service" in loaded.output


def test_everybody_can_sign_in_and_nobody_has_an_address_of_this_world(
    loaded: Loaded, content: Content
) -> None:
    # But for the systems that write by a token: their accounts open nothing.
    people = db.session.scalars(select(User).where(User.email.not_like("%@systems.invalid"))).all()

    assert len(people) == len(content.people)
    assert all(person.email.endswith(".example.org") for person in people)
    assert len({person.password_hash for person in people}) == 1
    assert is_right(people[0].password_hash, PASSWORD)


def test_a_second_run_changes_nothing_and_prints_the_accounts_again(loaded: Loaded) -> None:
    before = db.session.scalar(select(func.count(Publication.id)))

    again = loaded.app.test_cli_runner().invoke(args=["demonstration", "load"])

    assert again.exit_code == 0, again.output
    assert again.output.count("loaded already") == 5
    assert "cora@harbour-icb.example.org" in again.output
    assert db.session.scalar(select(func.count(Publication.id))) == before


@pytest.mark.parametrize(("options", "exit_code"), [((), 1), (("--anyway",), 0)])
def test_it_refuses_where_others_could_sign_in(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], exit_code: int
) -> None:
    elsewhere = replace(loaded.app.config["SETTINGS"], public_base_url="https://register.example.org")
    monkeypatch.setitem(loaded.app.config, "SETTINGS", elsewhere)

    result = loaded.app.test_cli_runner().invoke(args=["demonstration", "load", *options])

    assert result.exit_code == exit_code
    assert (PASSWORD in result.output) is (exit_code == 0)
