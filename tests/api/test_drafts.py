"""POST and PATCH /api/v1/organisation/commitments: drafts, by the rules and with the words of their forms."""

import pytest
from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from tests.api.systems import DRAFT, System, faults
from tests.conftest import NOW
from tests.support.factories.commitment import make_commitment, make_draft, make_published
from tests.support.factories.partner import name_partner
from tests.support.people import World


def drafts(world: World) -> list[Commitment]:
    db.session.expire_all()
    return list(
        db.session.scalars(select(Commitment).where(Commitment.organisation_id == world.alder.id)).all()
    )


def test_a_draft_is_begun_with_as_many_answers_as_there_are(system: System, world: World) -> None:
    said = DRAFT | {
        "domain_code": "nhs_organisations",
        "determinants_code": ["money", "work"],
        "benefits_own_staff": True,
        "level_code": "structural",
        "owner": "Director of finance",
        "starts_on": "2026-05-01",
        "ends_on": "2027-Q1",
        "milestones": [{"title": "Clause agreed", "planned_on": "2026-09"}],
    }

    made = system.post("/commitments", said)

    [draft] = drafts(world)
    assert (draft.public_id, draft.title, draft.domain) == (made["id"], DRAFT["title"], "nhs_organisations")
    assert (draft.determinants, draft.benefits_own_staff) == (["money", "work"], True)
    assert (str(draft.ends_on), draft.ends_precision) == ("2027-03-31", "quarter")
    assert draft.milestones[0].planned_precision == "month"
    assert made["state_code"] == "draft"
    assert {name: made["answers"][name] for name in said if name != "programme_slug"} == {
        name: value for name, value in said.items() if name != "programme_slug"
    }
    assert "Which inequality" in " ".join(made["needed"])


def test_the_answer_says_where_it_is_and_at_which_version(system: System) -> None:
    answer = system.ask("POST", "/commitments", DRAFT, headers={"Idempotency-Key": "one"})

    assert answer.location is not None
    again = system.browser.get(answer.location, headers=system.headers)
    assert (again.json, again.headers["ETag"]) == (answer.json, answer.headers["ETag"])


@pytest.mark.parametrize(
    ("said", "field", "says"),
    [
        ({"title": ""}, "title", "Enter a title"),
        ({"title": " \u200b "}, "title", "Enter a title"),
        ({"title": "x" * 201}, "title", "must be 200 characters or fewer. It has 201"),
        ({"title": "a\u0000b"}, "title", "cannot be stored"),
        ({"title": 7}, "title", "Enter a title"),
        ({"statement": 7}, "statement", "Give a text"),
        ({"statement": "x" * 10_001}, "statement", "10,000 characters or fewer"),
        ({"domain_code": "splendid"}, "domain_code", "Choose"),
        ({"determinants_code": "money"}, "determinants_code", "Give a list of texts"),
        ({"determinants_code": ["money", "work", "food", "housing"]}, "determinants_code", "no more than 3"),
        ({"ends_on": "2027-02-31"}, "ends_on", "not a real date"),
        ({"ends_on": "soon"}, "ends_on", "Give a date like"),
        ({"starts_on": "2027-05"}, "starts_on", "Give a date like 2026-05-03"),
        ({"source_url": "javascript:alert(1)"}, "source_url", "https://"),
        ({"milestones": [{"title": "No day"}]}, "milestones.0.planned_on", "Enter"),
        ({"milestones": [{"titel": "x"}]}, "milestones.0.titel", "no such field"),
        ({"milestones": [{}]}, "milestones.0", "says nothing"),
        ({"milestones": {"title": "x"}}, "milestones", "list of objects"),
        ({"benefits_own_staff": "yes"}, "benefits_own_staff", "true or false"),
        ({"how_inequality_shrinks": "It does."}, "how_inequality_shrinks", "does not arise"),
        ({"lifecycle": "published"}, "lifecycle", "no such field"),
        ({"organisation_id": 1}, "organisation_id", "no such field"),
        ({"partners": []}, "partners", "no such field"),
    ],
)
def test_what_the_form_would_refuse_is_refused_by_name_and_nothing_is_kept(
    system: System, world: World, said: dict[str, object], field: str, says: str
) -> None:
    problem = system.post("/commitments", DRAFT | said, expected=422)

    assert list(faults(problem)) == [field]
    assert says in faults(problem)[field]
    assert drafts(world) == []


