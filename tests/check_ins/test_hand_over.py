"""Handing a check-in over to a colleague, who gets a mail; and taking it back."""

from collections.abc import Callable

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from tests.check_ins.test_draft import LATER, SEND, drafts, open_form
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import FilledForm, Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]


def hand_over(browser: CheckingClient, commitment: Commitment) -> Page:
    return open_form(browser, commitment).form("Hand over to a colleague").submit()


def choose(page: Page, person: User, note: str = "") -> FilledForm:
    return page.form("Hand it over").fill(to=person.public_id, note=note)


def mails(name: str) -> list[OutgoingEmail]:
    return list(db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == name)))


def test_what_was_typed_is_saved_first_and_the_colleague_is_written_to(
    as_: As, cora: User, prue: User, promise: Commitment
) -> None:
    form = open_form(as_(cora), promise).form("Hand over to a colleague").fill(why="So far.")
    page = choose(form.submit(), prue, "You have the figures.").submit()
    assert "Prue Approver has it now, and gets an e-mail with a link to it." in page.flash
    (mail,) = mails("check_in_handed_over")
    assert (mail.recipient, mail.context["note"], mail.context["by"]) == (
        prue.email,
        "You have the figures.",
        "Cora Editor",
    )
    assert (mail.organisation_id, mail.programme_id) == (promise.organisation_id, None)
    page = open_form(as_(prue), promise)
    assert "You have it since 6 April 2026 at 10:00." in page.main
    assert "You have the figures." in page.main
    assert page.form(SEND).values["why"] == ["So far."]


def test_only_others_who_may_check_in_can_be_chosen(as_: As, world: World, promise: Commitment) -> None:
    page = hand_over(as_(world.cora), promise)
    names = [tag.get_text(strip=True) for tag in page.soup.select(".govuk-radios__label")]
    assert names == ["Ada Admin", "Prue Approver"], "not Cora herself, not Vic, who only reads"
    form = page.form("Hand it over")
    for outsider in (world.vic, world.eve, world.cora):
        form.values["to"] = [outsider.public_id]
        assert form.submit(expected=422).errors == {"to": "Choose a colleague from the list"}
    assert mails("check_in_handed_over") == []


def test_the_log_says_so_to_the_organisation_and_not_to_the_programme(
    as_: As, cora: User, prue: User, ada: User, promise: Commitment
) -> None:
    choose(hand_over(as_(cora), promise), prue).submit()
    page = as_(ada).get("organisations.list_activity", organisation="alder-trust")
    assert "Cora Editor handed the check-in on Every cleaning contract" in page.main
    assert "over to Prue Approver" in page.main
    rows = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.CHECK_IN_HANDED_OVER))
    assert [row.programme_id for row in rows] == [None]


def test_anyone_who_may_check_in_can_take_it_back_or_just_go_on(
    as_: As, cora: User, prue: User, ada: User, promise: Commitment
) -> None:
    choose(hand_over(as_(cora), promise), prue).submit()
    page = open_form(as_(ada), promise)
    assert "Prue Approver has it since" in page.main
    page.form(LATER).fill(why="Ada went on.").submit()
    assert "Prue Approver has it since" in open_form(as_(ada), promise).main
    page = open_form(as_(ada), promise).form("Take it back").submit()
    assert "You have it again. It is not sent." in page.flash
    assert "has it since" not in page.main
    assert drafts()[0].typed["why"] == ["Ada went on."]


def test_whoever_has_left_the_organisation_has_it_no_more(
    as_: As, cora: User, prue: User, promise: Commitment
) -> None:
    choose(hand_over(as_(cora), promise), prue).submit()
    db.session.refresh(prue)
    prue.memberships[0].ended_at = NOW
    db.session.commit()
    assert "has it since" not in open_form(as_(cora), promise).main


def test_pressed_twice_it_is_handed_over_once(
    as_: As, cora: User, prue: User, promise: Commitment, draft: CheckInDraft
) -> None:
    form = choose(hand_over(as_(cora), promise), prue)
    form.submit()
    form.submit()
    assert len(mails("check_in_handed_over")) == 1
