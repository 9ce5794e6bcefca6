"""*Still in place?*: due a year after completion, asked by mail and on the list, answered in public."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publication import PublicationKind
from equity_tracker.notices.job import queue_still_in_place
from tests.closing.conftest import As, Close, Mails, at, day, public_page, published
from tests.conftest import NOW
from tests.support.factories.commitment import make_published
from tests.support.people import World


def morning(on: date) -> datetime:
    return datetime.combine(on, time(9), UTC)


@pytest.fixture
def met(promise: Commitment, close: Close) -> Commitment:
    """Closed as met on 31 March 2027."""
    return close(promise, "met_on_time", at=morning(day("2027-03-31")))


def question_form(as_: As, world: World, met: Commitment) -> Any:
    return as_(world.cora).get("closing.answer_still_in_place", **at(met)).form("Send the answer")


@pytest.mark.parametrize(
    ("reason", "closed", "due"),
    [
        ("met_on_time", "2027-03-31", "2028-03-31"),
        ("met_late", "2028-02-29", "2029-02-28"),
        ("partly_met", "2027-02-28", "2028-02-28"),
        ("not_met", "2027-03-31", None),
        ("withdrawn", "2027-03-31", None),
        ("transferred", "2027-03-31", None),
    ],
)
def test_it_is_due_twelve_months_after_completion(
    promise: Commitment, close: Close, reason: str, closed: str, due: str | None
) -> None:
    promise.ends_on = day("2027-03-31")
    close(promise, reason, at=morning(day(closed)))

    asked = promise.still_in_place.due_on if promise.still_in_place else None
    assert asked == (day(due) if due else None)


def test_a_statement_of_intent_is_not_asked(world: World, close: Close) -> None:
    intent = make_published(world.alder, world.programme, now=NOW, additionality=None)

    close(intent, "met_on_time")

    assert intent.still_in_place is None


def test_it_is_asked_by_mail_once_and_once_more_after_thirty_days(
    world: World, met: Commitment, mails: Mails
) -> None:
    for on, expected in (
        ("2028-03-30", 0),
        ("2028-03-31", 3),
        ("2028-03-31", 3),
        ("2028-04-29", 3),
        ("2028-04-30", 6),
        ("2028-06-30", 6),
    ):
        queue_still_in_place(morning(day(on)))
        asked = [mail.recipient for mail in mails() if mail.name == "still_in_place"]
        assert len(asked) == expected // 3, on
    assert asked == [world.ada.email] * 2
    assert mails()[-1].context["commitments"][0]["answer_by"] == "2028-05-30"
    assert not mails()[-1].is_essential


def test_nobody_is_asked_before_seven_in_the_morning(met: Commitment, mails: Mails) -> None:
    queue_still_in_place(datetime(2028, 3, 31, 5, 59, tzinfo=UTC))

    assert [mail.name for mail in mails()] == ["commitment_closed"]


def test_a_dry_run_asks_nobody(met: Commitment, mails: Mails) -> None:
    assert queue_still_in_place(morning(day("2028-03-31")), dry_run=True)["asked"] == 1

    assert [mail.name for mail in mails()] == ["commitment_closed"]


@pytest.mark.parametrize("ended", ["programme", "answer", "retraction"])
def test_nobody_is_asked_what_is_no_question_any_more(
    *, as_: As, world: World, met: Commitment, mails: Mails, ended: str
) -> None:
    with clock.fixed(morning(day("2028-03-31"))):
        if ended == "programme":
            world.programme.closed_on = day("2027-12-31")
            db.session.commit()
        elif ended == "answer":
            question_form(as_, world, met).fill(answer="still").submit()
        else:
            page = as_(world.ada).get("closing.retract_commitment", **at(met))
            page.form("Take it back").fill(reason="A mistake.").submit()
        db.session.commit()  # What the job rolls back is then its own.
        queue_still_in_place(clock.now())

        assert "still_in_place" not in {mail.name for mail in mails()}
        home = as_(world.cora).get("organisations.show_home", organisation=world.alder.slug)
        assert "Say whether it is still in place" not in home.main


def test_it_stands_on_the_list_of_what_needs_doing_until_it_is_answered(
    as_: As, world: World, met: Commitment
) -> None:
    def home() -> Any:
        return as_(world.cora).get("organisations.show_home", organisation=world.alder.slug)

    with clock.fixed(morning(day("2028-03-30"))):
        assert "still in place" not in home().main
    with clock.fixed(morning(day("2028-03-31"))):
        link = home().link(f"Say whether it is still in place: {met.title}")
        link.follow().form("Send the answer").fill(answer="still").submit()
        assert "still in place" not in home().main


def test_reversed_is_shown_plainly_beside_the_unchanged_completion(
    as_: As, world: World, met: Commitment
) -> None:
    before = [row.payload for row in published(met, PublicationKind.COMMITMENT)]
    with clock.fixed(morning(day("2028-04-02"))):
        said = {"answer": "reversed", "note": "The clause left the new contracts.", "url": "https://a.org/x"}
        page = question_form(as_, world, met).fill(**said).submit()

        assert "Thank you." in page.flash
        shown = public_page(as_(None), met)
    assert "Closed on 31 March 2027: Met on time." in shown.main
    assert "Still in place? Reversed The clause left the new contracts. Said on 2 April 2028." in shown.main
    assert shown.link("Where to see it").url == "https://a.org/x"
    assert "Cora" not in shown.text
    assert [row.payload for row in published(met, PublicationKind.COMMITMENT)] == before


def test_changed_and_reversed_need_a_note(as_: As, world: World, met: Commitment) -> None:
    with clock.fixed(morning(day("2028-04-02"))):
        for answer in ("changed", "reversed"):
            page = question_form(as_, world, met).fill(answer=answer).submit(expected=422)
            assert page.errors == {"note": "Enter what has changed since it closed"}
        assert "Thank you." in question_form(as_, world, met).fill(answer="not_known").submit().flash


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2027-06-01", "This is asked on 31 March 2028, a year after it closed."),
        ("2028-05-30", "This is asked on 31 March 2028, a year after it closed."),
        ("2028-05-31", "Not answered Asked on 31 March 2028. No answer has come so far."),
    ],
)
def test_silence_is_shown_after_sixty_days(as_: As, met: Commitment, on: str, words: str) -> None:
    with clock.fixed(morning(day(on))):
        assert words in public_page(as_(None), met).main


def test_a_late_answer_takes_the_place_of_silence(as_: As, world: World, met: Commitment) -> None:
    with clock.fixed(morning(day("2028-09-01"))):
        question_form(as_, world, met).fill(answer="still").submit()
        shown = public_page(as_(None), met).main
    assert "Not answered" not in shown
    assert "Still in place? Still in place Said on 1 September 2028." in shown


def test_answering_again_is_a_further_version_and_two_at_once_see_each_other(
    as_: As, world: World, met: Commitment
) -> None:
    with clock.fixed(morning(day("2028-04-02"))):
        mine, theirs = (question_form(as_, world, met) for _ in range(2))
        theirs.fill(answer="still").submit()
        page = mine.fill(answer="changed", note="In one place only.").submit(expected=409)
        assert "A colleague answered this since you opened the page." in page.main
        assert page.form("Send the answer").submit().flash
        same = question_form(as_, world, met).submit(expected=422)
        assert same.errors == {"answer": "This is what your answer says already."}
        assert [row.number for row in published(met, PublicationKind.STILL_IN_PLACE)] == [1, 2]
        assert "Still in place? Changed" in public_page(as_(None), met).main


def test_it_is_not_asked_early_nor_in_a_closed_programme(as_: As, world: World, met: Commitment) -> None:
    with clock.fixed(morning(day("2028-03-30"))):
        as_(world.cora).get("closing.answer_still_in_place", **at(met), expected=303)
    with clock.fixed(morning(day("2028-04-01"))):
        world.programme.closed_on = day("2028-03-31")
        db.session.commit()
        as_(world.cora).get("closing.answer_still_in_place", **at(met), expected=303)
    for person, expected in ((world.vic, 403), (world.eve, 404)):
        as_(person).get("closing.answer_still_in_place", **at(met), expected=expected)


def test_a_corrected_reason_asks_or_stops_asking(world: World, met: Commitment) -> None:
    said: dict[str, Any] = {"correction": "It was not.", "by": world.ada, "today": day("2027-04-10")}
    met.correct_close_out("not_met", "Nothing came of it.", **said)
    assert met.still_in_place is not None
    assert (met.still_in_place.due_on, met.still_in_place.next_reminder_on) == (None, None)

    met.correct_close_out("met_late", "It came after all.", **said)
    assert met.still_in_place.due_on == day("2028-03-31")
    assert met.closed_on == day("2027-03-31")


def test_the_day_it_is_due_follows_the_first_closing(met: Commitment) -> None:
    assert met.closed_on is not None
    assert met.closed_on + timedelta(days=366) == day("2028-03-31")
