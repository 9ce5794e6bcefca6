"""Before a correction is sent: the check-in as the public will read it, and nothing stored by looking."""

from collections.abc import Callable
from datetime import date

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.round_question import QuestionKind, RoundQuestion
from tests.check_ins.conftest import Ask, Report, Return
from tests.check_ins.test_correct_check_in import PRIVATE, SEND, open_form, published
from tests.check_ins.test_preview import LOOK, told
from tests.support.client import CheckingClient
from tests.support.documents import pdf
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
WHY = "The tender failed."


def look(browser: CheckingClient, check_in: CheckIn, **typed: str) -> Page:
    return open_form(browser, check_in).form(LOOK).fill(**({"reason": WHY} | typed)).submit()


def versions(check_in: CheckIn) -> int:
    db.session.expire_all()
    return len(check_in.versions)


def test_it_is_shown_as_the_public_page_then_tells_it(as_: As, cora: User, report: Report) -> None:
    check_in = report(who_has_not_benefited="Agency staff.")
    page = look(as_(cora), check_in, outlook="off_track")
    assert page.heading == "Before you send the correction"
    assert "This will be public on 6 April 2026, as soon as it is sent." in page.main
    before = told(page)
    assert "6 April 2026 Check-in 1 Off track" in before
    assert f"Corrected on 6 April 2026 Reason given: {WHY}" in before
    assert (versions(check_in), len(published(check_in))) == (1, 1), "looking stores nothing"
    sent = page.form(SEND).submit()
    assert "Check-in 1 has been corrected. It is public now." in sent.flash
    entry = check_in.commitment.register_entry
    assert entry is not None
    public = as_(None).get("public.show_commitment", public_id=entry.public_id, slug=entry.slug)
    assert before in told(public)


def test_going_on_keeps_every_word_and_the_key_of_the_form(as_: As, cora: User, report: Report) -> None:
    check_in = report(themes=(ThemeNote("funding", "helping"),))
    typed = {"why": 'Two lines\nand "quotes" & signs.', "next_step": "Reopen it."}
    opened = open_form(as_(cora), check_in).form(LOOK)
    shown = opened.fill(reason=WHY, **typed).submit()
    again = shown.form("Go on writing").submit(expected=200)
    assert again.heading == "Correct check-in 1"
    form = again.form(SEND)
    assert form.values["form_key"] == opened.values["form_key"]
    assert (form.values["reason"], form.values["next_step"]) == ([WHY], ["Reopen it."])
    looked = again.form(LOOK).fill(next_step="Reopen it in May.").submit(expected=200)
    looked.form(SEND).submit()
    assert versions(check_in) == 2
    assert check_in.current.why == typed["why"]
    assert check_in.current.next_step == "Reopen it in May."
    assert [row.said for row in check_in.current.themes] == [ThemeNote("funding", "helping")]


def test_the_same_page_looks_again_after_the_back_button_and_sends_once(
    as_: As, cora: User, report: Report
) -> None:
    check_in = report()
    form = open_form(as_(cora), check_in).form(LOOK).fill(reason=WHY, outlook="at_risk")
    form.submit(expected=200)
    shown = form.fill(outlook="off_track").submit(expected=200)
    shown.form(SEND).submit()
    shown.form(SEND).submit()
    assert (versions(check_in), check_in.current.outlook) == (2, "off_track")


def test_what_is_missing_or_the_same_is_said_on_the_form(as_: As, cora: User, report: Report) -> None:
    check_in = report()
    page = open_form(as_(cora), check_in)
    refused = page.form(LOOK).fill(outlook="off_track").submit(expected=422)
    assert refused.errors == {"reason": "Enter what you corrected, and why"}
    refused = page.form(LOOK).fill(reason="Just so.").submit(expected=422)
    assert refused.error_list == ["Your answers are the same as before. Change what was wrong, or cancel."]


def test_a_colleague_who_was_first_is_shown_before_it_is_looked_at(
    as_: As, ada: User, cora: User, report: Report
) -> None:
    check_in = report()
    form = open_form(as_(cora), check_in).form(LOOK).fill(reason=WHY, outlook="off_track")
    look(as_(ada), check_in, outlook="at_risk").form(SEND).submit()
    assert form.submit(expected=409).heading.startswith("A colleague reported on this")
    assert versions(check_in) == 2


def test_private_evidence_and_files_go_along_and_stay_private(as_: As, cora: User, report: Report) -> None:
    check_in = report(evidence=(PRIVATE,))
    form = open_form(as_(cora), check_in).form(LOOK).fill(reason=WHY, outlook="off_track")
    form.fill(evidence__1__title="Audit", evidence__1__kind="data", evidence__1__strength="measured")
    page = form.choose("evidence-1-file", "audit.pdf", pdf()).submit()
    assert "Pay data" not in told(page)
    assert "Audit" in told(page)
    assert page.fact("Evidence: Piece of evidence 1").startswith("Pay data, https://example.org/pay")
    page.form(SEND).submit()
    assert versions(check_in) == 2
    assert [(row.title, row.is_public) for row in check_in.current.evidence] == [
        ("Pay data", False),
        ("Audit", True),
    ]
    assert check_in.current.evidence[1].file is not None


def test_one_never_published_has_no_correction_to_tell(
    as_: As, cora: User, ask: Ask, report: Report, give_back: Return
) -> None:
    ask(date(2026, 4, 30)).programme.review_mode = ReviewMode.APPROVE
    check_in = report()
    give_back(check_in, "Please name the contract.")
    page = look(as_(cora), check_in, why="The cleaning contract is signed.")
    assert "This will be public after review by the coordinators of Fairer Shore." in page.main
    assert "Check-in 1, Round 1" in told(page)
    assert "Corrected on" not in told(page)


def test_what_the_round_asked_for_its_coordinators_stays_private(
    as_: As, cora: User, world: World, ask: Ask, report: Report
) -> None:
    round_ = ask(date(2026, 4, 30))
    question = RoundQuestion(number=1, words="Who else?", kind=QuestionKind.TEXT, is_public=False)
    question.is_required, question.programme_id = False, world.programme.id
    round_.questions.append(question)
    db.session.commit()
    page = look(as_(cora), report(), outlook="off_track", round_question_1="The ward.")
    assert page.fact("Who else?") == "The ward."
    assert "The ward." not in told(page)


def test_whoever_may_not_sign_may_not_look_either(as_: As, cora: User, world: World, report: Report) -> None:
    check_in = report()
    form = open_form(as_(cora), check_in).form(LOOK).fill(reason=WHY, outlook="off_track")
    world.alder.signs_check_ins = True
    db.session.commit()
    assert "an approver or an admin signs a correction" in form.submit(expected=422).error_list[0]
