"""What is written and not sent is the organisation's alone: no coordinator, no observer, no public byte."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from tests.check_ins.test_draft import open_form
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.draft import make_draft_of_check_in, make_link
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
MARKER = "zz-not-sent"


@pytest.fixture(params=["begun", "waiting", "given back"])
def planted(request: pytest.FixtureRequest, world: World, promise: Commitment) -> CheckInDraft:
    said = {name: [f"{MARKER} {name}"] for name in ("why", "what_changed", "next_step")}
    draft = make_draft_of_check_in(promise, by=world.cora, now=NOW, waits=request.param != "begun", **said)
    if request.param == "given back":
        draft.give_back(f"{MARKER} reason", by=world.prue, now=NOW)
    draft.holder, draft.handed_over_at, draft.handed_over_note = world.prue, NOW, f"{MARKER} note"
    link = make_link(promise, "t", by=world.cora, now=NOW)
    link.email, link.note = f"{MARKER}@example.org", f"{MARKER} note"
    db.session.commit()
    return draft


def addresses(app: Flask, commitment: Commitment) -> list[str]:
    """Every page of the programme and of the public that can be opened about this commitment."""
    entry = commitment.register_entry
    assert entry is not None
    named = {
        "programme": "fairer-shore",
        "commitment": commitment.public_id,
        "public_id": commitment.public_id,
        "slug": entry.slug,
    }
    found = []
    with app.test_request_context(base_url="http://127.0.0.1:8000"):
        for rule in app.url_map.iter_rules():
            is_page = "GET" in (rule.methods or ()) and rule.endpoint.startswith(
                ("public.", "programmes.", "reports.")
            )
            if is_page and set(rule.arguments) <= set(named):
                found.append(rule.build({name: named[name] for name in rule.arguments})[1])  # type: ignore[index]
    assert len(found) > 20
    return found


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("who", ["paula", "otto", "eve", "nobody"])
def test_no_page_of_the_programme_or_the_public_tells_of_it(
    app: Flask, as_: As, world: World, promise: Commitment, who: str
) -> None:
    browser = as_(getattr(world, who, None))
    read = 0
    for address in addresses(app, promise):
        answer = browser.browser.get(address, buffered=True)
        read += answer.status_code == 200
        assert MARKER.encode() not in answer.get_data(), address
    assert read > 5


def test_those_who_belong_do_read_it(as_: As, cora: User, promise: Commitment, planted: CheckInDraft) -> None:
    """So that the test above can fail."""
    verb = "preview" if planted.is_waiting else "record"
    page = as_(cora).get(
        f"check_ins.{verb}_check_in", organisation="alder-trust", commitment=promise.public_id
    )
    assert MARKER in page.response.text


def test_a_viewer_of_the_organisation_sees_that_it_is_begun_and_no_word_of_it(
    as_: As, vic: User, planted: CheckInDraft
) -> None:
    for endpoint in ("check_ins.list_due", "organisations.show_home"):
        page = as_(vic).get(endpoint, organisation="alder-trust")
        assert MARKER not in page.response.text.replace(f"{MARKER} reason", "")


def test_no_mail_to_outsiders_is_written_while_it_waits(
    as_: As, cora: User, world: World, promise: Commitment, planted: CheckInDraft
) -> None:
    outsiders = {world.paula.email, world.otto.email}
    if not planted.is_waiting:
        open_form(as_(cora), promise).form("Save and come back later").submit()
    assert outsiders.isdisjoint(db.session.scalars(select(OutgoingEmail.recipient)))


def test_it_goes_with_the_commitment_to_whoever_holds_it_next(
    as_: As, world: World, promise: Commitment, planted: CheckInDraft
) -> None:
    promise.organisation = world.birch
    db.session.commit()
    db.session.expire_all()
    assert planted.organisation_id == world.birch.id
    verb = "preview" if planted.is_waiting else "record"
    arguments = {"organisation": "alder-trust", "commitment": promise.public_id}
    as_(world.cora).get(f"check_ins.{verb}_check_in", expected=404, **arguments)  # type: ignore[arg-type]
    page = as_(world.eve).get(
        f"check_ins.{verb}_check_in", organisation="birch-college", commitment=promise.public_id
    )
    assert MARKER in page.response.text
