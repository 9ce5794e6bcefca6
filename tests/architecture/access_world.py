"""What exists when the access table is checked: one of everything that an address can name."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app

from equity_tracker.extensions import db
from equity_tracker.model.amending import amend, version_of
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_assessment import assess_check_in
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.commitment_flag import CommitmentFlag
from equity_tracker.model.coordinator_assessment import assess_close_out
from equity_tracker.model.dates import add_months
from equity_tracker.model.join_request import JoinRequest
from equity_tracker.model.library import EntryKind, LibraryEntry
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import Invitation, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.programme import Participation
from equity_tracker.model.publishing import (
    publish_check_in,
    publish_commitment,
    publish_organisation,
    publish_programme,
)
from equity_tracker.model.report import Report
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.model.round import Round, RoundState
from equity_tracker.model.round_snapshot import take_snapshot
from equity_tracker.model.stored_file import StoredFile
from tests.architecture.access_names import (
    ALWAYS,
    IN_ORGANISATION,
    OF_A_COMMITMENT,
    OF_A_DRAFT,
    OF_A_PUBLISHED_ONE,
    OF_AN_OPEN_ROUND,
    OF_AN_ORGANISATION,
    PROGRAMMES_OWN,
    PUBLIC_ENTRIES,
)
from tests.conftest import NOW
from tests.support.factories.api_token import make_token
from tests.support.factories.commitment import (
    FOUR_ANSWERS,
    answers,
    make_archived,
    make_draft,
    make_published,
)
from tests.support.factories.data_release import make_data_release
from tests.support.factories.draft import make_draft_of_check_in, make_link
from tests.support.factories.file import as_evidence, make_file
from tests.support.factories.handover import make_handover
from tests.support.factories.library import make_entry
from tests.support.factories.measure import make_measure
from tests.support.factories.organisation import make_organisation
from tests.support.factories.partner import name_partner
from tests.support.factories.programme import make_round
from tests.support.factories.report import make_issued_report, make_report_asked_for
from tests.support.factories.report_schedule import make_schedule
from tests.support.factories.round_question import ask
from tests.support.factories.suggestion import make_suggestion
from tests.support.people import World, make_member, make_user

TODAY = NOW.date()


@dataclass
class AccessWorld:
    """The people of the table's columns, and what the addresses name."""

    world: World
    people: dict[str, User | None]
    draft: Commitment
    archived: Commitment
    published: Commitment
    closed: Commitment
    retracted: Commitment
    handed_over: Commitment
    check_in: CheckIn
    # With a check-in that is being written, and one that waits for a signature.
    being_written: Commitment
    being_signed: Commitment
    link: CheckInLink
    # Birch as partner in Alder's draft and in what Alder has published; Alder as asked by Birch.
    partner_in_draft: Partner
    partner_in_published: Partner
    partnership: Partner
    planned: Round
    open: Round
    closed_round: Round
    report: Report
    programme_report: Report
    draft_entry: LibraryEntry
    entries: dict[EntryKind, LibraryEntry]
    join_request: JoinRequest
    member_invitation: Invitation
    colleague_invitation: Invitation
    private_file: StoredFile
    suggestion_id: str

    def end(self, who: str) -> None:
        """Suspend the person, or take them out of Alder, after they signed in."""
        person = self.people[who]
        assert person is not None
        if who == "suspended":
            person.suspended_at = NOW
        else:
            for membership in person.memberships:
                membership.ended_at = NOW
        db.session.commit()

    def arguments(self, endpoint: str) -> dict[str, str]:
        """Return what this endpoint's address names."""
        feature, _, name = endpoint.partition(".")
        place = "organisation" if feature in IN_ORGANISATION else "programme"
        if endpoint in PROGRAMMES_OWN or "programme_report" in name:
            place = "programme"
        slug = self.world.alder.slug if place == "organisation" else self.world.programme.slug
        is_draft = feature == "commitments" and name not in OF_A_PUBLISHED_ONE
        commitment = self.draft if is_draft else self.published
        measure = commitment.measures[0]
        if name == "resume_commitment":
            commitment = self.archived
        if feature == "closing":
            commitment = {"take_up_again": self.retracted}.get(name, self.closed)
            if name in {"close_commitment", "retract_commitment", "retract_registered_commitment"}:
                commitment = self.published
        if feature == "succession":
            commitment = self.handed_over
        is_removed = name == "remove_partner"
        named = ALWAYS | {
            "organisation": self.world.alder.slug,
            "programme": self.world.programme.slug,
            "commitment": (self._of_a_draft(endpoint) or commitment).public_id,
            "check_in": self.check_in.public_id,
            "link": self.link.public_id if feature == "check_ins" else "no-such-link",
            "partner": (self.partner_in_draft if is_removed else self.partner_in_published).public_id,
            "partnership": self.partnership.public_id,
            "kind": self._kind(feature, place),
            "subject": self.check_in.public_id,
            "entry": self._entry(name),
            "measure": measure.public_id,
            "milestone": self.published.milestones[0].public_id,
            "report": (self.programme_report if place == "programme" else self.report).public_id,
            "member": self.world.vic.public_id,
            "colleague": self.world.otto.public_id,
            "participation": self.world.programme.slug,
            "participant": self._participant(name),
            "join_request": self.join_request.public_id,
            "invited": "uninvited-trust",
            "reporting_round": self._round(name).public_id,
            "invitation": self._invitation(place),
            "file": self.private_file.public_id,
            "other": self.world.birch.slug,
            "suggestion": self.suggestion_id,
            "public_id": self.published.public_id,
            "slug": self._public_slug() if endpoint in OF_A_COMMITMENT else slug,
        }
        if endpoint in OF_AN_ORGANISATION:
            named["slug"] = self.world.alder.slug
        return {name: named[name] for name in _argument_names(endpoint)}

    def _participant(self, name: str) -> str:
        if name == "send_invitation_again":
            return "invited-trust"
        return (self.world.alder if name == "record_succession" else self.world.birch).slug

    def _round(self, name: str) -> Round:
        if name == "download_record":
            return self.closed_round
        return self.open if name in OF_AN_OPEN_ROUND else self.planned

    def _of_a_draft(self, endpoint: str) -> Commitment | None:
        if endpoint in {"check_ins.sign_check_in", "check_ins.give_back_check_in"}:
            return self.being_signed
        return self.being_written if endpoint in OF_A_DRAFT else None

    def _invitation(self, place: str) -> str:
        is_member = place == "organisation"
        return (self.member_invitation if is_member else self.colleague_invitation).public_id

    def _entry(self, name: str) -> str:
        """Return the entry that a page of the library is about: a draft where it is there to be published."""
        if name == "publish_entry":
            return self.draft_entry.public_id
        return self.entries[PUBLIC_ENTRIES.get(name, EntryKind.STATEMENT)].public_id

    def _kind(self, feature: str, place: str) -> str:
        if feature == "reports":
            return "status_report" if place == "organisation" else "programme_report"
        return "contradiction" if feature == "monday" else "statement"

    def _public_slug(self) -> str:
        assert self.published.register_entry is not None
        return self.published.register_entry.slug


