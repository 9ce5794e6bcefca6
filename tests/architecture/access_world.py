"""What exists when the access table is checked: one of everything that an address can name."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import Invitation, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.programme import Participation
from equity_tracker.model.publishing import publish_check_in, publish_organisation, publish_programme
from equity_tracker.model.report import Edition, Report
from equity_tracker.model.round import Round, RoundState
from tests.conftest import NOW
from tests.support.factories.commitment import answers, make_draft, make_published
from tests.support.factories.organisation import make_organisation
from tests.support.factories.partner import name_partner
from tests.support.factories.programme import make_round
from tests.support.people import World, make_member, make_user

TODAY = NOW.date()


@dataclass
class AccessWorld:
    """The people of the table's columns, and what the addresses name."""

    world: World
    people: dict[str, User | None]
    draft: Commitment
    published: Commitment
    check_in: CheckIn
    # Birch as partner in Alder's draft and in what Alder has published; Alder as asked by Birch.
    partner_in_draft: Partner
    partner_in_published: Partner
    partnership: Partner
    planned: Round
    open: Round
    report: Report
    member_invitation: Invitation
    colleague_invitation: Invitation

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
        in_organisation = {"commitments", "check_ins", "organisations", "partnerships", "reports"}
        place = "organisation" if feature in in_organisation else "programme"
        slug = self.world.alder.slug if place == "organisation" else self.world.programme.slug
        commitment = self.draft if endpoint.startswith("commitments.") else self.published
        named = {
            "organisation": self.world.alder.slug,
            "programme": self.world.programme.slug,
            "commitment": commitment.public_id,
            "check_in": self.check_in.public_id,
            "partner": (
                self.partner_in_draft if name == "remove_partner" else self.partner_in_published
            ).public_id,
            "partnership": self.partnership.public_id,
            "section": "promise",
            "report": self.report.public_id,
            "member": self.world.vic.public_id,
            "colleague": self.world.otto.public_id,
            "participation": self.world.programme.slug,
            "participant": "invited-trust" if name == "send_invitation_again" else self.world.birch.slug,
            "invited": "uninvited-trust",
            "reporting_round": (
                self.open if name in {"close_round", "show_round"} else self.planned
            ).public_id,
            "invitation": (
                self.member_invitation if place == "organisation" else self.colleague_invitation
            ).public_id,
            "user_session": "zzzzzzzzzzzz",
            "token": "no-such-token",
            "other": self.world.birch.slug,
            "public_id": self.published.public_id,
            "slug": slug if endpoint != "public.show_commitment" else self._public_slug(),
        }
        if endpoint in {"public.show_joint_work", "public.show_organisation", "reports.show_public_report"}:
            named["slug"] = self.world.alder.slug
        return {name: named[name] for name in _argument_names(endpoint)}

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
    report = Report(
        organisation=alder, edition=Edition.INTERNAL, as_of=TODAY, content_key="x", requested_at=NOW
    )
    db.session.add(report)
    draft = make_draft(alder, programme, now=NOW, title="An unpublished promise of Alder")
    made = AccessWorld(
        world=world,
        people=_people(world),
        draft=draft,
        published=published,
        check_in=check_in,
        partner_in_draft=name_partner(draft, world.birch),
        partner_in_published=name_partner(published, world.birch),
        partnership=_partnership(world),
        planned=make_round(programme, number=2, due_on=TODAY + timedelta(days=90)),
        open=make_round(programme, number=1, due_on=TODAY + timedelta(days=10), state=RoundState.OPEN),
        report=report,
        member_invitation=_invitation("n", organisation_id=alder.id, role="viewer", by=world.ada),
        colleague_invitation=_invitation("c", programme_id=programme.id, role="observer", by=world.paula),
    )
    db.session.commit()
    return made


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
    published = make_published(world.alder, world.programme, now=NOW)
    check_in = CheckIn(commitment=published, number=1, submitted_on=TODAY, is_returned=False)
    db.session.add(check_in)
    check_in.add_version(answers(), by=world.cora, now=NOW)
    db.session.flush()
    publish_check_in(check_in, now=NOW, today=TODAY)
    return published, check_in


def _partnership(world: World) -> Partner:
    """Birch names Alder as a partner, and asks."""
    commitment = make_published(world.birch, world.programme, now=NOW, title="A promise of Birch")
    partner = name_partner(commitment, world.alder)
    partner.ask(by=world.eve, now=NOW, publication=1)
    return partner


def _publish_places(world: World) -> None:
    """Publish Alder and the programme; add one organisation that was invited, and one that was not."""
    publications = (
        publish_organisation(world.alder, None, now=NOW, today=TODAY, visible_from=date(2025, 4, 6)),
        publish_organisation(world.birch, None, now=NOW, today=TODAY, visible_from=date(2025, 4, 6)),
        publish_programme(world.programme, None, now=NOW, today=TODAY),
    )
    db.session.add_all(publication for publication in publications if publication is not None)
    invited = make_organisation("Invited Trust", now=NOW)
    db.session.add(Participation(organisation=invited, programme=world.programme, invited_on=TODAY))
    make_organisation("Uninvited Trust", now=NOW)


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