def test_every_fault_is_named_at_once(system: System) -> None:
    problem = system.post(
        "/commitments", DRAFT | {"domain_code": "x", "level_code": "y", "colour": "z"}, expected=422
    )

    assert set(faults(problem)) == {"domain_code", "level_code", "colour"}


def test_a_change_leaves_everything_else_as_it_was(system: System, world: World) -> None:
    draft = make_commitment(world.alder, world.programme, now=NOW, determinants=["money"], level="community")
    name_partner(draft, world.birch)
    db.session.commit()

    changed = system.patch(
        f"/commitments/{draft.public_id}",
        {"level_code": "structural", "forum": "Board"},
        version=draft.version,
    )

    [stored] = drafts(world)
    assert (stored.level, stored.forum, stored.determinants) == ("structural", "Board", ["money"])
    assert [partner.name for partner in stored.partners] == ["Birch College"]
    assert changed["answers"]["level_code"] == "structural"


def test_null_takes_an_answer_away(system: System, world: World) -> None:
    draft = make_commitment(world.alder, world.programme, now=NOW, place="Shore")
    db.session.commit()

    system.patch(f"/commitments/{draft.public_id}", {"place": None}, version=draft.version)

    assert drafts(world)[0].place is None


def test_a_change_of_what_has_changed_is_refused_with_what_stands(system: System, world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="As Cora left it")
    db.session.commit()

    problem = system.patch(
        f"/commitments/{draft.public_id}", {"title": "As the system would have it"}, version=99, expected=412
    )

    assert problem["current"]["answers"]["title"] == "As Cora left it"
    assert drafts(world)[0].title == "As Cora left it"


def test_a_change_says_which_version_it_was_made_from(system: System, world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW)
    db.session.commit()

    for sent in ({}, {"If-Match": "*"}, {"If-Match": "W/1"}):
        answer = system.ask("PATCH", f"/commitments/{draft.public_id}", {"place": "x"}, headers=sent)
        assert answer.status_code == 428


def test_two_changes_one_after_the_other_go_by_the_etag(system: System) -> None:
    made = system.ask("POST", "/commitments", DRAFT, headers={"Idempotency-Key": "one"})
    assert made.json is not None
    place = f"/commitments/{made.json['id']}"
    first = system.ask(
        "PATCH",
        place,
        {"level_code": "structural", "place": "Shore"},
        headers={"If-Match": made.headers["ETag"]},
    )
    late = system.ask("PATCH", place, {"place": "Elsewhere"}, headers={"If-Match": made.headers["ETag"]})
    second = system.ask("PATCH", place, {"place": "Harbour"}, headers={"If-Match": first.headers["ETag"]})

    assert [answer.status_code for answer in (first, late, second)] == [200, 412, 200]
    assert late.headers["ETag"] == first.headers["ETag"]


def test_what_has_been_submitted_is_changed_on_its_pages_only(system: System, world: World) -> None:
    published = make_published(world.alder, world.programme, now=NOW)

    problem = system.patch(
        f"/commitments/{published.public_id}", {"title": "Other"}, version=published.version, expected=409
    )

    assert "submitted" in problem["detail"]


def test_the_list_has_one_s_own_with_what_became_of_each(system: System, world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW)
    published = make_published(world.alder, world.programme, now=NOW)
    make_draft(world.birch, world.programme, now=NOW)
    db.session.commit()

    rows = system.get("/commitments")["items"]

    assert {row["id"]: (row["state_code"], row["is_editable"]) for row in rows} == {
        draft.public_id: ("draft", True),
        published.public_id: ("published", False),
    }
    first = system.get("/commitments?limit=1")
    following = first["next"].removeprefix("http://127.0.0.1:8000/api/v1/organisation")
    assert len(system.get(following)["items"]) == 1


def test_a_change_leaves_one_line_for_each_section_and_no_other(system: System, world: World) -> None:
    draft = make_commitment(world.alder, world.programme, now=NOW, level="community", place=None)
    db.session.commit()

    said = {"level_code": "structural", "place": "Shore"}
    system.patch(f"/commitments/{draft.public_id}", said, version=draft.version)

    lines = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.COMMITMENT_EDITED)).all()
    assert sorted(str(line.after) for line in lines) == ["{'level': 'structural'}", "{'place': 'Shore'}"]


def test_a_closed_programme_takes_no_draft(system: System, world: World) -> None:
    world.programme.closed_on = NOW.date()
    db.session.commit()

    system.post("/commitments", DRAFT, expected=422)

    assert db.session.scalar(select(func.count()).select_from(Commitment)) == 0
