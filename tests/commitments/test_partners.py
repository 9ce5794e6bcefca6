"""The partners of a commitment as the organisation that named them sees them: asking, and what they said."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.partner import Partner
from equity_tracker.model.partner_reading import give_reading
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_published
from tests.support.factories.organisation import make_organisation
from tests.support.factories.partner import name_partner
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
NOTHING = dict.fromkeys(("agrees_on_aim", "aim", "level", "note")) | {"upstream_meanings": []}


@pytest.fixture
def draft(world: World) -> Commitment:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    name_partner(commitment, world.birch)
    db.session.commit()
    return commitment


def partner_of(commitment: Commitment) -> Partner:
    db.session.expire_all()
    return commitment.partners[0]


def listed(browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(
        "commitments.list_partners", organisation="alder-trust", commitment=commitment.public_id
    )


def submit(browser: CheckingClient, commitment: Commitment, button: str = "Submit and publish") -> None:
    page = browser.get(
        "commitments.submit_commitment", organisation="alder-trust", commitment=commitment.public_id
    )
    page.form(button).submit()


def asked_by_mail() -> Sequence[OutgoingEmail]:
    return db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "partner_asked")).all()


def test_a_draft_is_shown_to_nobody_until_its_organisation_asks(
    as_: As, cora: User, eve: User, draft: Commitment
) -> None:
    assert (
        "Nobody has asked you yet"
        in as_(eve).get("partnerships.list_partnerships", organisation="birch-college").main
    )
    page = listed(as_(cora), draft).link("Ask Birch College").follow()
    assert "They see the promise and their part as they stand now" in page.main
    page = page.form("Ask to confirm").submit()
    assert "Birch College is asked" in page.text
    assert page.fact("Answer").startswith("Not yet confirmed Asked 6 April 2026")
    assert [mail.recipient for mail in asked_by_mail()] == [eve.email]
    assert partner_of(draft).shown is not None
    kinds = db.session.scalars(select(Activity.kind).where(Activity.subject_id == draft.public_id)).all()
    assert kinds == [ActivityKind.PARTNER_ASKED]


def test_it_can_ask_again_once_a_month_and_not_sooner(as_: As, cora: User, draft: Commitment) -> None:
    address: dict[str, Any] = {"organisation": "alder-trust", "partner": partner_of(draft).public_id}
    page = as_(cora).get("commitments.ask_partner", **address)
    page.form("Ask to confirm").submit()
    again = page.form("Ask to confirm").submit(expected=422)
    assert again.error_list == ["You asked on 6 April 2026. You can ask again from 6 May 2026."]
    assert "You can ask again from 6 May 2026" in as_(cora).get("commitments.ask_partner", **address).main
    with clock.fixed(NOW + timedelta(days=31)):
        page = listed(as_(cora), draft).link("Ask again").follow()
        assert "is asked" in page.form("Ask to confirm").submit().text
    assert len(asked_by_mail()) == 2


def test_submitting_asks_every_partner_in_the_register(as_: As, cora: User, draft: Commitment) -> None:
    name_partner(draft, None, name="Tenants of Slate Street")
    db.session.commit()
    submit(as_(cora), draft)
    mail = asked_by_mail()
    assert len(mail) == 1
    assert mail[0].context["is_public"] is True
    assert partner_of(draft).shown_publication == 1
    outside = listed(as_(cora), draft)
    assert "Tenants of Slate Street is not in this register, so nobody can answer for it here" in outside.main


def test_where_it_is_approved_first_the_partner_reads_what_was_submitted(
    as_: As, cora: User, draft: Commitment, world: World
) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    db.session.commit()
    submit(as_(cora), draft, "Submit")
    assert partner_of(draft).shown_publication is None
    assert asked_by_mail()[0].context["is_public"] is False


def test_an_organisation_where_nobody_can_answer_is_not_asked(as_: As, cora: User, draft: Commitment) -> None:
    partner = name_partner(draft, make_organisation("Cedar Trust", now=NOW))
    db.session.commit()
    page = as_(cora).get("commitments.ask_partner", organisation="alder-trust", partner=partner.public_id)
    refused = page.form("Ask to confirm").submit(expected=422)
    assert "Nobody of Cedar Trust uses this register yet" in refused.error_list[0]
    submit(as_(cora), draft)
    db.session.expire_all()
    assert [row.asked_at is not None for row in draft.partners] == [True, False]


def test_each_answer_stands_in_the_list(as_: As, vic: User, draft: Commitment, world: World) -> None:
    partner = partner_of(draft)
    draft.decision_power = "community_led"
    partner.ask(by=world.cora, now=NOW, publication=None)
    partner.decline("Our council has not agreed.", of=world.birch, by=world.eve, now=NOW, today=NOW.date())
    says = NOTHING | {"decision_power": "consulted"}
    give_reading(partner, says, of=world.birch, by=world.eve, now=NOW, today=NOW.date())
    db.session.commit()
    page = listed(as_(vic), draft)
    assert page.fact("Answer") == "Declined on 6 April 2026"
    assert page.fact("Its reason") == "Our council has not agreed. (not public)"
    assert page.table("How Alder Trust and Birch College read it") == [
        ["Who decides", "Community-led", "Consulted"]
    ]
    assert "Eve Elsewhere" not in page.main, "who answered is the partner's own affair"
    assert not page.has_link("Ask again"), "a viewer asks nobody"


def test_a_partner_can_be_taken_off_a_draft_and_its_reading_is_kept(
    as_: As, cora: User, eve: User, draft: Commitment, world: World
) -> None:
    partner = partner_of(draft)
    public_id = partner.public_id
    partner.ask(by=cora, now=NOW, publication=None)
    says = NOTHING | {"decision_power": "consulted"}
    give_reading(partner, says, of=world.birch, by=eve, now=NOW, today=NOW.date())
    db.session.commit()
    page = listed(as_(cora), draft).link("Remove Birch College").follow()
    page = page.form("Remove the partner").submit()
    assert "Birch College is no longer named as a partner" in page.text
    db.session.expire_all()
    assert draft.partners == []
    assert len(draft.partner_readings) == 1
    as_(eve).get(
        "partnerships.show_partnership",
        organisation="birch-college",
        partnership=public_id,
        expected=404,
    )


def test_a_partner_stays_named_in_what_was_submitted(as_: As, cora: User, world: World) -> None:
    published = make_published(world.alder, world.programme, now=NOW)
    partner = name_partner(published, world.birch)
    db.session.commit()
    assert not listed(as_(cora), published).has_link("Remove")
    page = as_(cora).post(
        "commitments.remove_partner", organisation="alder-trust", partner=partner.public_id, expected=422
    )
    assert "can no longer be edited" in page.error_list[0]


def test_a_partner_of_what_is_closed_is_not_asked(as_: As, cora: User, world: World) -> None:
    published = make_published(world.alder, world.programme, now=NOW)
    partner = name_partner(published, world.birch)
    published.lifecycle = Lifecycle.CLOSED
    db.session.commit()
    page = as_(cora).post(
        "commitments.ask_partner", organisation="alder-trust", partner=partner.public_id, expected=422
    )
    assert page.error_list == ["The commitment is closed."]


@pytest.mark.parametrize("page", ["commitments.ask_partner", "commitments.remove_partner"])
def test_others_neither_ask_nor_remove(as_: As, world: World, draft: Commitment, page: str) -> None:
    vic = world.vic
    address: dict[str, Any] = {"organisation": "alder-trust", "partner": partner_of(draft).public_id}
    as_(vic).get(page, expected=403, **address)
    as_(vic).post(page, expected=403, **address)
    for outsider in (world.eve, world.paula):
        as_(outsider).get(page, expected=404, **address)
        as_(outsider).post(page, expected=404, **address)
    as_(vic).get(
        "commitments.list_partners", organisation="alder-trust", commitment="zzzzzzzzzzzz", expected=404
    )
