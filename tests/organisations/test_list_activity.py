from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.people import User
from equity_tracker.organisations.sentences import PHRASES
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_draft
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]


@pytest.fixture
def note(world: World) -> Callable[..., None]:
    """Return what writes a line into Alder's log."""

    def write(kind: ActivityKind, *, at: datetime = NOW, **fields: Any) -> None:
        fields = {"organisation_id": world.alder.id, "actor": world.cora} | fields
        db.session.add(Activity(kind=kind, at=at, **fields))
        db.session.commit()

    return write


def activity(as_: As, person: User, world: World, **arguments: Any) -> Page:
    return as_(person).get("organisations.list_activity", organisation=world.alder.slug, **arguments)


def lines(page: Page) -> list[str]:
    return [row[0] for row in page.table("Activity")]


def test_an_empty_log_says_what_will_stand_there(as_: As, vic: User, world: World) -> None:
    assert "Nothing here yet" in activity(as_, vic, world).main


def test_lines_are_told_in_sentences_newest_first(
    as_: As, vic: User, world: World, note: Callable[..., None]
) -> None:
    note(ActivityKind.COMMITMENT_REGISTERED, at=NOW - timedelta(days=1), subject_name="A promise")
    note(
        ActivityKind.MEMBER_ROLE_CHANGED,
        subject_name="Vic Viewer",
        actor=world.ada,
        before={"role": "viewer"},
        after={"role": "approver"},
    )
    note(ActivityKind.MEMBER_INVITED, subject_name="new@example.org", after={"role": "editor"})
    note(ActivityKind.ORGANISATION_CHANGED, subject_name="Alder Trust", after={"name": "A", "time_zone": "B"})
    note(ActivityKind.ORGANISATION_LEFT, subject_name="Alder Trust", programme_id=world.programme.id)
    note(ActivityKind.COMMITMENT_PUBLISHED, subject_name="A promise", actor=None)

    assert activity(as_, vic, world).table("Activity") == [
        ["The service published A promise.", "6 April 2026 at 10:00"],
        ["Cora Editor left Fairer Shore for the organisation.", "6 April 2026 at 10:00"],
        ["Cora Editor changed the settings: name, time zone.", "6 April 2026 at 10:00"],
        ["Cora Editor invited new@example.org as editor.", "6 April 2026 at 10:00"],
        ["Ada Admin changed the role of Vic Viewer from viewer to approver.", "6 April 2026 at 10:00"],
        ["Cora Editor began registering A promise.", "5 April 2026 at 10:00"],
    ]


def test_a_line_leads_to_the_commitment_it_is_about(
    as_: As, vic: User, world: World, note: Callable[..., None]
) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="Half done")
    db.session.flush()
    note(
        ActivityKind.COMMITMENT_EDITED,
        subject_kind="commitment",
        subject_id=draft.public_id,
        subject_name="Half done",
    )

    assert activity(as_, vic, world).link("Half done").follow().heading == "Half done"


def test_what_a_person_typed_is_not_in_the_log(
    as_: As, vic: User, world: World, note: Callable[..., None]
) -> None:
    note(
        ActivityKind.COMMITMENT_EDITED,
        subject_name="A promise",
        before={"rationale": "old words"},
        after={"rationale": "new words"},
    )

    assert "words" not in activity(as_, vic, world).response.text


@pytest.mark.parametrize("kind", ActivityKind)
def test_every_kind_of_line_has_a_sentence(
    as_: As, vic: User, world: World, note: Callable[..., None], kind: ActivityKind
) -> None:
    note(kind, subject_name="A name")

    (line,) = lines(activity(as_, vic, world))

    assert line.startswith("Cora Editor ")
    assert line.endswith(".")
    assert ("A name" in line) == ("{name}" in PHRASES[kind])


def test_a_long_log_is_read_page_by_page_without_a_gap(
    as_: As, vic: User, world: World, note: Callable[..., None]
) -> None:
    for number in range(60):
        note(ActivityKind.COMMITMENT_EDITED, subject_name=f"Promise {number}")
    seen = []

    page = activity(as_, vic, world)
    assert not page.has_link("← Newest")
    seen += lines(page)
    while page.has_link("Older"):
        page = page.link("Older").follow()
        seen += lines(page)

    assert seen == [f"Cora Editor edited Promise {number}." for number in reversed(range(60))]
    assert page.link("← Newest").follow().has_link("Older")


def test_a_cursor_that_is_none_of_ours_is_refused(as_: As, vic: User, world: World) -> None:
    activity(as_, vic, world, after="nonsense", expected=400)


def test_the_log_of_another_organisation_is_not_shown(
    as_: As, eve: User, world: World, note: Callable[..., None]
) -> None:
    note(ActivityKind.COMMITMENT_EDITED, subject_name="A promise")

    page = as_(eve).get("organisations.list_activity", organisation=world.birch.slug)

    assert "A promise" not in page.main


def test_on_a_narrow_screen_a_line_is_a_card_that_says_what_its_date_is(
    as_: As, vic: User, world: World, note: Callable[..., None]
) -> None:
    note(ActivityKind.ORGANISATION_CREATED)

    table = activity(as_, vic, world).soup.select_one("table.register")

    assert table is not None
    assert [cell.get("data-label") for cell in table.select("tbody td")] == [None, "When"]
