"""What a token opens, for whom and for how long; and that nothing else does."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.api_token import ApiToken, Scope
from equity_tracker.model.commitment import Commitment
from equity_tracker.web import throttle
from equity_tracker.web.throttle import Limit
from tests.api.systems import CHECK_IN, DRAFT, PLACE, System, faults
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.api_token import make_token
from tests.support.factories.commitment import make_draft, make_published
from tests.support.people import World

AsSystem = Callable[[str | None], System]


def test_without_a_token_nothing_opens_and_the_answer_says_what_to_send(
    as_system: AsSystem, world: World
) -> None:
    answer = as_system(None).ask("GET", "/commitments")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Equity Tracker"'


@pytest.mark.parametrize("token", ["eqt_" + "x" * 43, "eqt_short", "something else", "eqt_" + "x" * 42 + "é"])
def test_what_is_no_token_opens_nothing(as_system: AsSystem, world: World, token: str) -> None:
    answer = as_system(token).ask("GET", "/commitments")

    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert token not in answer.text


def test_a_session_never_authorises_what_systems_do(world: World, as_: Callable[..., CheckingClient]) -> None:
    for method in ("GET", "POST"):
        answer = as_(world.ada).browser.open(f"{PLACE}/commitments", method=method, json=DRAFT)
        assert answer.status_code == 401


def test_cookies_beside_a_token_change_nothing(
    as_system: AsSystem, world: World, as_: Callable[..., CheckingClient]
) -> None:
    secret, _ = make_token(world.birch, by=world.eve, now=NOW)
    make_draft(world.alder, world.programme, now=NOW)
    db.session.commit()
    browser = as_(world.ada).browser

    answer = browser.get(f"{PLACE}/commitments", headers={"Authorization": f"Bearer {secret}"})

    assert answer.json == {"items": [], "next": None}


def test_a_token_that_was_ended_or_has_run_out_is_refused(as_system: AsSystem, world: World) -> None:
    ended, row = make_token(world.alder, by=world.ada, now=NOW, name="Ended")
    row.revoke(by=world.ada, now=NOW)
    db.session.commit()
    running, _ = make_token(world.alder, by=world.ada, now=NOW, months=1)

    assert as_system(ended).ask("GET", "/commitments").status_code == 401
    assert as_system(running).ask("GET", "/commitments").status_code == 200
    with clock.fixed(NOW + timedelta(days=31)):
        assert as_system(running).ask("GET", "/commitments").status_code == 401


def test_a_token_ends_with_its_organisation(as_system: AsSystem, world: World) -> None:
    secret, _ = make_token(world.alder, by=world.ada, now=NOW)
    world.alder.ended_on = NOW.date()
    db.session.commit()

    assert as_system(secret).ask("GET", "/commitments").status_code == 401


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        (Scope.WRITE_DRAFTS, "GET", "/commitments"),
        (Scope.READ, "POST", "/commitments"),
        (Scope.WRITE_CHECK_INS, "POST", "/commitments"),
        (Scope.WRITE_DRAFTS, "POST", "/commitments/{}/check-ins"),
        (Scope.READ, "PATCH", "/commitments/{}"),
        (Scope.WRITE_CHECK_INS, "GET", "/check-ins/due"),
    ],
)
def test_a_token_opens_its_scopes_and_no_other(
    as_system: AsSystem, world: World, scope: Scope, method: str, path: str
) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW)
    secret, _ = make_token(world.alder, by=world.ada, now=NOW, scopes=[scope])

    answer = as_system(secret).ask(
        method,
        path.format(commitment.public_id),
        CHECK_IN,
        headers={"Idempotency-Key": "k", "If-Match": '"1"'},
    )

    assert answer.status_code == 403
    assert "insufficient_scope" in answer.headers["WWW-Authenticate"]


def test_what_belongs_to_others_is_as_unknown_as_what_does_not_exist(system: System, world: World) -> None:
    theirs = make_published(world.birch, world.programme, now=NOW)
    for method, below, said in (
        ("GET", "", None),
        ("PATCH", "", {"title": "Ours now"}),
        ("GET", "/check-ins", None),
        ("GET", "/check-ins/questions", None),
        ("POST", "/check-ins", CHECK_IN),
    ):
        headers = {"Idempotency-Key": f"{method}{below}", "If-Match": '"1"'}
        seen = [
            system.ask(method, f"/commitments/{name}{below}", said, headers=headers)
            for name in (theirs.public_id, "zzzzzzzzzzzz")
        ]
        assert [answer.status_code for answer in seen] == [404, 404]
        said_of = [{**answer.json, "instance": ""} for answer in seen]  # type: ignore[dict-item]
        assert said_of[0] == said_of[1]


def test_the_day_it_was_last_used_is_noted(system: System, world: World) -> None:
    system.get("/commitments")

    assert _row(world).last_used_on == NOW.date()


def _row(world: World) -> ApiToken:
    db.session.expire_all()
    return db.session.scalars(select(ApiToken).where(ApiToken.organisation_id == world.alder.id)).one()


def test_guesses_are_slowed_down_and_a_good_token_still_works(
    as_system: AsSystem, system: System, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    within = throttle.API_TOKEN_BY_NETWORK.within
    monkeypatch.setattr(throttle, "API_TOKEN_BY_NETWORK", Limit("api token by network", 2, within))
    guesses = [as_system("eqt_" + "x" * 43).ask("GET", "/commitments") for _ in range(3)]

    assert [answer.status_code for answer in guesses] == [401, 401, 429]
    assert "Retry-After" in guesses[2].headers
    assert system.ask("GET", "/commitments").status_code == 200


def test_a_token_has_a_limit_of_its_own(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "API_BY_TOKEN", Limit("api by token", 1, throttle.API_BY_TOKEN.within))

    assert [system.ask("GET", "/commitments").status_code for _ in range(2)] == [200, 429]


def test_a_refused_token_is_noted_and_never_written_down(
    as_system: AsSystem, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    secret, row = make_token(world.alder, by=world.ada, now=NOW)
    row.revoke(by=world.ada, now=NOW)
    db.session.commit()

    with caplog.at_level(logging.INFO):
        answer = as_system(secret).ask("GET", "/commitments")

    refused = [line for line in caplog.records if line.name == "equity_tracker.security"]
    assert [line.__dict__["fields"]["token"] for line in refused] == [row.public_id]
    assert secret not in caplog.text + answer.text + str([line.__dict__ for line in caplog.records])


def test_whatever_a_system_does_stands_in_the_log_under_its_name(system: System, world: World) -> None:
    made = system.post("/commitments", DRAFT)

    line = db.session.scalars(
        select(Activity).where(Activity.kind == ActivityKind.COMMITMENT_REGISTERED)
    ).one()
    assert line.actor is not None
    assert line.actor.name == "Planning system, through the API"
    assert line.subject_id == made["id"]


def test_nobody_can_sign_in_as_a_system(
    system: System, world: World, as_: Callable[..., CheckingClient]
) -> None:
    author = _row(world).author
    for password in ("not chosen", ""):
        page = as_(None).post("accounts.sign_in", {"email": author.email, "password": password}, expected=422)
        assert page.error_list
    assert author.memberships == []


def test_no_other_site_s_page_can_write(system: System, world: World) -> None:
    answer = system.browser.open(
        f"{PLACE}/commitments",
        method="POST",
        json=DRAFT,
        headers=system.headers | {"Idempotency-Key": "k", "Origin": "https://elsewhere.example"},
    )

    assert answer.status_code == 403
    assert answer.mimetype == "application/problem+json"
    assert (
        db.session.scalar(select(Commitment.id).where(Commitment.organisation_id == world.alder.id)) is None
    )


def test_a_form_of_a_browser_is_no_way_in(system: System) -> None:
    answer = system.browser.post(
        f"{PLACE}/commitments", data=DRAFT, headers=system.headers | {"Idempotency-Key": "k"}
    )

    assert answer.status_code == 415


def test_the_programme_has_to_be_one_s_own(system: System, world: World) -> None:
    problem = system.post("/commitments", DRAFT | {"programme_slug": "other-work"}, expected=422)

    assert faults(problem) == {
        "programme_slug": "Choose one of the programmes your organisation takes part in"
    }
