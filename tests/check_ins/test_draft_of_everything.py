"""Figures, themes and private notes on their way: kept in the draft, shown before sending, signed with it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.round_question import QuestionKind
from tests.check_ins.conftest import Ask
from tests.check_ins.test_draft import LATER, SEND, drafts, open_form
from tests.check_ins.test_preview import LOOK, told
from tests.check_ins.test_sign_check_in import page_of
from tests.support.client import CheckingClient
from tests.support.factories.measure import make_measure
from tests.support.factories.round_question import ask as asks
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
MORE = {
    "themes__0__theme": "reorganisation",
    "themes__0__direction": "hindering",
    "themes__0__note": "SECRET: both leads left.",
    "themes__0__is_private": "yes",
}


@pytest.fixture
def figure(promise: Commitment) -> str:
    """The input for the figure of the promise's measure."""
    measure = make_measure(readings=[2])
    promise.measures.append(measure)
    db.session.commit()
    return f"figure-{measure.public_id}-value"


def test_they_are_kept_as_typed_and_stand_there_again(
    as_: As, cora: User, promise: Commitment, figure: str
) -> None:
    open_form(as_(cora), promise).form(LATER).fill(**MORE, **{figure: "five or so"}).submit()
    page = open_form(as_(cora), promise)
    values = page.form(SEND).values
    assert values[figure] == ["five or so"]
    assert values["themes-0-note"] == ["SECRET: both leads left."]
    assert "Theme 1 Private" in page.main
    assert len(page.soup.select("details[open]")) == 2, "what holds something stands open"


def test_before_sending_figures_are_told_and_a_private_note_is_apart_from_its_theme(
    as_: As, cora: User, promise: Commitment, figure: str, typed: dict[str, str]
) -> None:
    page = open_form(as_(cora), promise).form(LOOK).fill(**typed, **MORE, **{figure: "5"}).submit()
    public = told(page)
    assert "reorganisation" in public.lower()
    assert "SECRET" not in public
    assert page.fact("What helped or hindered: Theme 1") == "SECRET: both leads left."
    assert page.fact(promise.measures[0].name) == "5"


def test_what_is_signed_has_its_figures_and_its_private_note(
    as_: As, world: World, promise: Commitment, figure: str, typed: dict[str, str]
) -> None:
    world.alder.signs_check_ins = True
    db.session.commit()
    form = open_form(as_(world.cora), promise).form("Send for signature")
    form.fill(**typed, **MORE, **{figure: "5"}).submit()
    (measure,) = promise.measures
    db.session.refresh(measure)
    assert len(measure.readings) == 1, "nothing is on record before it is signed"
    page_of("sign", as_(world.prue), promise).form(SEND).submit()
    assert drafts() == []
    db.session.expire_all()
    reading = promise.measures[0].readings[-1]
    assert (reading.value, reading.recorded_by) == (Decimal(5), world.cora)
    (theme,) = promise.check_ins[0].current.themes
    assert (theme.note, theme.is_private) == ("SECRET: both leads left.", True)


def test_what_a_round_asks_is_told_to_whom_the_round_said(
    as_: As, cora: User, promise: Commitment, ask: Ask, typed: dict[str, str]
) -> None:
    ask(date(2026, 4, 30)).questions = [
        asks("Who decided?", is_required=True),
        asks(
            "What came in time?", QuestionKind.CHOICE, number=2, choices=["Money", "Advice"], is_public=True
        ),
    ]
    db.session.commit()
    form = open_form(as_(cora), promise).form(LOOK).fill(**typed)
    page = form.fill(round_question_1="SECRET: one person.", round_question_2="Advice").submit()
    assert "SECRET" not in told(page)
    assert page.fact("Who decided?") == "SECRET: one person."
    assert page.form(SEND).submit().heading == "Check-in 1"
