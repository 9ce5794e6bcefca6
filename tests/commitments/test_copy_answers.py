"""Beginning a commitment from an earlier one."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_published
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
PAGE = "commitments.register_commitment"
LATER = "Every catering contract pays the real living wage"


@pytest.fixture
def earlier(world: World) -> Commitment:
    commitment = make_published(
        world.alder,
        world.programme,
        now=NOW,
        rationale="Contracts are let at the lowest price.",
        approved_by="The board",
        approved_on=date(2026, 3, 4),
    )
    commitment.partners.append(Partner(name="Harbour Council", role="partner", worked_together_before=True))
    db.session.commit()
    return commitment


def begin(browser: CheckingClient, **fields: str) -> Commitment:
    form = browser.get(PAGE, organisation="alder-trust").form("Save and continue")
    form.fill(title=LATER, **fields).submit()
    return db.session.scalars(
        select(Commitment).where(Commitment.title == LATER).execution_options(every_organisation=True)
    ).one()


def test_what_tends_to_be_the_same_again_is_carried_over(as_: As, cora: User, earlier: Commitment) -> None:
    later = begin(as_(cora), copy_of=earlier.public_id)

    assert (later.domain, later.level, later.determinants) == (
        "nhs_organisations",
        "conditions",
        ["money", "work"],
    )
    assert later.rationale == "Contracts are let at the lowest price."
    assert [(row.name, row.role) for row in later.partners] == [("Harbour Council", "partner")]
    owner = later.owner(OwnerRole.OWNER)
    assert owner is not None
    assert owner.job_title == "Director of finance"


def test_neither_words_nor_dates_nor_steps_nor_the_approval_are(
    as_: As, cora: User, earlier: Commitment
) -> None:
    later = begin(as_(cora), copy_of=earlier.public_id)

    assert (later.statement, later.starts_on, later.ends_on) == (None, None, None)
    assert (later.approved_by, later.approved_on, later.additionality) == (None, None, None)
    assert later.milestones == []
    assert later.lifecycle.value == "draft"


def test_the_two_go_their_own_ways_from_then_on(as_: As, cora: User, earlier: Commitment) -> None:
    later = begin(as_(cora), copy_of=earlier.public_id)

    later.determinants.append("housing")
    db.session.commit()
    db.session.expire_all()
    assert earlier.determinants == ["money", "work"]
    assert len(earlier.partners) == 1


def test_nothing_is_carried_over_unless_asked_for(as_: As, cora: User, earlier: Commitment) -> None:
    later = begin(as_(cora))

    assert later.domain is None


def test_another_organisations_commitment_cannot_be_named(as_: As, cora: User, world: World) -> None:
    make_published(world.alder, world.programme, now=NOW)
    theirs = make_commitment(world.birch, world.programme, now=NOW, title="Theirs alone")
    db.session.commit()
    page = as_(cora).get(PAGE, organisation="alder-trust")
    assert "Theirs alone" not in page.text
    form = page.form("Save and continue").fill(title=LATER)
    form.values["copy_of"] = [theirs.public_id]

    refused = form.submit(expected=422)

    assert refused.errors == {"copy_of": "Choose one of your organisation's commitments"}


def test_who_has_no_commitment_yet_is_not_asked(as_: As, cora: User, world: World) -> None:
    page = as_(cora).get(PAGE, organisation="alder-trust")

    assert "earlier commitment" not in page.main


def test_a_copy_leaves_no_trace_of_who_has_left(as_: As, cora: User, earlier: Commitment) -> None:
    owner = earlier.owner(OwnerRole.OWNER)
    assert owner is not None
    owner.leave(NOW.date())
    db.session.commit()

    named = begin(as_(cora), copy_of=earlier.public_id).owner(OwnerRole.OWNER)

    assert named is not None
    assert (named.job_title, named.name, named.left_on) == ("Director of finance", None, None)