def _argument_names(endpoint: str) -> tuple[str, ...]:
    rules = current_app.url_map.iter_rules(endpoint)
    return max((tuple(sorted(rule.arguments)) for rule in rules), key=len)


def make_access_world(world: World) -> AccessWorld:
    """Make and commit one of everything."""
    alder, programme = world.alder, world.programme
    _publish_places(world)
    published, check_in = _published_with_a_check_in(world)
    being_written = _with_a_draft(world, "A promise being reported on")
    forum = {"forum": "The people committee"}
    amend(published, forum, seen=version_of(published, ("forum",)), by=world.cora, now=NOW)
    draft = make_draft(alder, programme, now=NOW, title="An unpublished promise of Alder")
    draft.measures.append(make_measure(baseline=None))
    made = AccessWorld(
        world=world,
        people=_people(world),
        draft=draft,
        archived=make_archived(alder, programme, now=NOW),
        published=published,
        closed=_closed(world),
        retracted=_retracted(world),
        handed_over=_handed_over(world),
        check_in=check_in,
        being_written=being_written,
        being_signed=_with_a_draft(world, "A promise whose report waits", waits=True),
        link=make_link(being_written, "a-link", by=world.cora, now=NOW),
        partner_in_draft=name_partner(draft, world.birch),
        partner_in_published=name_partner(published, world.birch),
        partnership=_partnership(world),
        planned=make_round(programme, number=2, due_on=TODAY + timedelta(days=90)),
        open=make_round(programme, number=1, due_on=TODAY + timedelta(days=10), state=RoundState.OPEN),
        closed_round=make_round(
            programme, number=4, due_on=TODAY - timedelta(days=90), state=RoundState.CLOSED
        ),
        report=make_report_asked_for(TODAY, now=NOW, organisation=alder),
        programme_report=make_report_asked_for(TODAY, now=NOW, programme=programme),
        draft_entry=make_entry(alder, programme, by=world.cora, now=NOW),
        entries=_entries(world),
        join_request=_join_request(world),
        member_invitation=_invitation("n", organisation_id=alder.id, role="viewer", by=world.ada),
        colleague_invitation=_invitation("c", programme_id=programme.id, role="observer", by=world.paula),
        private_file=_private_file(world),
        suggestion_id=make_suggestion(published, now=NOW).public_id,
    )
    make_data_release(now=NOW)
    db.session.add(take_snapshot(made.closed_round, [], now=NOW, today=TODAY))
    made.open.questions = [ask("What would help?", programme_id=programme.id)]
    make_token(alder, by=world.ada, now=NOW)[1].public_id = "a-token"
    db.session.commit()
    return made


