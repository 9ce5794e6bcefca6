"""Questions about wording: shown to the author, dismissed with one click, and gone for these words."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from equity_tracker.commitments.actions.prompts import dismiss_prompt
from equity_tracker.commitments.queries.prompts import count_dismissals
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dismissed_prompt import DismissedPrompt
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_draft
from tests.support.page import FilledForm, Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
F2 = "We are committed to championing health equity and will do all we can for vulnerable groups."
ABOUT_GROUPS = "Dismiss the question about “vulnerable groups”"
QUESTION = "Made vulnerable by what?"


@pytest.fixture
def draft(world: World) -> Commitment:
    commitment = make_draft(world.alder, world.programme, now=NOW, title="A living wage")
    commitment.statement = F2
    db.session.commit()
    return commitment


def section(browser: CheckingClient, commitment: Commitment, name: str = "promise") -> Page:
    return browser.get(
        "commitments.edit_section",
        organisation="alder-trust",
        commitment=commitment.public_id,
        section=name,
    )


def task_list(browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(
        "commitments.show_commitment", organisation="alder-trust", commitment=commitment.public_id
    )


def dismissals() -> list[DismissedPrompt]:
    statement = select(DismissedPrompt).order_by(DismissedPrompt.id)
    return list(db.session.scalars(statement.execution_options(every_organisation=True)))


def dismissal(page: Page, button: str = ABOUT_GROUPS) -> FilledForm:
    return page.form(button)


def test_the_section_asks_about_its_own_texts_with_reason_question_and_source(
    as_: As, cora: User, draft: Commitment
) -> None:
    page = section(as_(cora), draft)

    assert "“vulnerable groups” in the full statement" in page.main
    assert QUESTION in page.main
    assert "The label makes people the problem" in page.main
    assert page.has_link("McMahon, meta-ethnography")
    assert QUESTION not in section(as_(cora), draft, "inequality").main


def test_a_page_asks_three_questions_and_says_how_many_follow(as_: As, cora: User, draft: Commitment) -> None:
    draft.title = "Hard to reach addicts"
    db.session.commit()

    page = section(as_(cora), draft)

    assert len(page.soup.select(".prompt")) == 3
    assert "2 more questions will follow" in page.main
    assert "hard to reach" not in page.soup.select_one(".prompts").text.casefold()  # type: ignore[union-attr]


def test_what_is_asked_of_the_statement_is_not_asked_of_the_title_beside_it(
    as_: As, cora: User, draft: Commitment
) -> None:
    draft.title = "Help for vulnerable people"
    db.session.commit()

    page = section(as_(cora), draft)
    assert page.main.count(QUESTION) == 1
    assert "1 more question will follow" in page.main

    after = dismissal(page).submit()
    assert "“vulnerable people” in the title" in after.main


def test_a_text_with_nothing_to_ask_about_shows_no_panel(as_: As, cora: User, draft: Commitment) -> None:
    draft.statement = "From April 2027 every contract requires the real living wage."
    db.session.commit()

    assert "Worth a second look" not in section(as_(cora), draft).main
    assert "Worth a second look" not in task_list(as_(cora), draft).main


def test_one_click_dismisses_it_for_everybody_in_the_organisation(
    as_: As, cora: User, ada: User, draft: Commitment
) -> None:
    page = dismissal(section(as_(cora), draft)).submit()

    assert page.heading == "The promise"
    assert "Dismissed." in page.flash
    assert QUESTION not in page.main
    assert QUESTION not in section(as_(ada), draft).main
    [row] = dismissals()
    assert (row.answer, row.family, row.words) == ("statement", "L4", "vulnerable groups")
    assert (row.reason, row.dismissed_by_id, row.dismissed_at) == (None, cora.id, NOW)
    db.session.refresh(draft)
    assert (draft.statement, draft.version) == (F2, 1), "the text is as it was"


def test_a_reason_is_kept_for_colleagues(as_: As, cora: User, ada: User, draft: Commitment) -> None:
    dismissal(task_list(as_(cora), draft)).fill(reason="The law's own word.").submit()

    page = task_list(as_(ada), draft)

    assert "1 question about wording dismissed" in page.main
    assert "The law's own word." in page.main


def test_the_log_says_that_it_was_dismissed_and_keeps_the_reason_to_itself(
    as_: As, cora: User, draft: Commitment
) -> None:
    dismissal(section(as_(cora), draft)).fill(reason="A private reason").submit()

    line = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.PROMPT_DISMISSED)).one()
    assert line.after == {"answer": "statement", "family": "L4", "words": "vulnerable groups"}
    log = as_(cora).get("organisations.list_activity", organisation="alder-trust")
    assert "Cora Editor dismissed a question about the wording of A living wage" in log.main


def test_it_comes_back_for_other_words_and_in_another_answer(as_: As, cora: User, draft: Commitment) -> None:
    dismissal(section(as_(cora), draft)).submit()
    draft.statement = "At-risk families; VULNERABLE groups."
    draft.population = "Vulnerable groups"
    db.session.commit()

    assert "“At-risk families” in the full statement" in section(as_(cora), draft).main
    assert "“Vulnerable groups” in who will benefit" in section(as_(cora), draft, "inequality").main


def test_two_clicks_at_once_make_one_row(as_: As, cora: User, ada: User, draft: Commitment) -> None:
    first, second = dismissal(section(as_(cora), draft)), dismissal(section(as_(ada), draft))

    first.submit()
    page = second.submit()

    assert "Dismissed." in page.flash
    assert [row.dismissed_by_id for row in dismissals()] == [cora.id]
    kinds = list(db.session.scalars(select(Activity.kind)))
    assert kinds.count(ActivityKind.PROMPT_DISMISSED) == 1


def test_what_was_typed_and_not_saved_yet_can_be_dismissed_too(
    as_: As, cora: User, draft: Commitment
) -> None:
    form = dismissal(section(as_(cora), draft))
    form.values["words"] = ["Hard-to-reach; at-risk   Families"]
    form.submit()

    assert [row.words for row in dismissals()] == ["at risk families; hard to reach"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("answer", "forum"),
        ("answer", ""),
        ("family", "L18"),
        ("words", ""),
        ("words", "; ;"),
        ("words", "x" * 2_000),
    ],
)
def test_what_is_no_question_of_ours_is_refused(
    as_: As, cora: User, draft: Commitment, name: str, value: str
) -> None:
    form = dismissal(section(as_(cora), draft))
    form.values[name] = [value]

    form.submit(expected=422)

    assert dismissals() == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [("x" * 201, "must be 200 characters or fewer. It has 201"), ("a\x00b", "cannot be stored")],
)
def test_a_bad_reason_is_shown_again_with_its_mistake_and_can_be_mended(
    as_: As, cora: User, draft: Commitment, typed: str, message: str
) -> None:
    form = dismissal(section(as_(cora), draft))
    form.values["reason"] = [typed]

    page = form.submit(expected=422)

    assert message in page.errors["reason"]
    assert dismissals() == []
    assert "vulnerable groups" in page.main
    after = page.form("Dismiss this question").fill(reason="It is the law's word").submit()
    assert after.heading == "The promise"
    assert [row.reason for row in dismissals()] == ["It is the law's word"]


def test_who_may_only_read_is_not_asked_and_cannot_dismiss(as_: As, vic: User, draft: Commitment) -> None:
    assert "Worth a second look" not in task_list(as_(vic), draft).main
    _post(as_(vic), draft, expected=403)
    assert dismissals() == []


def test_an_outsider_finds_nothing(as_: As, eve: User, paula: User, draft: Commitment) -> None:
    for outsider in (eve, paula):
        _post(as_(outsider), draft, expected=404)
    as_(eve).post(
        "commitments.dismiss_prompt",
        organisation="birch-college",
        commitment=draft.public_id,
        expected=404,
    )
    assert dismissals() == []


def test_a_commitment_that_never_was_is_not_there(as_: As, cora: User) -> None:
    as_(cora).post(
        "commitments.dismiss_prompt", organisation="alder-trust", commitment="zzzzzzzzzzzz", expected=404
    )


def _post(browser: CheckingClient, commitment: Commitment, *, expected: int) -> None:
    fields = {"answer": "statement", "family": "L4", "words": "vulnerable groups"}
    browser.post(
        "commitments.dismiss_prompt",
        fields,
        organisation="alder-trust",
        commitment=commitment.public_id,
        expected=expected,
    )


def test_a_dismissal_follows_the_commitment_and_is_never_rewritten(
    world: World, cora: User, draft: Commitment
) -> None:
    dismiss_prompt(
        draft, answer="statement", family="L4", words="vulnerable groups", reason=None, by=cora, now=NOW
    )
    row = dismissals()[0]
    session: Session = db.session
    row.reason = "Changed my mind"
    with pytest.raises(Exception, match="append-only"):
        session.flush()


def test_the_command_counts_dismissals_by_family_and_tells_nothing_else(
    app: Flask, as_: As, world: World, cora: User, draft: Commitment
) -> None:
    for family, reason in (("L4", "A private reason"), ("L13", None)):
        dismiss_prompt(
            draft, answer="statement", family=family, words="vulnerable", reason=reason, by=cora, now=NOW
        )
    dismiss_prompt(draft, answer="title", family="L4", words="other words", reason=None, by=cora, now=NOW)
    db.session.commit()

    counted = {
        family: (row.dismissed, row.with_reason, row.commitments)
        for family, row in count_dismissals().items()
    }

    assert counted.pop("L4") == (2, 1, 1)
    assert counted.pop("L13") == (1, 0, 1)
    assert set(counted.values()) == {(0, 0, 0)}
    output = app.test_cli_runner().invoke(args=["language", "dismissals"], catch_exceptions=False).output
    assert "L4   A label on people" in output
    assert len(output.splitlines()) == 17
    assert all(word not in output for word in ("private", "vulnerable", "Cora", "Alder"))
