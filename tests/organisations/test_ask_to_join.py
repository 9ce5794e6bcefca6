"""Asking to join an organisation from its public page, and what its admins answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.join_request import JoinAnswer, JoinRequest
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import Invitation, Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.publishing import publish_organisation
from equity_tracker.web.pagination import PAGE_SIZE
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import FilledForm, Page
from tests.support.people import World, make_member

As = Callable[[User | None], CheckingClient]
ASKED: dict[str, Any] = {
    "name": "Nora New",
    "email": "Nora.New@example.org",
    "job_title": "Policy lead",
    "note": "I look after our commitments.",
}


@pytest.fixture
def public_alder(world: World) -> Organisation:
    row = publish_organisation(world.alder, None, now=NOW, today=NOW.date(), visible_from=NOW.date())
    db.session.add(row)
    db.session.commit()
    return world.alder


@pytest.fixture
def ask(as_: As, public_alder: Organisation) -> Callable[..., Page]:
    """Send the form, as nobody unless somebody is named."""

    def asked(person: User | None = None, **changes: Any) -> Page:
        page = as_(person).get("joining.ask_to_join", slug=public_alder.slug)
        return page.form("Send the request").fill(**ASKED | changes).submit()

    return asked


def requests_of(organisation: Organisation) -> list[JoinRequest]:
    return list(
        db.session.scalars(
            select(JoinRequest)
            .where(JoinRequest.organisation_id == organisation.id)
            .order_by(JoinRequest.id)
            .execution_options(populate_existing=True)
        )
    )


def mails() -> list[OutgoingEmail]:
    return list(db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)))


def answer_form(as_: As, world: World) -> FilledForm:
    team = as_(world.ada).get("organisations.list_members", organisation=world.alder.slug)
    return team.link("Invite or decline").follow().form("Send the answer")


def test_a_public_page_leads_to_it_and_the_admins_hear_of_it_once(
    as_: As, public_alder: Organisation, world: World
) -> None:
    page = as_(None).get_url(f"/organisations/{public_alder.slug}").link("Ask to join its team").follow()

    sent = page.form("Send the request").fill(**ASKED).submit()

    assert "Your request is sent" in sent.flash
    [request] = requests_of(public_alder)
    assert (request.name, request.email, request.job_title) == (
        "Nora New",
        "nora.new@example.org",
        "Policy lead",
    )
    [mail] = mails()
    assert (mail.name, mail.recipient) == ("join_requested", world.ada.email)
    assert mail.context["note"] == ASKED["note"]


@pytest.mark.parametrize("email", ["cora.editor@example.org", "eve.elsewhere@example.org", "new@example.org"])
def test_the_answer_says_nothing_of_which_addresses_are_known(ask: Callable[..., Page], email: str) -> None:
    assert ask(email=email).main == ask(email="somebody.else@example.org").main


def test_a_member_and_who_waits_already_bother_nobody_again(ask: Callable[..., Page], world: World) -> None:
    ask(email=world.cora.email)
    ask()
    ask(email="nora.new@EXAMPLE.org", name="Nora again")

    assert [row.name for row in requests_of(world.alder)] == ["Nora New"]
    assert len(mails()) == 1


def test_who_is_signed_in_finds_name_and_address_filled_in(
    as_: As, public_alder: Organisation, world: World
) -> None:
    form = as_(world.eve).get("joining.ask_to_join", slug=public_alder.slug).form("Send the request")

    assert (form.values["name"], form.values["email"]) == (["Eve Elsewhere"], [world.eve.email])


def test_where_nobody_runs_the_workspace_the_coordinators_hear_of_it(
    ask: Callable[..., Page], world: World
) -> None:
    for member in db.session.scalars(select(Membership).where(Membership.organisation_id == world.alder.id)):
        member.ended_at = NOW
    db.session.commit()

    ask()

    assert [(mail.recipient, mail.context["to_admins"]) for mail in mails()] == [(world.paula.email, False)]


def test_what_is_needed_is_asked_for(as_: As, public_alder: Organisation) -> None:
    page = as_(None).get("joining.ask_to_join", slug=public_alder.slug)

    refused = page.form("Send the request").submit(expected=422)

    assert list(refused.errors) == ["name", "email", "job_title"]
    assert requests_of(public_alder) == []


def test_what_is_not_public_cannot_be_asked(as_: As, world: World) -> None:
    row = publish_organisation(
        world.birch, None, now=NOW, today=NOW.date(), visible_from=NOW.date() + timedelta(days=1)
    )
    db.session.add(row)
    db.session.commit()

    for slug in (world.birch.slug, world.alder.slug, "no-such-place"):
        as_(None).get("joining.ask_to_join", expected=404, slug=slug)
        as_(None).post("joining.ask_to_join", ASKED, expected=404, slug=slug)


def test_asking_is_slowed_down(as_: As, public_alder: Organisation) -> None:
    reader = as_(None)
    for _ in range(5):
        reader.post("joining.ask_to_join", ASKED, expected=303, slug=public_alder.slug)

    reader.post("joining.ask_to_join", ASKED, expected=429, slug=public_alder.slug)


def test_inviting_sends_an_invitation_with_the_role(as_: As, ask: Callable[..., Page], world: World) -> None:
    ask()

    page = answer_form(as_, world).fill(answer="invite", role="editor").submit()

    assert "An invitation is on its way to nora.new@example.org." in page.flash
    invitation = db.session.scalars(select(Invitation)).one()
    assert (invitation.email, invitation.role) == ("nora.new@example.org", "editor")
    assert mails()[-1].name == "invitation"
    assert [row.answer for row in requests_of(world.alder)] == [JoinAnswer.INVITED]
    assert "Asking to join" not in page.main
    assert "Nora New, nora.new@example.org: invited by Ada Admin" in page.main


def test_declining_is_kind_stored_and_logged(as_: As, ask: Callable[..., Page], world: World) -> None:
    ask()

    page = answer_form(as_, world).fill(answer="decline", words="Please ask Prue first.").submit()

    assert "Declined. Nora New is told by e-mail." in page.flash
    assert "Please ask Prue first." in page.main
    mail = mails()[-1]
    assert (mail.name, mail.recipient) == ("join_declined", "nora.new@example.org")
    assert mail.context["words"] == "Please ask Prue first."
    [request] = requests_of(world.alder)
    assert (request.answer, request.words) == (JoinAnswer.DECLINED, "Please ask Prue first.")
    kinds = list(db.session.scalars(select(Activity.kind).where(Activity.actor_id == world.ada.id)))
    assert kinds == ["join_declined"]


def test_declining_needs_no_words_and_inviting_a_role(
    as_: As, ask: Callable[..., Page], world: World
) -> None:
    ask()
    form = answer_form(as_, world)

    assert list(form.submit(expected=422).errors) == ["answer"]
    assert list(form.fill(answer="invite").submit(expected=422).errors) == ["role"]
    form.fill(answer="decline").submit()
    assert [row.words for row in requests_of(world.alder)] == [None]


def test_the_second_admin_is_told_that_it_is_done(as_: As, ask: Callable[..., Page], world: World) -> None:
    ask()
    late = answer_form(as_, world).fill(answer="invite", role="viewer")
    answer_form(as_, world).fill(answer="decline").submit()

    refused = late.submit(expected=409)

    assert refused.error_list == ["A colleague has answered this request already."]
    assert db.session.scalars(select(Invitation)).all() == []


def test_who_was_invited_meanwhile_is_not_invited_twice(
    as_: As, ask: Callable[..., Page], world: World
) -> None:
    ask()
    form = answer_form(as_, world).fill(answer="invite", role="viewer")
    make_member("Nora New", world.alder, OrganisationRole.VIEWER, NOW)
    db.session.commit()

    refused = form.submit(expected=422)

    assert "Nora New is in the team already" in refused.error_list[0]
    assert [row.answer for row in requests_of(world.alder)] == [None]


def test_who_may_not(as_: As, ask: Callable[..., Page], world: World) -> None:
    ask()
    [request] = requests_of(world.alder)
    there: dict[str, Any] = {"organisation": world.alder.slug, "join_request": request.public_id}
    as_(world.cora).get("organisations.answer_join_request", expected=403, **there)
    as_(world.eve).get("organisations.answer_join_request", expected=404, **there)
    there["organisation"] = world.birch.slug
    as_(world.eve).get("organisations.answer_join_request", expected=404, **there)
    team = as_(world.cora).get("organisations.list_members", organisation=world.alder.slug)
    assert "Nora" not in team.main


def test_a_long_list_of_requests_is_read_page_by_page(as_: As, world: World) -> None:
    asked = [
        JoinRequest(
            organisation_id=world.alder.id,
            name=f"Person {number:02}",
            email=f"person{number}@example.org",
            job_title="Policy lead",
            asked_at=NOW + timedelta(minutes=number),
        )
        for number in range(PAGE_SIZE * 2 + 1)
    ]
    db.session.add_all(asked)
    db.session.commit()

    page = as_(world.ada).get("organisations.list_members", organisation=world.alder.slug)
    found = [page.table("Asking to join")]
    while len(found) < 5 and page.soup.select("nav.pages a[rel=next]"):
        page = page.link("More requests").follow()
        found.append(page.table("Asking to join"))

    assert "Asking to join: 51" in page.main
    assert [len(rows) for rows in found] == [PAGE_SIZE, PAGE_SIZE, 1]
    assert [row[0].split(" person")[0] for rows in found for row in rows] == [row.name for row in asked]
    assert len(page.link("← Back to the first").follow().table("Asking to join")) == PAGE_SIZE
    as_(world.ada).get_url(f"/o/{world.alder.slug}/team?after=nonsense", expected=400)