def _entries(world: World) -> dict[EntryKind, LibraryEntry]:
    return {
        kind: make_entry(world.alder, world.programme, by=world.cora, now=NOW, kind=kind, published=True)
        for kind in EntryKind
    }


def _people(world: World) -> dict[str, User | None]:
    return {
        "anonymous": None,
        "stranger": make_user("Sam Stranger", NOW),
        "viewer": world.vic,
        "editor": world.cora,
        "approver": world.prue,
        "admin": world.ada,
        "other_admin": world.eve,
        "coordinator": world.paula,
        "other_coordinator": world.other_paula,
        "observer": world.otto,
        "operator": world.olga,
        "suspended": make_member("Sue Suspended", world.alder, OrganisationRole.ADMIN, NOW),
        "removed": make_member("Remy Removed", world.alder, OrganisationRole.ADMIN, NOW),
    }


def _published_with_a_check_in(world: World) -> tuple[Commitment, CheckIn]:
    published = make_published(
        world.alder, world.programme, now=NOW, measures=[make_measure(baseline=None, readings=[12])]
    )
    check_in = CheckIn(commitment=published, number=1, submitted_on=TODAY, is_returned=False)
    db.session.add(check_in)
    check_in.add_version(answers(), by=world.cora, now=NOW)
    db.session.flush()
    publish_check_in(check_in, now=NOW, today=TODAY)
    db.session.add(
        CommitmentFlag(
            organisation_id=published.organisation_id,
            programme_id=published.programme_id,
            commitment_id=published.id,
            kind="contradiction",
            subject=check_in.public_id,
            version=1,
            sentence="Reported as complete, with no evidence given yet.",
            seen_on=TODAY,
        )
    )
    assess_check_in(
        check_in, delivery="limited", outlook="at_risk", reason="Two are late.", by=world.paula, today=TODAY
    )
    db.session.flush()
    return published, check_in


