"""Taking a change back: the published text stands alone again."""

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.amendment import open_amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from tests.commitments.amended import As, open_change, open_section, promises, send, write
from tests.conftest import NOW
from tests.support.factories.commitment import make_published
from tests.support.people import World

DROP = "Drop this change"


@pytest.fixture
def promise(world: World) -> Commitment:
    world.programme.review_mode = ReviewMode.APPROVE
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    return commitment


def test_the_sections_show_the_published_text_again(as_: As, cora: User, promise: Commitment) -> None:
    send(promise, cora, level="circumstances")
    page = open_change(as_(cora), promise).link(DROP).follow()
    assert "now Circumstances" in page.main
    page = page.form(DROP).submit()
    assert "The published text stands as it was." in page.flash
    assert open_section(as_(cora), promise, "action").form("Save and read the change").values["level"] == [
        "conditions"
    ]
    assert len(promises(promise)) == 1
    kinds = list(db.session.scalars(select(Activity.kind)))
    assert kinds == [ActivityKind.AMENDMENT_WITHDRAWN]


def test_the_next_change_has_the_next_number(as_: As, cora: User, promise: Commitment) -> None:
    send(promise, cora, level="circumstances")
    open_change(as_(cora), promise).link(DROP).follow().form(DROP).submit()
    write(promise, cora, title="Another")
    assert [(row.number, row.is_open) for row in promise.amendments] == [(1, False), (2, True)]


def test_what_a_colleague_has_written_since_is_not_dropped_unseen(
    as_: As, cora: User, ada: User, promise: Commitment
) -> None:
    write(promise, cora, level="circumstances")
    form = open_change(as_(cora), promise).link(DROP).follow().form(DROP)
    write(promise, ada, title="Ada's words")
    page = form.submit(expected=409)
    assert "now Ada's words" in page.main
    page.form(DROP).submit()
    assert open_amendment(promise) is None


def test_dropping_twice_says_that_it_is_gone(as_: As, cora: User, promise: Commitment) -> None:
    write(promise, cora, level="circumstances")
    form = open_change(as_(cora), promise).link(DROP).follow().form(DROP)
    form.submit()
    page = form.submit(expected=409)
    assert page.error_list == ["There is no change here now: a colleague has published it or taken it back."]


def test_without_a_change_there_is_nothing_to_drop(as_: As, cora: User, promise: Commitment) -> None:
    as_(cora).get(
        "commitments.withdraw_amendment",
        organisation="alder-trust",
        commitment=promise.public_id,
        expected=303,
    )


def test_it_can_be_dropped_after_the_programme_closed(as_: As, cora: User, promise: Commitment) -> None:
    send(promise, cora, level="circumstances")
    promise.programme.close("It ends here.", today=NOW.date())
    db.session.commit()
    page = as_(cora).get(
        "commitments.withdraw_amendment", organisation="alder-trust", commitment=promise.public_id
    )
    page.form(DROP).submit()
    assert open_amendment(promise) is None
