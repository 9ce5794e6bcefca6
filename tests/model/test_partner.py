"""Partners: who is asked, who may answer, what an answer was given to, and what silence means."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import ASK_AGAIN_AFTER, Answer, Partner
from equity_tracker.model.partner_reading import give_reading
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.programme import Programme
from equity_tracker.model.status import PartnerState

NOW = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
LATER = NOW + timedelta(days=40)
BY_EVE: dict[str, Any] = {"now": NOW, "today": TODAY}
NOTHING: dict[str, Any] = {
    "agrees_on_aim": None,
    "aim": None,
    "level": None,
    "decision_power": None,
    "upstream_meanings": [],
    "note": None,
}


@pytest.fixture
def birch() -> Organisation:
    return Organisation(id=7, name="Birch College", slug="birch-college")


@pytest.fixture
def eve() -> User:
    return User(id=9, name="Eve Elsewhere")


@pytest.fixture
def partner(birch: Organisation) -> Partner:
    """Return Birch as partner in a submitted promise of Alder."""
    commitment = Commitment(
        id=3,
        public_id="abc",
        organisation=Organisation(id=1, name="Alder Trust", slug="alder-trust"),
        programme=Programme(id=2, name="Fairer Shore"),
        lifecycle=Lifecycle.SUBMITTED,
        title="Residents decide",
        statement="Residents decide on the fund.",
        level="structural",
        decision_power="community_led",
        upstream_meanings=["power_shift"],
    )
    row = Partner(
        organisation_id=1,
        programme_id=2,
        name=birch.name,
        partner_organisation=birch,
        partner_organisation_id=birch.id,
        role="partner",
        contribution="Trains the panel",
    )
    commitment.partners.append(row)
    return row


@pytest.fixture
def asked(partner: Partner) -> Partner:
    partner.ask(by=User(id=1), now=NOW, publication=None)
    return partner


def test_whoever_says_nothing_has_not_agreed(asked: Partner) -> None:
    assert asked.state is PartnerState.PROPOSED
    assert asked.awaits_answer


def test_a_body_outside_the_register_cannot_be_asked(partner: Partner) -> None:
    partner.partner_organisation = partner.partner_organisation_id = None
    assert partner.state is PartnerState.NOT_IN_REGISTER
    with pytest.raises(Refused, match="not in this register"):
        partner.ask(by=User(id=1), now=NOW, publication=None)


def test_nobody_is_asked_more_than_once_a_month(asked: Partner) -> None:
    with pytest.raises(Refused, match="again from 6 May 2026"):
        asked.ask(by=User(id=1), now=NOW + ASK_AGAIN_AFTER - timedelta(seconds=1), publication=None)
    asked.ask(by=User(id=1), now=NOW + ASK_AGAIN_AFTER, publication=None)
    assert asked.asked_at == NOW + ASK_AGAIN_AFTER


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSED, Lifecycle.ARCHIVED])
def test_nobody_is_asked_about_what_is_closed_or_archived(partner: Partner, lifecycle: Lifecycle) -> None:
    partner.commitment.lifecycle = lifecycle
    assert partner.why_not_ask(NOW) == f"The commitment is {lifecycle}."


def test_an_organisation_that_ended_is_not_asked(partner: Partner, birch: Organisation) -> None:
    birch.ended_on = TODAY
    assert partner.why_not_ask(NOW) == "Birch College ended on 6 April 2026."


def test_an_empty_draft_is_shown_to_nobody(partner: Partner) -> None:
    partner.commitment.statement = None
    assert "full statement" in (partner.why_not_ask(NOW) or "")


def test_only_the_organisation_that_was_named_answers(asked: Partner, eve: User) -> None:
    alder = asked.commitment.organisation
    with pytest.raises(Refused, match="named as partner"):
        asked.confirm(of=alder, by=eve, **BY_EVE)
    with pytest.raises(Refused, match="named as partner"):
        give_reading(asked, NOTHING | {"note": "x"}, of=alder, by=eve, **BY_EVE)
    assert asked.answer is None


def test_whoever_was_not_asked_cannot_answer(partner: Partner, birch: Organisation, eve: User) -> None:
    with pytest.raises(Refused, match="not been asked"):
        partner.confirm(of=birch, by=eve, **BY_EVE)


@pytest.mark.parametrize(
    ("role", "organisation_id", "may"),
    [
        (OrganisationRole.VIEWER, 7, False),
        (OrganisationRole.EDITOR, 7, True),
        (OrganisationRole.ADMIN, 7, True),
        (OrganisationRole.ADMIN, 1, False),
    ],
)
def test_only_those_who_may_speak_for_it_answer(
    asked: Partner, eve: User, role: OrganisationRole, organisation_id: int, *, may: bool
) -> None:
    member = Membership(user=eve, organisation_id=organisation_id, role=role)
    assert asked.may_be_answered_by(member) is may


def test_an_answer_says_to_which_text_it_was_given(asked: Partner, birch: Organisation, eve: User) -> None:
    asked.renew(publication=4)
    assert asked.confirm(of=birch, by=eve, **BY_EVE)
    assert (asked.answer, asked.answered_publication) == (Answer.CONFIRMED, 4)
    assert asked.changes_since_answer == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("statement", "the statement"),
        ("level", "the level of action"),
        ("role", "its role"),
        ("contribution", "what it contributes"),
    ],
)
def test_what_changes_after_the_answer_is_named(
    asked: Partner, birch: Organisation, eve: User, field: str, words: str
) -> None:
    asked.confirm(of=birch, by=eve, **BY_EVE)
    changed = asked if field in {"role", "contribution"} else asked.commitment
    setattr(changed, field, "other")
    assert asked.changes_since_answer == [words]
    assert asked.changes_shown_since_answer == [], "a draft is not read over its shoulder"
    asked.renew(publication=2)
    assert asked.changes_shown_since_answer == [words]


def test_whoever_confirmed_is_asked_again_only_about_another_text(
    asked: Partner, birch: Organisation, eve: User
) -> None:
    asked.confirm(of=birch, by=eve, **BY_EVE)
    assert asked.why_not_ask(LATER) == "Birch College has confirmed this text."
    asked.commitment.statement = "Residents advise on the fund."
    assert asked.why_not_ask(LATER) is None
    asked.ask(by=User(id=1), now=LATER, publication=None)
    assert asked.awaits_answer
    assert asked.state is PartnerState.CONFIRMED, "what was said stands until something else is said"


def test_the_same_answer_twice_says_nothing_new(asked: Partner, birch: Organisation, eve: User) -> None:
    assert asked.confirm(of=birch, by=eve, **BY_EVE)
    assert not asked.confirm(of=birch, by=eve, now=LATER, today=LATER.date())
    assert asked.answered_at == NOW
    assert asked.decline("Our board said no.", of=birch, by=eve, now=LATER, today=LATER.date())
    assert asked.state is PartnerState.DECLINED


def test_it_can_answer_when_the_commitment_is_closed_but_not_the_programme(
    asked: Partner, birch: Organisation, eve: User
) -> None:
    asked.commitment.lifecycle = Lifecycle.CLOSED
    assert asked.confirm(of=birch, by=eve, **BY_EVE)
    asked.commitment.programme.closed_on = TODAY
    with pytest.raises(Refused, match="programme is closed"):
        asked.decline("No.", of=birch, by=eve, **BY_EVE)


def test_a_reading_differs_only_where_both_have_spoken(
    asked: Partner, birch: Organisation, eve: User
) -> None:
    reading = give_reading(asked, NOTHING | {"decision_power": "consulted"}, of=birch, by=eve, **BY_EVE)
    assert reading is not None
    claim = {"level": "structural", "decision_power": "community_led", "upstream_meanings": ["power_shift"]}
    assert reading.differs_on(claim) == ["decision_power"]
    assert reading.differs_on(claim | {"decision_power": None}) == []
    assert asked.state is PartnerState.PROPOSED, "to read is not to agree"


def test_a_reading_that_disagrees_on_everything_says_so(
    asked: Partner, birch: Organisation, eve: User
) -> None:
    says = {
        "agrees_on_aim": False,
        "aim": "To mend homes",
        "level": "circumstances",
        "decision_power": "consulted",
        "upstream_meanings": ["prevention"],
        "note": None,
    }
    reading = give_reading(asked, says, of=birch, by=eve, **BY_EVE)
    assert reading is not None
    claim = {"level": "structural", "decision_power": "community_led", "upstream_meanings": ["power_shift"]}
    assert reading.differs_on(claim) == ["aim", "level", "decision_power", "upstream_meanings"]


def test_every_version_of_a_reading_is_kept(asked: Partner, birch: Organisation, eve: User) -> None:
    give_reading(asked, NOTHING | {"level": "community"}, of=birch, by=eve, **BY_EVE)
    assert give_reading(asked, NOTHING | {"level": "community"}, of=birch, by=eve, **BY_EVE) is None
    give_reading(asked, NOTHING | {"level": "conditions"}, of=birch, by=eve, **BY_EVE)
    assert [(row.number, row.level) for row in asked.readings] == [(1, "community"), (2, "conditions")]
    assert asked.reading is asked.readings[-1]


def test_a_reading_says_something(asked: Partner, birch: Organisation, eve: User) -> None:
    with pytest.raises(Refused, match="at least one"):
        give_reading(asked, NOTHING, of=birch, by=eve, **BY_EVE)
    with pytest.raises(Refused, match="in your words"):
        give_reading(asked, NOTHING | {"agrees_on_aim": False}, of=birch, by=eve, **BY_EVE)
