"""Beginning a commitment."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.people import User
from tests.support.client import CheckingClient
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
PAGE = "commitments.register_commitment"
REQUEST_ID = re.compile(r"[0-9a-f]{16}")
TITLE = "Every cleaning contract pays the real living wage"


def count(world: World) -> int:
    query = select(func.count(Commitment.id)).where(Commitment.organisation_id == world.alder.id)
    return db.session.scalar(query) or 0


def test_an_editor_begins_a_draft_and_lands_on_its_task_list(as_: As, cora: User, world: World) -> None:
    page = as_(cora).get(PAGE, organisation=world.alder.slug)
    page = page.form("Save and continue").fill(title=TITLE).submit()
    assert page.heading == TITLE
    assert "Nothing here is public yet" in page.main
    commitment = db.session.scalars(
        select(Commitment).where(Commitment.organisation_id == world.alder.id)
    ).one()
    assert commitment.lifecycle is Lifecycle.DRAFT
    assert commitment.made_by_name == "Alder Trust"


def test_a_form_sent_twice_begins_one_draft(as_: As, cora: User, world: World) -> None:
    browser = as_(cora)
    form = browser.get(PAGE, organisation=world.alder.slug).form("Save and continue").fill(title=TITLE)
    first = form.submit()
    second = form.submit()
    assert first.url == second.url
    assert count(world) == 1


def test_the_same_form_with_other_words_is_refused_and_not_taken_for_the_first(
    as_: As, cora: User, world: World
) -> None:
    form = as_(cora).get(PAGE, organisation=world.alder.slug).form("Save and continue").fill(title=TITLE)
    form.submit()
    form.fill(title="Something else").submit(expected=422)
    assert count(world) == 1


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("", "Enter a title for the commitment"),
        ("   ", "Enter a title for the commitment"),
        ("x" * 201, "The title must be 200 characters or fewer. It has 201"),
        ("a\u0000b", "The title has a character that cannot be stored. Delete it and try again"),
        ("\u200b\u202e", "Enter a title that can be read"),
    ],
)
def test_a_bad_title_is_refused_in_words_and_nothing_is_stored(
    as_: As, cora: User, world: World, title: str, message: str
) -> None:
    form = as_(cora).get(PAGE, organisation=world.alder.slug).form("Save and continue")
    page = form.fill(title=title).submit(expected=422)
    assert page.errors == {"title": message}
    assert page.error_list == [message]
    assert count(world) == 0


def test_markup_is_shown_as_typed(as_: As, cora: User, world: World) -> None:
    form = as_(cora).get(PAGE, organisation=world.alder.slug).form("Save and continue")
    page = form.fill(title="<script>alert(1)</script> ${7*7}").submit()
    assert page.heading == "<script>alert(1)</script> ${7*7}"


def test_braces_are_shown_as_typed(as_: As, cora: User, world: World) -> None:
    browser = as_(cora)
    form = browser.get(PAGE, organisation=world.alder.slug).form("Save and continue")
    address = form.fill(title="{{7*7}}").submit(expected=303).response.location
    assert "{{7*7}}" in browser.browser.get(address).text


def test_a_programme_of_others_cannot_be_chosen(as_: As, cora: User, world: World) -> None:
    browser = as_(cora)
    page = browser.post(
        PAGE,
        {"programme": world.other_programme.slug, "title": TITLE},
        organisation=world.alder.slug,
        expected=422,
    )
    assert page.errors == {"programme": "Choose one of the programmes your organisation takes part in"}
    assert count(world) == 0


def test_an_organisation_without_a_programme_is_told_what_to_do(as_: As, cora: User, world: World) -> None:
    for participation in list(world.programme.participations):
        participation.left_on = participation.joined_on
    db.session.commit()
    page = as_(cora).get(PAGE, organisation=world.alder.slug)
    assert "Ask the coordinator" in page.main


def test_a_viewer_may_not(as_: As, vic: User, world: World) -> None:
    as_(vic).get(PAGE, organisation=world.alder.slug, expected=403)
    as_(vic).post(PAGE, {"title": TITLE}, organisation=world.alder.slug, expected=403)
    assert count(world) == 0


def test_an_outsider_cannot_tell_the_organisation_exists(as_: As, eve: User, world: World) -> None:
    hidden = as_(eve).get(PAGE, organisation=world.alder.slug, expected=404)
    missing = as_(eve).get(PAGE, organisation="no-such-place", expected=404)
    assert REQUEST_ID.sub("", hidden.main) == REQUEST_ID.sub("", missing.main)


def test_nobody_is_asked_to_sign_in(as_: As, world: World) -> None:
    as_(None).get(PAGE, organisation=world.alder.slug, expected=302)
