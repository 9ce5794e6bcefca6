"""What an organisation was asked about: a list, a page for each, a line of what needs doing, and no more."""

from collections.abc import Callable
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_published
from tests.support.factories.partner import name_partner
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
LIST = "partnerships.list_partnerships"
SHOW = "partnerships.show_partnership"


def asked(commitment: Commitment, world: World) -> Partner:
    partner = name_partner(commitment, world.birch)
    partner.ask(by=world.cora, now=NOW, publication=None)
    return partner


def test_open_questions_come_first(as_: As, bea: User, world: World) -> None:
    answered = asked(make_published(world.alder, world.programme, now=NOW, title="Answered"), world)
    answered.confirm(of=world.birch, by=world.eve, now=NOW, today=NOW.date())
    asked(make_published(world.alder, world.programme, now=NOW, title="Open"), world)
    name_partner(make_published(world.alder, world.programme, now=NOW, title="Not asked"), world.birch)
    db.session.commit()
    rows = as_(bea).get(LIST, organisation="birch-college").table("Commitments that name Birch College")
    assert [row[:2] for row in rows] == [
        ["Open Alder Trust", "Not yet confirmed Answer wanted"],
        ["Answered Alder Trust", "Confirmed"],
    ]


def test_many_cost_no_more_queries_than_one(as_: As, eve: User, world: World) -> None:
    for number in range(30):
        title = f"Promise {number}"
        asked(make_published(world.alder, world.programme, now=NOW, title=title), world)
    db.session.commit()
    page = as_(eve).get(LIST, organisation="birch-college", most_queries=12)
    assert len(page.table("Commitments that name")) == 30


def test_it_stands_on_what_needs_doing(as_: As, eve: User, bea: User, partnership: Partner) -> None:
    home = as_(eve).get("organisations.show_home", organisation="birch-college")
    page = home.link("Alder Trust names you as a partner").follow()
    assert page.heading == "Answer Alder Trust"
    page.form("Send your answer").fill(answer="confirmed").submit()
    home = as_(eve).get("organisations.show_home", organisation="birch-college")
    assert "names you as a partner" not in home.main
    # A viewer reads it, and answers nothing.
    page = as_(bea).get(SHOW, organisation="birch-college", partnership=partnership.public_id)
    assert not page.has_link("Change your answer")


def test_a_partner_sees_what_it_was_asked_about_and_nothing_else(
    as_: As, eve: User, cora: User, draft: Commitment, world: World
) -> None:
    name_partner(make_commitment(world.alder, world.programme, now=NOW, title="Another draft"), world.birch)
    partner = draft.partners[0]
    partner.ask(by=cora, now=NOW, publication=None)
    draft.statement, draft.title = "A second thought that nobody has seen.", "Second thoughts"
    db.session.commit()
    browser = as_(eve)
    page = browser.get(SHOW, organisation="birch-college", partnership=partner.public_id)
    assert "every new cleaning contract" in page.main
    home = browser.get("organisations.show_home", organisation="birch-college")
    for shown in (page, browser.get(LIST, organisation="birch-college"), home):
        assert "econd thought" not in shown.response.text
        assert "Another draft" not in shown.response.text
        assert "Frances Private" not in shown.response.text
    for endpoint in ("commitments.show_commitment", "commitments.list_partners"):
        for place in ("alder-trust", "birch-college"):
            browser.get(endpoint, organisation=place, commitment=draft.public_id, expected=404)


def test_outsiders_find_nothing(as_: As, cora: User, paula: User, eve: User, partnership: Partner) -> None:
    here: dict[str, Any] = {"organisation": "birch-college", "partnership": partnership.public_id}
    for outsider in (cora, paula):
        as_(outsider).get(SHOW, expected=404, **here)
        as_(outsider).get(LIST, expected=404, organisation="birch-college")
    as_(eve).get(SHOW, expected=404, organisation="birch-college", partnership="zzzzzzzzzzzz")
    own: dict[str, Any] = {"organisation": "alder-trust", "partnership": partnership.public_id}
    as_(cora).get(SHOW, expected=404, **own)
