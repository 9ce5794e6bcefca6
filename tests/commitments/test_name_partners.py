"""Naming partners: whom a typed name may mean, and what stays of a partner when the draft is edited."""

from collections.abc import Callable

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import OrganisationAlias
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment
from tests.support.factories.organisation import make_organisation
from tests.support.factories.partner import name_partner
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]


@pytest.fixture
def draft(world: World) -> Commitment:
    make_organisation("Harbour Council", now=NOW, kind="council")
    make_organisation("Harbour Council for Voluntary Action", now=NOW)
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    return commitment


def people(browser: CheckingClient, draft: Commitment) -> Page:
    return browser.get(
        "commitments.edit_section",
        organisation="alder-trust",
        commitment=draft.public_id,
        section="people",
    )


def save(page: Page, *, expected: int | None = None, **fields: str) -> Page:
    return page.form("Save and come back later").fill(**fields).submit(expected=expected)


def named(draft: Commitment) -> list[tuple[str, str | None]]:
    db.session.expire_all()
    return [
        (row.name, row.partner_organisation.slug if row.partner_organisation else None)
        for row in draft.partners
    ]


def test_a_name_that_fits_one_organisation_finds_it(as_: As, cora: User, draft: Commitment) -> None:
    save(people(as_(cora), draft), partners__0__name="birch college", partners__0__role="partner")
    assert named(draft) == [("Birch College", "birch-college")]


def test_it_is_found_by_another_of_its_names(as_: As, cora: User, draft: Commitment, world: World) -> None:
    world.birch.aliases.append(OrganisationAlias(folded_name="college of birch"))
    world.birch.short_name = "BirCo"
    db.session.commit()
    save(people(as_(cora), draft), partners__0__name="The College of Birch", partners__0__role="partner")
    assert named(draft) == [("Birch College", "birch-college")]
    save(people(as_(cora), draft), partners__0__name="birco", partners__0__organisation="birch-college")
    assert named(draft) == [("Birch College", "birch-college")]


def test_a_name_that_may_mean_several_is_a_question_and_nothing_is_stored(
    as_: As, cora: User, draft: Commitment
) -> None:
    page = save(
        people(as_(cora), draft), expected=422, partners__0__name="Harbour", partners__0__role="partner"
    )
    assert page.errors == {"partners-0-organisation": "Choose the organisation you mean, or none of them"}
    offered = [tag.get_text() for tag in page.soup.select("#partners-0-organisation option")][1:]
    assert offered == [
        "Harbour Council",
        "Harbour Council for Voluntary Action",
        "None of these: keep the name as it is",
    ]
    assert named(draft) == []
    save(page, partners__0__organisation="harbour-council")
    assert named(draft) == [("Harbour Council", "harbour-council")]


def test_a_body_outside_the_register_keeps_its_name_and_nobody_is_asked_twice(
    as_: As, cora: User, draft: Commitment
) -> None:
    page = save(
        people(as_(cora), draft), expected=422, partners__0__name="Harbour", partners__0__role="partner"
    )
    save(page, partners__0__organisation="outside")
    assert named(draft) == [("Harbour", None)]
    save(people(as_(cora), draft), partners__0__contribution="A hall")
    assert named(draft) == [("Harbour", None)]


def test_a_name_that_nobody_here_has_is_kept(as_: As, cora: User, draft: Commitment) -> None:
    save(
        people(as_(cora), draft),
        partners__0__name="Tenants of Slate Street",
        partners__0__role="partner",
        partners__0__worked_together_before="yes",
        partners__0__outcome="A survey that the council used",
    )
    assert named(draft) == [("Tenants of Slate Street", None)]
    assert draft.partners[0].outcome == "A survey that the council used"


def test_another_name_makes_another_partner(as_: As, cora: User, draft: Commitment, world: World) -> None:
    before = name_partner(draft, world.birch).public_id
    db.session.commit()
    save(people(as_(cora), draft), partners__0__name="Harbour Council")
    assert named(draft) == [("Harbour Council", "harbour-council")]
    assert draft.partners[0].public_id != before


def test_no_organisation_is_its_own_partner_or_named_twice(as_: As, cora: User, draft: Commitment) -> None:
    page = people(as_(cora), draft)
    own = save(page, expected=422, partners__0__name="Alder Trust", partners__0__role="partner")
    assert own.error_list == ["Name other organisations. Yours makes the commitment"]
    save(page, partners__0__name="Birch College", partners__0__role="partner")
    page = people(as_(cora), draft)
    twice = save(page, expected=422, partners__1__name="Birch College", partners__1__role="supporter")
    assert twice.error_list == ["Name Birch College once. You can say more under what it contributes"]
    assert len(named(draft)) == 1


def test_what_was_asked_and_answered_survives_an_edit(
    as_: As, cora: User, eve: User, draft: Commitment, world: World
) -> None:
    partner = name_partner(draft, world.birch)
    partner.ask(by=cora, now=NOW, publication=None)
    partner.confirm(of=world.birch, by=eve, now=NOW, today=NOW.date())
    db.session.commit()
    save(people(as_(cora), draft), partners__0__contribution="Pays for the panel")
    db.session.expire_all()
    kept: Partner = draft.partners[0]
    assert (kept.public_id, kept.contribution) == (partner.public_id, "Pays for the panel")
    assert kept.changes_since_answer == ["what it contributes"]
    page = as_(cora).get("commitments.list_partners", organisation="alder-trust", commitment=draft.public_id)
    assert page.fact("Changed since") == "Answered before the change of what it contributes"
