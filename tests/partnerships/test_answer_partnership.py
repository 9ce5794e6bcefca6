"""Confirming and declining: given to the text that was read, published, told to the one who asked."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.status import PartnerState
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.organisation import make_organisation
from tests.support.factories.partner import name_partner
from tests.support.page import Page
from tests.support.people import World, make_member

As = Callable[[User | None], CheckingClient]
Mails = Callable[[], Sequence[OutgoingEmail]]
PAGE = "partnerships.answer_partnership"


def address(partnership: Partner) -> dict[str, Any]:
    return {"organisation": "birch-college", "partnership": partnership.public_id}


def opened(browser: CheckingClient, partnership: Partner) -> Page:
    return browser.get(PAGE, **address(partnership))


def confirm(page: Page, *, expected: int | None = None) -> Page:
    return page.form("Send your answer").fill(answer="confirmed").submit(expected=expected)


def decline(page: Page, reason: str, *, expected: int | None = None) -> Page:
    form = page.form("Send your answer").fill(answer="declined", reason=reason)
    return form.submit(expected=expected)


def published(partnership: Partner) -> Sequence[Publication]:
    db.session.expire_all()
    return [row for row in partnership.commitment.publications if row.subject_id == row.about_id]


def test_it_reads_the_text_and_confirms(
    as_: As, ben: User, world: World, partnership: Partner, mails: Mails
) -> None:
    page = opened(as_(ben), partnership)
    assert "every new cleaning contract we let will require the real living wage" in page.main
    assert page.fact("What you contribute") == "Trains the panel"
    page = confirm(page)
    assert "Confirmed. Alder Trust is told by e-mail" in page.text
    assert page.fact("Your answer") == "Confirmed on 6 April 2026 by Ben Editor, to version 1 as published"
    versions = published(partnership)
    assert [row.number for row in versions] == [1, 2]
    told = versions[-1].payload["partners"][0]
    assert (told["state"], told["confirmed_on"], told["confirmed_publication"]) == (
        "confirmed",
        "2026-04-06",
        1,
    )
    assert {mail.recipient for mail in mails()} == {world.ada.email, world.cora.email}
    assert {mail.name for mail in mails()} == {"partner_answered"}


def test_it_declines_with_a_reason_that_only_the_two_and_the_coordinator_read(
    as_: As, eve: User, world: World, partnership: Partner, mails: Mails
) -> None:
    page = decline(opened(as_(eve), partnership), "Our council has not agreed.")
    assert "Declined. Alder Trust has your reason by e-mail" in page.text
    assert mails()[0].context["reason"] == "Our council has not agreed."
    assert "Our council" not in str(published(partnership)[-1].payload)
    assert published(partnership)[-1].payload["partners"][0]["state"] == "declined"
    about: dict[str, Any] = {"commitment": partnership.commitment.public_id}
    seen = as_(world.cora).get("commitments.list_partners", organisation="alder-trust", **about)
    assert "Our council has not agreed." in seen.main
    seen = as_(world.paula).get("programmes.review_commitment", programme="fairer-shore", **about)
    assert "Our council has not agreed." in seen.main


def test_declining_asks_for_a_reason(as_: As, eve: User, partnership: Partner) -> None:
    page = decline(opened(as_(eve), partnership), "", expected=422)
    assert page.errors == {"reason": "Enter a reason, so that they know what to change"}
    nothing = page.form("Send your answer")
    nothing.values.pop("answer")
    assert nothing.submit(expected=422).errors == {"answer": "Choose whether your organisation takes part"}
    db.session.refresh(partnership)
    assert partnership.answer is None


def test_the_same_answer_twice_in_a_row_tells_nobody_anything(
    as_: As, eve: User, partnership: Partner, mails: Mails
) -> None:
    page = opened(as_(eve), partnership)
    confirm(page)
    before = len(mails())
    assert "has answered so already" in confirm(page).text
    assert len(mails()) == before
    assert len(published(partnership)) == 2


def test_a_confirmation_can_be_taken_back(as_: As, eve: User, partnership: Partner) -> None:
    confirm(opened(as_(eve), partnership))
    decline(opened(as_(eve), partnership), "The post is gone.")
    states = [row.payload["partners"][0]["state"] for row in published(partnership)]
    assert states == ["proposed", "confirmed", "declined"]


def test_two_at_once_see_each_other_s_answer(as_: As, eve: User, ben: User, partnership: Partner) -> None:
    first, second = opened(as_(eve), partnership), opened(as_(ben), partnership)
    confirm(first)
    page = decline(second, "We cannot.", expected=409)
    assert "has changed since you opened this page" in page.error_list[0]
    assert "Your organisation’s answer now: Confirmed by Eve Elsewhere" in page.main
    assert "We cannot." in page.response.text
    db.session.refresh(partnership)
    assert partnership.state is PartnerState.CONFIRMED
    page.form("Send your answer").submit()
    db.session.refresh(partnership)
    assert partnership.state.value == "declined"


def test_two_partners_answer_side_by_side(as_: As, eve: User, partnership: Partner, world: World) -> None:
    cedar = make_organisation("Cedar Trust", now=NOW)
    cyd = make_member("Cyd Cedar", cedar, OrganisationRole.ADMIN, NOW)
    other = name_partner(partnership.commitment, cedar)
    other.ask(by=world.cora, now=NOW, publication=1)
    db.session.commit()
    of_birch = opened(as_(eve), partnership)
    of_cedar = as_(cyd).get(PAGE, organisation="cedar-trust", partnership=other.public_id)
    confirm(of_birch)
    decline(of_cedar, "No.")
    assert [row.number for row in published(partnership)] == [1, 2, 3]
    told = published(partnership)[-1].payload["partners"]
    assert [row["state"] for row in told] == ["confirmed", "declined"]
    as_(cyd).get(PAGE, organisation="cedar-trust", partnership=partnership.public_id, expected=404)


def test_nobody_confirms_a_text_that_changed_while_they_read(
    as_: As, eve: User, partnership: Partner
) -> None:
    page = opened(as_(eve), partnership)
    partnership.commitment.statement = "We will think about the living wage."
    publish_commitment(partnership.commitment, now=NOW, today=NOW.date())
    db.session.commit()
    page = confirm(page, expected=409)
    assert "We will think about the living wage." in page.main
    assert confirm(page).fact("Your answer").endswith("to version 2 as published")


def test_a_confirmation_stays_with_the_text_it_was_given_to(as_: As, eve: User, partnership: Partner) -> None:
    confirm(opened(as_(eve), partnership))
    db.session.expire_all()
    partnership.commitment.level = "circumstances"
    publish_commitment(partnership.commitment, now=NOW, today=NOW.date())
    db.session.commit()
    page = as_(eve).get("partnerships.show_partnership", **address(partnership))
    assert page.fact("Changed since") == "You answered before the change of the level of action"
    payload = published(partnership)[-1].payload["partners"][0]
    assert payload["changed_since"] == ["the level of action"]
    confirm(opened(as_(eve), partnership))
    assert published(partnership)[-1].payload["partners"][0]["changed_since"] == []


def test_an_answer_publishes_nothing_but_itself(as_: As, eve: User, partnership: Partner) -> None:
    partnership.commitment.statement = "An edit that nobody has published."
    db.session.commit()
    confirm(opened(as_(eve), partnership))
    first, second = published(partnership)
    assert {name for name in second.payload if first.payload[name] != second.payload[name]} == {"partners"}


def test_before_publication_an_answer_is_kept_and_not_public(
    as_: As, eve: User, cora: User, draft: Commitment
) -> None:
    draft.partners[0].ask(by=cora, now=NOW, publication=None)
    db.session.commit()
    page = confirm(opened(as_(eve), draft.partners[0]))
    assert page.fact("Your answer") == "Confirmed on 6 April 2026 by Eve Elsewhere"
    assert published(draft.partners[0]) == []
    line = db.session.scalars(select(Activity)).one()
    assert (line.kind, line.programme_id) == (ActivityKind.PARTNERSHIP_CONFIRMED, None)


def test_it_can_answer_after_the_commitment_is_closed(as_: As, eve: User, partnership: Partner) -> None:
    partnership.commitment.close("met_on_time", "Done.", today=NOW.date())
    publish_commitment(partnership.commitment, now=NOW, today=NOW.date())
    db.session.commit()
    confirm(opened(as_(eve), partnership))
    assert published(partnership)[-1].payload["partners"][0]["state"] == "confirmed"
    assert published(partnership)[-1].payload["closed_on"] == "2026-04-06"
    assert partnership.commitment.lifecycle is Lifecycle.CLOSED


def test_it_can_answer_after_it_has_left_the_programme_but_not_when_that_is_closed(
    as_: As, eve: User, partnership: Partner, world: World
) -> None:
    for participation in world.programme.participations:
        participation.left_on = NOW.date()
    db.session.commit()
    confirm(opened(as_(eve), partnership))
    page = opened(as_(eve), partnership)
    world.programme.closed_on = NOW.date()
    db.session.commit()
    refused = decline(page, "No.", expected=422)
    assert "programme is closed" in refused.error_list[0]


def test_what_was_taken_back_stays_so(as_: As, eve: User, partnership: Partner) -> None:
    current = published(partnership)[-1]
    current.retracted_on = NOW.date()
    db.session.commit()
    confirm(opened(as_(eve), partnership))
    assert len(published(partnership)) == 1


def test_a_partner_removed_while_it_answers_finds_nothing_there(
    as_: As, eve: User, cora: User, draft: Commitment
) -> None:
    draft.partners[0].ask(by=cora, now=NOW, publication=None)
    db.session.commit()
    page = opened(as_(eve), draft.partners[0])
    draft.partners.clear()
    db.session.commit()
    confirm(page, expected=404)


@pytest.mark.parametrize("page", [PAGE, "partnerships.give_reading"])
def test_only_those_who_speak_for_the_partner_answer(
    as_: As, bea: User, world: World, partnership: Partner, page: str
) -> None:
    as_(bea).get(page, expected=403, **address(partnership))
    as_(bea).post(page, {"answer": "confirmed"}, expected=403, **address(partnership))
    for outsider in (world.cora, world.paula):
        as_(outsider).get(page, expected=404, **address(partnership))
        as_(outsider).post(page, {"answer": "confirmed"}, expected=404, **address(partnership))
    own: dict[str, Any] = {"organisation": "alder-trust", "partnership": partnership.public_id}
    as_(world.cora).post(page, {"answer": "confirmed"}, expected=404, **own)
    as_(bea).get(page, expected=403, organisation="birch-college", partnership="zzzzzzzzzzzz")
