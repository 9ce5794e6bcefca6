"""Closing a commitment: a reason, an account, four answers, and what no reader may be left without."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.close_out import CloseOut
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.programme import Visibility
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.round import ExpectedCheckIn
from tests.closing.conftest import HOW, As, Close, Mails, at, public_page, published
from tests.conftest import NOW
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_participation, make_round
from tests.support.page import Page
from tests.support.people import World

TODAY = NOW.date()
BUTTON = "Close this commitment"


def form_of(as_: As, world: World, promise: Commitment) -> Any:
    return as_(world.prue).get("closing.close_commitment", **at(promise)).form(BUTTON)


def close_outs(promise: Commitment) -> list[CloseOut]:
    return list(
        db.session.scalars(
            select(CloseOut)
            .where(CloseOut.organisation_id == promise.organisation_id)
            .order_by(CloseOut.number)
        )
    )


def test_an_approver_closes_it_and_the_public_reads_all_of_it_at_the_top(
    as_: As, world: World, promise: Commitment, typed: dict[str, str]
) -> None:
    page = form_of(as_, world, promise).fill(**typed).submit()

    assert "Closed." in page.flash
    db.session.refresh(promise)
    assert (promise.lifecycle, promise.closed_on) == (Lifecycle.CLOSED, TODAY)
    shown = public_page(as_(None), promise)
    assert "Closed on 6 April 2026: Partly met. Eight of eleven contracts carry the clause." in shown.main
    assert shown.fact("What was learned") == "Begin with the largest contract."
    assert shown.fact("How it was to work") == HOW
    assert shown.fact("Did it work like that?") == "Partly. The wage rose where the contract did."
    assert "The contracts Contract clause; strength: document" in shown.fact("Evidence")
    assert shown.facts("Alder Trust") == [
        f"Partly. So far as {name} goes." for name in ("met", "funded", "effect", "appropriate")
    ]
    assert shown.main.index("Closed on") < shown.main.index("Delivery")
    assert "The coordinators have not answered." in shown.main


def test_the_page_shows_what_was_written_about_how_it_was_to_work(
    as_: As, world: World, promise: Commitment
) -> None:
    page = as_(world.ada).get("closing.close_commitment", **at(promise))

    assert f"When it was published, you wrote how it was to work: {HOW} Did it work like that?" in page.main


def test_nobody_is_asked_how_it_worked_where_nobody_said(
    as_: As, world: World, typed: dict[str, str]
) -> None:
    silent = make_published(world.alder, world.programme, now=NOW, title="It says nothing of the kind")
    db.session.commit()
    words = {name: text for name, text in typed.items() if "work" not in name}

    page = as_(world.ada).get("closing.close_commitment", **at(silent))

    assert "Did it work like that?" not in page.main
    assert "Closed." in page.form(BUTTON).fill(**words).submit().flash
    assert "Did it work like that?" not in public_page(as_(None), silent).main


@pytest.mark.parametrize("reason", ["absorbed", "superseded"])
def test_without_its_new_home_it_is_refused(
    as_: As, world: World, promise: Commitment, typed: dict[str, str], reason: str
) -> None:
    page = form_of(as_, world, promise).fill(**typed | {"reason": reason}).submit(expected=422)

    assert page.errors == {
        "new_home": "Enter where the work goes on: a web address, or the reference of a commitment"
    }
    assert close_outs(promise) == []
    db.session.refresh(promise)
    assert promise.is_published


@pytest.mark.parametrize("reason", ["transferred", "organisation_ended", "withdrawn", "not_met"])
def test_the_others_need_none(
    as_: As, world: World, promise: Commitment, typed: dict[str, str], reason: str
) -> None:
    form_of(as_, world, promise).fill(**typed | {"reason": reason}).submit()

    db.session.refresh(promise)
    assert promise.close_reason == reason


@pytest.mark.parametrize("beginning", ["https://", ""])
def test_a_new_home_may_be_an_address(
    *, as_: As, world: World, promise: Commitment, typed: dict[str, str], beginning: str
) -> None:
    home = "https://alder.example.org/plan"
    given = {"reason": "absorbed", "new_home": home.replace("https://", beginning)}
    form_of(as_, world, promise).fill(**typed | given).submit()

    assert public_page(as_(None), promise).link(home).url == home


def test_a_new_home_may_be_another_commitment_by_its_reference(
    as_: As, world: World, promise: Commitment, typed: dict[str, str]
) -> None:
    other = make_published(world.birch, world.programme, now=NOW, title="Theirs")
    db.session.commit()
    home = {"reason": "superseded", "new_home": str(other.reference).lower()}
    form_of(as_, world, promise).fill(**typed | home).submit()

    link = public_page(as_(None), promise).link(f"commitment {other.reference}")

    assert link.follow(expected=301).response.location.endswith(other.register_entry.slug)  # type: ignore[union-attr]


@pytest.mark.parametrize("home", ["FS-0999", "own", "internal", "plan", "ftp://alder.example.org"])
def test_a_new_home_that_no_reader_can_open_is_refused(
    *, as_: As, world: World, promise: Commitment, typed: dict[str, str], home: str
) -> None:
    world.other_programme.visibility = Visibility.INTERNAL
    make_participation(world.alder, world.other_programme, now=NOW)
    db.session.flush()
    internal = make_published(world.alder, world.other_programme, now=NOW, title="Inside")
    db.session.commit()
    named = {"own": str(promise.reference), "internal": str(internal.reference)}.get(home, home)

    form = form_of(as_, world, promise).fill(**typed | {"reason": "absorbed", "new_home": named})

    assert list(form.submit(expected=422).errors) == ["new_home"]
    assert promise.is_published


def test_every_answer_but_not_known_needs_its_sentence(
    as_: As, world: World, promise: Commitment, typed: dict[str, str]
) -> None:
    silent = {"met_because": "", "effect": "not_known", "effect_because": "", "how_it_worked": ""}

    page = form_of(as_, world, promise).fill(**typed | silent).submit(expected=422)

    assert page.errors == {
        "met_because": "Enter a sentence that says why",
        "how_it_worked": "Enter a sentence that says how it worked",
    }
    assert close_outs(promise) == []


def test_a_question_that_is_not_answered_asks_for_no_sentence_yet(
    as_: As, world: World, promise: Commitment, typed: dict[str, str]
) -> None:
    form = form_of(as_, world, promise).fill(**typed | {"reason": "absorbed", "what_happened": ""})
    form.values.pop("met")
    form.fill(met_because="")
    page = form.submit(expected=422)
    assert "met" in page.errors
    assert "met_because" not in page.errors
    assert {"what_happened", "new_home"} <= set(page.errors), "also where the work goes on, at once"


def test_it_stays_listed_and_counted(as_: As, promise: Commitment, close: Close) -> None:
    close(promise, "withdrawn")
    reader = as_(None)

    assert str(promise.title) in reader.get("public.list_commitments").text
    assert str(promise.reference) in reader.get("public.list_commitments_csv").text


def test_what_an_open_round_waits_for_is_settled(
    as_: As, world: World, promise: Commitment, close: Close
) -> None:
    round_ = make_round(world.programme, due_on=TODAY - timedelta(days=20))
    db.session.flush()
    db.session.add_all(round_.open([promise], now=NOW))
    db.session.commit()
    db.session.expire_all()

    close(promise)
    as_(world.paula).get(
        "programmes.close_round", programme=world.programme.slug, reporting_round=round_.public_id
    ).form("Close this round").submit()

    row = db.session.scalars(
        select(ExpectedCheckIn).where(ExpectedCheckIn.organisation_id == world.alder.id)
    ).one()
    assert (row.settled_on, row.is_missed, row.next_reminder_on) == (TODAY, False, None)
    assert promise.next_due_on is None
    assert published(promise, PublicationKind.MISSED_CHECK_IN) == []
    (result,) = db.session.scalars(select(Publication).where(Publication.kind == PublicationKind.ROUND))
    assert (result.payload["expected"], result.payload["reported"]) == (0, 0)


def test_the_coordinators_are_told_by_mail(
    world: World, promise: Commitment, close: Close, mails: Mails
) -> None:
    close(promise)

    assert [(mail.name, mail.recipient) for mail in mails()] == [("commitment_closed", world.paula.email)]


def test_it_is_closed_once(as_: As, world: World, promise: Commitment, typed: dict[str, str]) -> None:
    mine, theirs = (form_of(as_, world, promise).fill(**typed) for _ in range(2))
    theirs.submit()

    page = mine.submit(expected=409)

    assert "A colleague closed this commitment since you opened the page." in page.main
    assert "Eight of eleven contracts" in page.main
    assert len(close_outs(promise)) == 1


def test_the_same_form_sent_twice_closes_once(
    as_: As, world: World, promise: Commitment, typed: dict[str, str]
) -> None:
    form = form_of(as_, world, promise).fill(**typed)

    first, second = form.submit(), form.submit()

    assert first.heading == second.heading == promise.title
    assert len(close_outs(promise)) == 1


def test_what_is_closed_or_a_draft_has_no_page_to_close_it(
    as_: As, world: World, promise: Commitment, close: Close
) -> None:
    close(promise)

    page = as_(world.ada).get("closing.close_commitment", **at(promise), expected=303)

    assert page.response.location.endswith(f"/commitments/{promise.public_id}")
    assert (
        "Close this commitment" not in as_(world.ada).get("commitments.show_commitment", **at(promise)).main
    )


def test_after_the_programme_closed_nothing_new_is_said(
    as_: As, world: World, promise: Commitment, typed: dict[str, str]
) -> None:
    form = form_of(as_, world, promise).fill(**typed)
    world.programme.closed_on = TODAY
    db.session.commit()

    page = form.submit(expected=422)

    assert page.error_list == ["This programme is closed. Its pages stay, but nothing new can be added."]
    assert close_outs(promise) == []


def test_who_may_not_close_it_sees_no_button_and_gets_no_page(
    as_: As, world: World, promise: Commitment
) -> None:
    for person, expected in ((world.cora, 403), (world.vic, 403), (world.eve, 404), (world.paula, 404)):
        as_(person).get("closing.close_commitment", **at(promise), expected=expected)
    assert not as_(world.cora).get("commitments.show_commitment", **at(promise)).has_link(BUTTON)
    unknown = at(promise) | {"commitment": "zzzzzzzzzzzz"}
    as_(world.ada).get("closing.close_commitment", **unknown, expected=404)


def correction_form(as_: As, world: World, promise: Commitment) -> Any:
    page: Page = as_(world.prue).get("closing.correct_close_out", **at(promise))
    return page.form("Send the correction")


def test_a_correction_is_a_new_row_and_the_public_reads_both(
    as_: As, world: World, promise: Commitment, close: Close
) -> None:
    close(promise, "met_on_time", how_it_worked="As said.", worked_as_described="yes")

    fixed = {"reason": "partly_met", "correction": "Three contracts were counted twice."}
    page = correction_form(as_, world, promise).fill(**fixed).submit()

    assert "Corrected." in page.flash
    first, second = close_outs(promise)
    assert (first.reason, second.reason, second.number) == ("met_on_time", "partly_met", 2)
    db.session.refresh(promise)
    assert (promise.close_reason, promise.closed_on) == ("partly_met", TODAY)
    shown = public_page(as_(None), promise).main
    assert "Closed on 6 April 2026: Partly met." in shown
    assert "What was said at the end was corrected" in shown
    assert "Met on time" in shown
    assert "Reason given: Three contracts were counted twice." in shown
    payloads = [row.payload for row in published(promise, PublicationKind.COMMITMENT)]
    assert [row["close_reason"] for row in payloads] == [None, "met_on_time", "partly_met"]


def test_a_correction_that_changes_nothing_or_gives_no_reason_is_refused(
    as_: As, world: World, promise: Commitment, close: Close
) -> None:
    close(promise, how_it_worked="As said.", worked_as_described="yes")

    same = correction_form(as_, world, promise).fill(correction="A slip.").submit(expected=422)
    bare = correction_form(as_, world, promise).fill(lessons="Another.").submit(expected=422)

    assert same.error_list == ["Your answers are the same as before. Change what was wrong, or cancel."]
    assert list(bare.errors) == ["correction"]
    assert len(close_outs(promise)) == 1


def test_two_who_correct_at_once_read_both_texts(
    as_: As, world: World, promise: Commitment, close: Close
) -> None:
    close(promise, how_it_worked="As said.", worked_as_described="yes")
    mine, theirs = (correction_form(as_, world, promise) for _ in range(2))
    theirs.fill(lessons="Ask sooner.", correction="We forgot.").submit()

    page = mine.fill(lessons="Ask later.", correction="It was missing.").submit(expected=409)

    rows = {row[0]: row[1:] for row in page.table("What each of you wrote")}
    assert rows["What did you learn?"] == ["Ask sooner.", "Ask later."]
    page.form("Replace theirs with mine").submit()
    assert [row.lessons for row in close_outs(promise)] == [None, "Ask sooner.", "Ask later."]


def test_the_close_out_of_an_older_publication_is_still_shown(
    as_: As, promise: Commitment, close: Close
) -> None:
    close(promise)
    current = published(promise, PublicationKind.COMMITMENT)[-1]
    old = {name: value for name, value in current.payload.items() if name != "close_out"}
    current.is_current = False
    db.session.add(
        Publication(
            kind=current.kind,
            subject_id=current.subject_id,
            about_id=current.about_id,
            number=current.number + 1,
            programme_id=current.programme_id,
            commitment_id=current.commitment_id,
            form=current.form,
            payload=old,
            happened_on=TODAY,
            published_at=NOW,
            public_from=current.public_from,
        )
    )
    db.session.commit()

    page = public_page(as_(None), promise)

    assert "Closed on 6 April 2026: Partly met. Half of it was done." in page.main
    assert "Four questions" not in page.main


def test_closing_moves_no_date_back(promise: Commitment, close: Close) -> None:
    close(promise, "partly_met", at=NOW + timedelta(days=1))

    assert promise.closed_on == date(2026, 4, 7)


def test_what_has_its_day_before_it_is_not_late(
    as_: As, world: World, promise: Commitment, typed: dict[str, str]
) -> None:
    page = form_of(as_, world, promise).fill(**typed | {"reason": "met_late"}).submit(expected=422)

    said = "Choose another reason: it was to be done by 31 March 2028, so it is not late"
    assert page.error_list == [said]
    db.session.refresh(promise)
    assert not promise.is_closed


@pytest.mark.parametrize("reason", ["met_on_time", "met_late"])
def test_what_closes_as_met_is_not_said_to_be_not_met(
    as_: As, world: World, promise: Commitment, typed: dict[str, str], reason: str
) -> None:
    promise.ends_on = TODAY - timedelta(days=1)
    db.session.commit()

    page = form_of(as_, world, promise).fill(**typed | {"reason": reason, "met": "no"}).submit(expected=422)

    assert page.error_list == ["Choose another answer, or another reason: it closes as met"]