def _handed_over(world: World) -> Commitment:
    """Give Alder what a trust before it had promised, without an answer yet."""
    commitment = make_published(world.alder, world.programme, now=NOW, title="A promise of a trust before it")
    make_handover(commitment, make_organisation("Cedar Trust", now=NOW), handed_on=TODAY)
    publish_commitment(commitment, now=NOW, today=TODAY)
    return commitment


def _private_file(world: World) -> StoredFile:
    """Send a file with a check-in, for Alder and the coordinators only."""
    promise = make_published(world.alder, world.programme, now=NOW, title="A promise with a file")
    file = make_file(promise, now=NOW, by=world.cora)
    check_in = CheckIn(commitment=promise, number=1, submitted_on=TODAY, is_returned=False)
    db.session.add(check_in)
    check_in.add_version(answers(evidence=(as_evidence(file, is_public=False),)), by=world.cora, now=NOW)
    db.session.flush()
    publish_check_in(check_in, now=NOW, today=TODAY)
    return file


def _with_a_draft(world: World, title: str, *, waits: bool = False) -> Commitment:
    commitment = make_published(world.alder, world.programme, now=NOW, title=title)
    make_draft_of_check_in(commitment, by=world.cora, now=NOW, waits=waits)
    return commitment


def _closed(world: World) -> Commitment:
    """Close one that said how it was to work, a year ago, and let the coordinators answer on it."""
    closed = make_published(
        world.alder, world.programme, now=NOW, title="A closed promise of Alder", how_it_works="By contract."
    )
    closed.close("met_on_time", "Every contract carries it.", today=add_months(TODAY, -12))
    publish_commitment(closed, now=NOW, today=TODAY)
    assess_close_out(closed, FOUR_ANSWERS, "We read them.", by=world.paula, today=TODAY)
    return closed


def _retracted(world: World) -> Commitment:
    retracted = make_published(world.alder, world.programme, now=NOW, title="A promise taken back")
    retract_commitment(retracted, "It was not theirs to make.", now=NOW, today=TODAY)
    return retracted


def _partnership(world: World) -> Partner:
    """Birch names Alder as a partner, and asks."""
    commitment = make_published(world.birch, world.programme, now=NOW, title="A promise of Birch")
    # It owes a check-in, so that there is somebody to write to about one.
    past = make_round(world.programme, number=3, due_on=TODAY - timedelta(days=5), state=RoundState.OPEN)
    db.session.add(commitment.expect_check_in(past))
    partner = name_partner(commitment, world.alder)
    partner.ask(by=world.eve, now=NOW, publication=1)
    return partner


def _publish_places(world: World) -> None:
    """Publish Alder and the programme; add one organisation that was invited, and one that was not."""
    make_issued_report("ET-2026-00001", TODAY, now=NOW, organisation=world.alder)
    publications = (
        publish_organisation(world.alder, None, now=NOW, today=TODAY, visible_from=date(2025, 4, 6)),
        publish_organisation(world.birch, None, now=NOW, today=TODAY, visible_from=date(2025, 4, 6)),
        publish_programme(world.programme, None, now=NOW, today=TODAY),
    )
    db.session.add_all(publication for publication in publications if publication is not None)
    invited = make_organisation("Invited Trust", now=NOW)
    db.session.add(Participation(organisation=invited, programme=world.programme, invited_on=TODAY))
    make_organisation("Uninvited Trust", now=NOW)
    make_schedule(world.programme, by=world.paula, now=NOW).public_id = "a-schedule"


def _join_request(world: World) -> JoinRequest:
    request = JoinRequest(
        organisation=world.alder, name="Nora New", email="nora@example.org", job_title="Lead", asked_at=NOW
    )
    db.session.add(request)
    return request


def _invitation(token: str, *, role: str, by: User, **place: int) -> Invitation:
    invitation = Invitation(
        email=f"{token}@example.org",
        role=role,
        token_hash=token,
        invited_by=by,
        created_at=NOW,
        expires_at=Invitation.expiry(NOW),
        **place,
    )
    db.session.add(invitation)
    return invitation
