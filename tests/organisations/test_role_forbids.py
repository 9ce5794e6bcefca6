"""Somebody whose role may not do something is led to the team, where it says who may; nobody else is."""

from collections.abc import Callable

from equity_tracker.extensions import db
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
TEAM = "The team of Alder Trust"


def test_a_member_is_led_to_who_may_do_it(as_: As, vic: User) -> None:
    page = as_(vic).get("commitments.register_commitment", expected=403, organisation="alder-trust")
    assert page.heading == "Your role does not allow this"
    team = page.link(TEAM).follow()
    assert team.heading == "Team"
    assert "What each role may do" in team.main


def test_what_was_typed_is_shown_below(as_: As, vic: User) -> None:
    page = as_(vic).post(
        "commitments.register_commitment", {"title": "A fair start"}, expected=403, organisation="alder-trust"
    )
    assert page.has_link(TEAM)
    assert page.fact("Title") == "A fair start"


def test_also_before_a_large_form_with_files_is_read(as_: As, vic: User, world: World) -> None:
    promise = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    answer = as_(vic).browser.post(
        f"/o/alder-trust/commitments/{promise.public_id}/check-ins/new",
        data=bytes(2_000_000),
        content_type="multipart/form-data; boundary=x",
    )
    assert (answer.status_code, TEAM in answer.text) == (403, True)


def test_staff_of_a_programme_is_led_nowhere(as_: As, world: World) -> None:
    page: Page = as_(world.otto).get("programmes.plan_round", expected=403, programme="fairer-shore")
    assert not page.has_link("The team of")
    assert "admin" not in page.main
