"""Check-ins sent by systems: the rules of the page, the signature of people, the approval of coordinators."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.round import RoundState
from tests.api.conftest import Read
from tests.api.systems import CHECK_IN, System, faults
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_draft, make_published
from tests.support.factories.draft import make_draft_of_check_in
from tests.support.factories.measure import make_measure
from tests.support.factories.programme import make_round
from tests.support.factories.round_question import ask
from tests.support.people import World

TODAY = NOW.date()


@pytest.fixture
def promise(public_world: World) -> Commitment:
    return make_published(public_world.alder, public_world.programme, now=NOW)


def sent(commitment: Commitment) -> list[CheckIn]:
    db.session.expire_all()
    own = CheckIn.organisation_id == commitment.organisation_id
    return list(db.session.scalars(select(CheckIn).where(own).order_by(CheckIn.number)).all())


def place(commitment: Commitment) -> str:
    return f"/commitments/{commitment.public_id}/check-ins"


def test_a_check_in_is_public_at_once_where_nobody_signs_or_approves(
    system: System, read: Read, promise: Commitment
) -> None:
    said = CHECK_IN | {
        "themes": [{"theme_code": "funding", "direction_code": "helping", "note": "A grant"}],
        "evidence": [
            {
                "title": "The contract",
                "url": "https://www.example.org/contract",
                "kind_code": "contract_clause",
                "strength_code": "document",
            }
        ],
    }

    answer = system.post(place(promise), said)

    assert (answer["state_code"], answer["number"]) == ("public", 1)
    shown = read(f"/commitments/{promise.public_id}")["check_ins"][0]
    assert {name: shown[name] for name in CHECK_IN} == CHECK_IN
    assert (shown["themes"][0]["note"], shown["evidence"][0]["title"]) == ("A grant", "The contract")


def test_what_is_marked_private_stays_private(system: System, read: Read, promise: Commitment) -> None:
    rows = [{"addressee_code": "funder", "what": "zz-private ask", "is_private": True}]

    system.post(place(promise), CHECK_IN | {"asks": rows})

    assert "zz-private" not in str(read(f"/commitments/{promise.public_id}"))
    assert sent(promise)[0].current.asks[0].what == "zz-private ask"


def test_an_approver_signs_first_where_the_organisation_wants_it(
    system: System, read: Read, promise: Commitment, public_world: World
) -> None:
    public_world.alder.signs_check_ins = True
    db.session.commit()

    answer = system.post(place(promise), CHECK_IN)

    assert (answer["state_code"], answer["id"]) == ("awaits_signature", None)
    assert sent(promise) == []
    assert read(f"/commitments/{promise.public_id}")["check_ins"] == []
    [waiting] = system.get(place(promise))["items"]
    assert waiting == answer
    draft = db.session.scalars(
        select(CheckInDraft).where(CheckInDraft.organisation_id == promise.organisation_id)
    ).one()
    assert draft.sent_by_name == "Planning system, through the API"


def test_an_approver_can_sign_what_a_system_sent(
    system: System, promise: Commitment, public_world: World, as_: object
) -> None:
    public_world.alder.signs_check_ins = True
    db.session.commit()
    system.post(place(promise), CHECK_IN)

    prue: CheckingClient = as_(public_world.prue)  # type: ignore[operator]
    page = prue.get("check_ins.sign_check_in", organisation="alder-trust", commitment=promise.public_id)
    assert "Planning system, through the API" in page.main
    page.form("Sign and send").submit()

    [check_in] = sent(promise)
    signature = check_in.current.signature
    assert signature is not None
    assert signature.signed_by.name == "Prue Approver"
    assert check_in.current.submitted_by.name == "Planning system, through the API"
    assert system.get(place(promise))["items"][0]["state_code"] == "public"


def test_coordinators_approve_first_where_the_programme_wants_it(
    system: System, read: Read, promise: Commitment, public_world: World
) -> None:
    public_world.programme.review_mode = ReviewMode.APPROVE
    db.session.commit()

    assert system.post(place(promise), CHECK_IN)["state_code"] == "awaits_approval"
    assert read(f"/commitments/{promise.public_id}")["check_ins"] == []


def test_nothing_is_mailed_to_a_system(system: System, promise: Commitment) -> None:
    system.post(place(promise), CHECK_IN)

    assert [row for row in db.session.scalars(select(OutgoingEmail.recipient)) if "invalid" in row] == []


@pytest.mark.parametrize(
    ("said", "field", "says"),
    [
        ({"outlook_code": None}, "outlook_code", "Choose what you expect"),
        ({"outlook_code": "splendid"}, "outlook_code", "Choose"),
        ({"why": "x" * 1_001}, "why", "1,000 characters or fewer"),
        ({"next_step_on": "2026-13-01"}, "next_step_on", "between 1 and 12"),
        ({"next_step_on": "2026-01-31"}, "next_step_on", "next step"),
        ({"elsewhere_title": "Annual report"}, "elsewhere_url", "Enter the web address"),
        ({"evidence": [{"title": "x"}]}, "evidence.0.url", "Enter the web address"),
        ({"evidence": [{"file": "x"}]}, "evidence.0.file", "no such field"),
        ({"themes": [{"theme_code": "funding"}]}, "themes.0.direction_code", "Choose whether it helped"),
        ({"signed_by": "me"}, "signed_by", "no such field"),
    ],
)
def test_the_rules_are_those_of_the_page(
    system: System, promise: Commitment, said: dict[str, object], field: str, says: str
) -> None:
    problem = system.post(place(promise), CHECK_IN | said, expected=422)

    assert field in faults(problem)
    assert says in faults(problem)[field]
    assert sent(promise) == []


def test_figures_and_what_the_round_asks_are_told_and_taken(system: System, public_world: World) -> None:
    measure = make_measure(baseline=None)
    promise = make_published(public_world.alder, public_world.programme, now=NOW, measures=[measure])
    round_ = make_round(
        public_world.programme, number=1, due_on=TODAY + timedelta(days=10), state=RoundState.OPEN
    )
    round_.questions = [ask("What would help?", programme_id=public_world.programme.id)]
    db.session.add(promise.expect_check_in(round_))
    db.session.commit()
    figure = f"figure_{measure.public_id}_value"
    asked = system.get(f"{place(promise)}/questions")["schema"]["properties"]
    [question] = [name for name in asked if name.startswith("round_")]
    assert figure in asked

    system.post(place(promise), CHECK_IN | {figure: 61.5, question: "A second year"})

    [check_in] = sent(promise)
    assert [answer.in_words for answer in check_in.current.round_answers] == ["A second year"]
    assert str(promise.measures[0].readings[-1].value).startswith("61.5")


def test_what_a_colleague_is_writing_is_not_overtaken(
    system: System, promise: Commitment, public_world: World
) -> None:
    make_draft_of_check_in(promise, by=public_world.cora, now=NOW, why=["Half a sentence"])
    db.session.commit()

    problem = system.post(place(promise), CHECK_IN, expected=409)

    assert "Cora Editor" in problem["detail"]
    assert sent(promise) == []


def test_a_draft_takes_no_check_in(system: System, public_world: World) -> None:
    draft = make_draft(public_world.alder, public_world.programme, now=NOW)
    db.session.commit()

    problem = system.post(place(draft), CHECK_IN, expected=409)

    assert "not published yet" in problem["detail"]


def test_what_is_due_is_told_the_first_due_first(system: System, public_world: World) -> None:
    for days, title in ((20, "Later"), (10, "Sooner")):
        promise = make_published(public_world.alder, public_world.programme, now=NOW, title=title)
        round_ = make_round(
            public_world.programme, number=days, due_on=TODAY + timedelta(days=days), state=RoundState.OPEN
        )
        db.session.add(promise.expect_check_in(round_))
        db.session.flush()
        refresh_register_entry(promise, now=NOW)
    db.session.commit()

    rows = system.get("/check-ins/due")["items"]

    assert [row["title"] for row in rows] == ["Sooner", "Later"]
    assert rows[0]["due_on"] == str(TODAY + timedelta(days=10))
    assert rows[0]["reason"].startswith("Due")
