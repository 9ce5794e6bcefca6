"""When somebody who answers for a commitment leaves, it shows on the same day, on both sides."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_draft, make_published
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
TODAY = NOW.date()
NEEDED = "Name who answers for it: Every cleaning contract pays the real living wage"


def ownership_of(commitment: Commitment) -> dict[str, Any]:
    return {"organisation": "alder-trust", "commitment": commitment.public_id, "section": "ownership"}


def owned_by(commitment: Commitment, person: User, role: OwnerRole = OwnerRole.OWNER) -> Commitment:
    commitment.name_owner(role, "Director of finance", person.name, person=person, today=TODAY)
    db.session.commit()
    return commitment


@pytest.fixture
def promise(world: World) -> Commitment:
    """A published commitment of Alder that Cora answers for."""
    return owned_by(make_published(world.alder, world.programme, now=NOW), world.cora)


def remove(browser: CheckingClient, person: User) -> Page:
    page = browser.get("organisations.remove_member", organisation="alder-trust", member=person.public_id)
    return page.form("Remove from the team").submit()


def test_the_page_that_removes_somebody_says_what_they_answer_for(
    as_: As, ada: User, cora: User, promise: Commitment
) -> None:
    page = as_(ada).get("organisations.remove_member", organisation="alder-trust", member=cora.public_id)

    assert "They answer for 1 post, which will show as empty from today" in page.main
    assert "Every cleaning contract pays the real living wage (owner, Director of finance)" in page.main


def test_the_organisation_sees_the_same_day_that_a_commitment_needs_an_owner(
    as_: As, ada: User, cora: User, promise: Commitment
) -> None:
    home = as_(ada).get("organisations.show_home", organisation="alder-trust")
    assert not home.has_link("Name who answers for it")

    remove(as_(ada), cora)

    home = as_(ada).get("organisations.show_home", organisation="alder-trust")
    assert home.has_link(NEEDED)
    assert "The Director of finance on record has left the organisation. Since 6 April 2026" in home.main


def test_the_coordinator_sees_it_the_same_day_and_can_list_which(
    as_: As, ada: User, cora: User, paula: User, promise: Commitment
) -> None:
    home = as_(paula).get("programmes.show_home", programme="fairer-shore")
    assert "without a post-holder" not in home.main

    remove(as_(ada), cora)

    home = as_(paula).get("programmes.show_home", programme="fairer-shore")
    assert "1 commitment without a post-holder" in home.main
    assert "Ada Admin ended the place of a person who answers for" in home.main
    listed = as_(paula).get("programmes.list_commitments", programme="fairer-shore", missing="owner")
    assert [row[0].split(" Alder")[0] for row in listed.table("Commitments")] == [promise.title]


def test_who_leaves_by_themselves_leaves_the_post_empty_too(
    as_: As, cora: User, ada: User, promise: Commitment
) -> None:
    page = as_(cora).get("organisations.leave_organisation", organisation="alder-trust")
    assert "You answer for 1 post" in page.main
    page.form("Leave the team").submit()

    assert as_(ada).get("organisations.show_home", organisation="alder-trust").has_link(NEEDED)


def test_the_post_stays_public_and_no_name_ever_is(
    as_: As, ada: User, cora: User, promise: Commitment
) -> None:
    remove(as_(ada), cora)

    slug = promise.register_entry.slug if promise.register_entry else ""
    page = as_(None).get("public.show_commitment", public_id=promise.public_id, slug=slug)
    assert "Director of finance" in page.main
    assert "Cora" not in page.text


def test_a_sponsor_who_leaves_is_missed_as_sponsor_and_not_as_owner(
    as_: As, ada: User, prue: User, paula: User, promise: Commitment
) -> None:
    owned_by(promise, prue, OwnerRole.SPONSOR)
    before = as_(paula).get("programmes.list_commitments", programme="fairer-shore", missing="sponsor")
    assert "None in this view" in before.main

    remove(as_(ada), prue)

    after = as_(paula).get("programmes.list_commitments", programme="fairer-shore", missing="sponsor")
    assert len(after.table("Commitments")) == 1
    assert not as_(ada).get("organisations.show_home", organisation="alder-trust").has_link(NEEDED)


def test_a_draft_is_not_shown_to_the_coordinator_when_its_owner_leaves(
    as_: As, ada: User, cora: User, paula: User, world: World
) -> None:
    owned_by(make_commitment(world.alder, world.programme, now=NOW, title="Still a draft"), cora)

    remove(as_(ada), cora)

    line = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.OWNER_LEFT)).one()
    assert (line.subject_name, line.programme_id) == ("Still a draft", None)
    assert "Still a draft" not in as_(paula).get("programmes.show_home", programme="fairer-shore").main


def test_what_is_closed_needs_nobody(as_: As, ada: User, cora: User, promise: Commitment) -> None:
    promise.close("met_on_time", "Done.", today=TODAY)
    db.session.commit()

    remove(as_(ada), cora)

    assert not as_(ada).get("organisations.show_home", organisation="alder-trust").has_link(NEEDED)
    owner = promise.owner(OwnerRole.OWNER)
    assert owner is not None
    assert owner.left_on is None


def test_the_form_keeps_the_post_and_asks_for_the_person_afresh(
    as_: As, ada: User, cora: User, world: World
) -> None:
    draft = owned_by(make_draft(world.alder, world.programme, now=NOW, title="A draft"), cora)
    remove(as_(ada), cora)

    address = ownership_of(draft)
    form = as_(ada).get("commitments.edit_section", **address).form("Save and come back later")
    assert form.values["owner"] == ["Director of finance"]
    assert form.values["owner_name"] == [""]
    assert form.values["owner_person"] == [""]
    form.submit()
    db.session.refresh(draft)
    owner = draft.owner(OwnerRole.OWNER)
    assert owner is not None
    assert owner.left_on == TODAY, "saving the page as it stands names nobody"

    form = as_(ada).get("commitments.edit_section", **address).form("Save and come back later")
    form.fill(owner_person=ada.public_id).submit()
    db.session.expire_all()
    named = draft.owner(OwnerRole.OWNER)
    assert named is not None
    assert (named.job_title, named.name, named.user_id, named.left_on) == (
        "Director of finance",
        "Ada Admin",
        ada.id,
        None,
    )


def test_only_people_of_the_organisation_can_be_named(as_: As, cora: User, eve: User, world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A draft")
    db.session.commit()
    address = ownership_of(draft)
    form = as_(cora).get("commitments.edit_section", **address).form("Save and continue")
    form.fill(owner="Chief executive")
    form.values["owner_person"] = [eve.public_id]

    page = form.submit(expected=422)

    assert page.errors == {"owner_person": "Choose one of the people of your organisation"}
    db.session.refresh(draft)
    assert draft.owner(OwnerRole.OWNER) is None


def test_a_person_without_a_job_title_is_refused(as_: As, cora: User, world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A draft")
    db.session.commit()
    address = ownership_of(draft)
    form = as_(cora).get("commitments.edit_section", **address).form("Save and continue")

    page = form.fill(sponsor_person=cora.public_id).submit(expected=422)

    assert page.errors == {"sponsor": "Enter the job title as well as the person"}


def test_a_published_post_is_filled_again_and_nothing_of_it_is_public(
    as_: As, ada: User, cora: User, promise: Commitment
) -> None:
    remove(as_(ada), cora)
    page = as_(ada).get("organisations.show_home", organisation="alder-trust").link(NEEDED).follow()

    page = page.form("Save and read the change").fill(owner_person=ada.public_id).submit()
    assert "Saved. Nothing of this is public." in page.form("Save").submit().flash

    db.session.expire_all()
    assert not promise.needs_owner
    assert [row.number for row in promise.publications] == [1]
    assert not as_(ada).get("organisations.show_home", organisation="alder-trust").has_link(NEEDED)
