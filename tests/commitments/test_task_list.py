"""The task list: for each section what is answered, what is still needed, and what is optional."""

from collections.abc import Callable

from equity_tracker.commitments.answers import LABELS, answers_of
from equity_tracker.commitments.sections import SECTION_FIELDS
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.readiness import Section
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_draft
from tests.support.page import Page, words
from tests.support.people import World

As = Callable[[User | None], CheckingClient]


def task_list(browser: CheckingClient, commitment: Commitment) -> Page:
    db.session.commit()
    return browser.get(
        "commitments.show_commitment", organisation="alder-trust", commitment=commitment.public_id
    )


def lines(page: Page, section: str) -> list[str]:
    for row in page.soup.select("main ul li"):
        if row.find(string=section):
            return [words(line) for line in row.select("p")]
    raise AssertionError(section)


def test_every_question_of_every_section_has_a_name() -> None:
    asked = {
        name for names in SECTION_FIELDS.values() for name in names if not name.endswith(("_name", "_person"))
    }
    assert asked - LABELS.keys() == set()


def test_a_section_says_what_is_needed_answered_and_optional(as_: As, cora: User, world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A living wage")
    page = task_list(as_(cora), draft)
    needed, answered, optional = lines(page, "The promise")
    assert needed == "Still needed: the full statement; the main domain"
    assert answered == "Answered: title"
    assert optional.startswith("Optional: kind; other domains; recommendation areas;")
    assert "full statement" not in optional
    assert lines(page, "What is new") == [
        "Still needed: whether it is new",
        "Optional: what would have happened anyway",
    ]


def test_once_it_has_what_a_commitment_needs_nothing_is_still_needed(
    as_: As, cora: User, world: World
) -> None:
    page = task_list(as_(cora), make_commitment(world.alder, world.programme, now=NOW))
    assert "Still needed" not in page.main
    answered, optional = lines(page, "When and how we will know")
    assert answered == "Answered: start date; end date; milestones"
    assert "deliverable" in optional


def test_any_one_way_to_check_it_will_do_and_none_of_them_is_called_optional_before(world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A living wage")
    timing = answers_of(draft, Section.TIMING)
    assert timing.needed == ["the end date", "a milestone, a measure or a deliverable anyone can check"]
    assert not {"milestones", "deliverable", "measures"} & set(timing.optional)
    draft.deliverable = "The clause"
    assert {"milestones", "measures"} <= set(answers_of(draft, Section.TIMING).optional)


def test_only_who_asks_others_to_act_is_asked_about_the_ask(world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="Ask ministers")
    draft.deliverable = "A letter"
    assert "the ask" not in answers_of(draft, Section.TIMING).optional
    draft.kind = "advocate"
    assert "the ask" in answers_of(draft, Section.TIMING).optional


def test_only_a_targeted_promise_is_asked_how_the_inequality_shrinks(world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A bus")
    assert "how the inequality shrinks" not in answers_of(draft, Section.ACTION).optional
    draft.distribution = "targeted_place"
    assert "how the inequality shrinks" in answers_of(draft, Section.ACTION).optional


def test_no_is_an_answer_too(world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A bus")
    draft.benefits_own_staff = False
    assert "own staff" in answers_of(draft, Section.INEQUALITY).given
