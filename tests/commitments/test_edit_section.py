"""The sections of the task list: saved at any point, checked as far as given, never lost."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from equity_tracker.model.readiness import Section, missing
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_draft, make_published
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
PAGE = "commitments.edit_section"


@pytest.fixture
def draft(world: World) -> Commitment:
    commitment = make_draft(world.alder, world.programme, now=NOW, title="A living wage")
    db.session.commit()
    return commitment


def open_section(browser: CheckingClient, commitment: Commitment, section: Section) -> Page:
    return browser.get(
        PAGE, organisation="alder-trust", commitment=commitment.public_id, section=section.value
    )


@pytest.mark.parametrize("section", list(Section))
def test_every_section_can_be_left_empty(as_: As, cora: User, draft: Commitment, section: Section) -> None:
    page = open_section(as_(cora), draft, section)
    page = page.form("Save and come back later").submit()
    assert page.heading == "A living wage"


def test_the_whole_task_list_can_be_worked_through_from_page_to_page(
    as_: As, cora: User, draft: Commitment
) -> None:
    page = open_section(as_(cora), draft, Section.PROMISE)
    answers: list[dict[str, object]] = [
        {
            "statement": "From April every new cleaning contract we let will require the real living wage.",
            "kind": "change_rule",
            "domain": "nhs_organisations",
        },
        {"inequality": "conditions", "determinants": ["money", "work"], "mechanisms": ["power_resources"]},
        {"level": "conditions", "distribution": "universal"},
        {"decision_power": "consulted"},
        {"owner": "Director of finance", "owner_name": "Frances Private"},
        {
            "ends_on__day": "31",
            "ends_on__month": "3",
            "ends_on__year": "2028",
            "milestones-0__title": "Clause agreed",
            "milestones-0__planned_on-day": "30",
            "milestones-0__planned_on-month": "6",
            "milestones-0__planned_on-year": "2026",
        },
        {"additionality": "new"},
    ]
    for given in answers:
        page = page.form("Save and continue").fill(**given).submit()
    assert "Everything a commitment needs is here" in page.main
    db.session.refresh(draft)
    assert missing(draft) == []
    assert draft.ends_on == date(2028, 3, 31)
    assert draft.determinants == ["money", "work"]
    assert [row.title for row in draft.milestones] == ["Clause agreed"]
    owner = draft.owner(OwnerRole.OWNER)
    assert owner is not None
    assert (owner.job_title, owner.name) == ("Director of finance", "Frances Private")


def test_what_was_saved_stands_in_the_form_again(as_: As, cora: User, world: World) -> None:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    before = {section: dict(_values(as_(cora), commitment, section)) for section in Section}
    for section in Section:
        open_section(as_(cora), commitment, section).form("Save and come back later").submit()
    assert before == {section: dict(_values(as_(cora), commitment, section)) for section in Section}
    kinds = [row.kind for row in db.session.scalars(select(Activity))]
    assert ActivityKind.COMMITMENT_EDITED not in kinds, "saving what was there changes nothing"


def _values(browser: CheckingClient, commitment: Commitment, section: Section) -> dict[str, list[str]]:
    values = open_section(browser, commitment, section).form("Save and continue").values
    hidden = {"csrf_token", "form_key", "version"}
    return {name: value for name, value in values.items() if name not in hidden}


def test_an_edit_leaves_a_line_that_says_what_changed(as_: As, cora: User, draft: Commitment) -> None:
    page = open_section(as_(cora), draft, Section.PROMISE)
    page.form("Save and continue").fill(title="A real living wage").submit()
    line = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.COMMITMENT_EDITED)).one()
    assert line.before == {"title": "A living wage"}
    assert line.after == {"title": "A real living wage"}
    assert line.actor_id == cora.id
    assert line.request_id


def test_a_second_editor_sees_both_texts_and_loses_nothing(
    as_: As, cora: User, ada: User, draft: Commitment
) -> None:
    mine = open_section(as_(cora), draft, Section.PROMISE).form("Save and continue")
    theirs = open_section(as_(ada), draft, Section.PROMISE).form("Save and continue")
    theirs.fill(title="Theirs").submit()
    page = mine.fill(title="Mine").submit(expected=409)
    assert [row[1:] for row in page.table("What each of you wrote")] == [["Theirs", "Mine"]]
    db.session.refresh(draft)
    assert draft.title == "Theirs"
    page.form("Replace theirs with mine").submit()
    db.session.refresh(draft)
    assert draft.title == "Mine"


def test_two_who_save_at_the_very_same_moment_do_not_overwrite_each_other(
    as_: As, cora: User, draft: Commitment
) -> None:
    """On PostgreSQL both may read before either writes; then only the database can tell."""
    public_id = draft.public_id
    form = open_section(as_(cora), draft, Section.PROMISE).form("Save and continue").fill(title="Mine")

    def collide(session: Session, *_: object) -> None:
        if any(isinstance(row, Commitment) for row in session.dirty):
            statement = text("UPDATE commitments SET version = version + 1 WHERE public_id = :public_id")
            session.connection().execute(statement, {"public_id": public_id})

    event.listen(Session, "before_flush", collide)
    try:
        page = form.submit(expected=409)
    finally:
        event.remove(Session, "before_flush", collide)
    assert page.heading == "Someone changed this since you opened it"
    assert page.fact("Title") == "Mine"
    db.session.refresh(draft)
    assert draft.title == "A living wage"


def test_a_wrong_date_is_refused_in_words_and_what_was_typed_stays(
    as_: As, cora: User, draft: Commitment
) -> None:
    page = open_section(as_(cora), draft, Section.TIMING)
    page = (
        page.form("Save and continue")
        .fill(ends_on__day="31", ends_on__month="2", ends_on__year="2027", deliverable="A signed clause")
        .submit(expected=422)
    )
    assert page.error_list == ["31 February 2027 is not a real date"]
    assert page.form("Save and continue").values["deliverable"] == ["A signed clause"]
    db.session.refresh(draft)
    assert draft.deliverable is None


def test_an_approval_that_is_still_to_come_is_refused(as_: As, cora: User, draft: Commitment) -> None:
    page = open_section(as_(cora), draft, Section.PROMISE)
    page = (
        page.form("Save and continue")
        .fill(approved_on__day="30", approved_on__month="6", approved_on__year="2027")
        .submit(expected=422)
    )
    assert page.error_list == ["The date of approval must not be in the future"]


def test_shared_decisions_need_a_named_body(as_: As, cora: User, draft: Commitment) -> None:
    page = open_section(as_(cora), draft, Section.PEOPLE)
    page = page.form("Save and continue").fill(decision_power="shared").submit(expected=422)
    assert page.error_list == ["Enter the body in which people decide"]


def test_fields_that_are_not_on_the_page_cannot_be_written(as_: As, cora: User, draft: Commitment) -> None:
    browser = as_(cora)
    form = open_section(browser, draft, Section.PROMISE).form("Save and continue")
    form.values |= {"organisation_id": ["2"], "lifecycle": ["published"], "reference": ["XX-1"]}
    form.submit()
    db.session.refresh(draft)
    assert (draft.lifecycle.value, draft.reference) == ("draft", None)


def test_a_published_commitment_is_not_edited_here(as_: As, cora: User, world: World) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    as_(cora).get(
        PAGE, organisation="alder-trust", commitment=commitment.public_id, section="promise", expected=303
    )


@pytest.mark.parametrize("section", ["nonsense", "../etc"])
def test_a_section_that_does_not_exist_is_not_found(
    as_: As, cora: User, draft: Commitment, section: str
) -> None:
    as_(cora).get_url(f"/o/alder-trust/commitments/{draft.public_id}/{section}", expected=404)


def test_a_viewer_reads_the_task_list_but_edits_nothing(as_: As, vic: User, draft: Commitment) -> None:
    page = as_(vic).get("commitments.show_commitment", organisation="alder-trust", commitment=draft.public_id)
    assert not page.has_link("Check and submit")
    as_(vic).get(
        PAGE, organisation="alder-trust", commitment=draft.public_id, section="promise", expected=403
    )


def test_an_outsider_cannot_tell_the_commitment_exists(as_: As, eve: User, draft: Commitment) -> None:
    for organisation in ("alder-trust", "birch-college"):
        as_(eve).get(
            PAGE,
            expected=404,
            organisation=organisation,
            commitment=draft.public_id,
            section="promise",
        )
