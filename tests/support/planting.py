"""A marker in every private place, and the public addresses in which nobody may ever read it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Enum, String, Table, Text, func, literal, select, update

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.api_token import ApiAnswer
from equity_tracker.model.base import Base
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_help import HelpNote
from equity_tracker.model.check_in_signature import CheckInSignature
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.commitment_flag import CommitmentFlag, FlagLook
from equity_tracker.model.follow import Follow, Follower, FollowKind, Rhythm
from equity_tracker.model.nudge import Nudge
from equity_tracker.model.on_behalf import record_on_behalf
from equity_tracker.model.organisation import OrganisationIdentifier
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.partner_reading import give_reading
from equity_tracker.model.people import Invitation
from equity_tracker.model.programme import Visibility
from equity_tracker.model.publishing import (
    publish_check_in,
    publish_commitment,
    publish_organisation,
    publish_partners,
    publish_programme,
)
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.review import Decision, Review
from equity_tracker.model.round import Round
from equity_tracker.model.round_question import AnswerToRound
from equity_tracker.model.stored_file import StoredFile
from equity_tracker.model.suggestion import Suggestion
from tests.conftest import NOW
from tests.public.records import report_on
from tests.support.factories.api_token import make_token
from tests.support.factories.commitment import answers, make_commitment
from tests.support.factories.draft import make_draft_of_check_in, make_link
from tests.support.factories.file import as_evidence, make_file
from tests.support.factories.partner import name_partner
from tests.support.factories.programme import make_participation, make_round
from tests.support.factories.round_question import ask
from tests.support.people import World

TODAY = NOW.date()
MARKER = "zz-private"
SAID = {name: f"{MARKER} {name}" for name in ("why", "what_changed", "next_step", "who_has_not_benefited")}
# Read by the public pages, on purpose. Everything else is poisoned after publication.
READ_BY_THE_PUBLIC = {"publications", "register_entries", "register_partners"}
# Kept from being changed by the database itself: what is private in them is planted when it is written.
APPEND_ONLY = set(
    "activities check_in_asks check_in_help check_in_signatures check_in_themes check_in_versions check_ins"
    " check_ins_on_behalf evidence files flag_looks nudges partner_readings reviews round_answers".split()
)
LISTS_OF_THE_API = (
    "commitments organisations programmes rounds statements case-studies supports vocabulary".split()
)
PLACES_OF_THE_API = [
    *(("programmes", slug) for slug in ("fairer-shore", "other-work")),
    *(("organisations", slug) for slug in ("alder-trust", "birch-college", "institute-of-fairness")),
]
# What a check-in says to the coordinators only.
PRIVATE_ANSWERS: dict[str, Any] = {
    "themes": (ThemeNote("reorganisation", "hindering", f"{MARKER} note", is_private=True),),
    "help": (
        HelpNote("wanted", "evidence", f"{MARKER} help", is_private=True),
        HelpNote("offered", "community", f"{MARKER} help", is_private=True),
    ),
    "asks": (Ask("funder", f"{MARKER} ask", is_private=True),),
}


def plant(world: World) -> World:
    """Publish a few things, then hide the marker everywhere else.

    :param world: with its programme and organisations published.
    """
    published = make_commitment(world.alder, world.programme, now=NOW)
    _plant_a_partner_who_declines(published, world)
    link = EvidenceLink(f"{MARKER} title", f"https://{MARKER}.example.org", is_public=False)
    file = make_file(published, now=NOW, name=f"{MARKER}.pdf", data=f"%PDF {MARKER}".encode())
    hidden = as_evidence(file, f"{MARKER} file", is_public=False)
    seen = as_evidence(make_file(published, now=NOW), "Seen as a file")
    evidence = (link, hidden, EvidenceLink("Seen", "https://x.example.org"), seen)
    report_on(published, TODAY, by=world.cora, evidence=evidence)
    # One that stands in a form and was not sent.
    make_file(published, now=NOW, name=f"{MARKER} unsent.pdf", data=f"%PDF {MARKER}".encode())
    report_on(
        published,
        TODAY,
        by=world.cora,
        round_=_asking_in_private(world),
        evidence=(link, EvidenceLink("Seen", "https://x.example.org")),
        to_round=(AnswerToRound(1, MARKER),),
        **PRIVATE_ANSWERS,
    )
    _plant_one_entered_on_behalf(published, world)
    _plant_what_waits(world)
    _plant_what_is_being_written(published, world)
    _plant_what_was_said_inside(world, published.id)
    _plant_a_system_s_token(world)
    world.alder.identifiers.append(OrganisationIdentifier(namespace="ODS", value="RX1"))
    db.session.flush()
    for table in Base.metadata.sorted_tables:
        if table.name not in READ_BY_THE_PUBLIC | APPEND_ONLY:
            _poison(table)
    db.session.commit()
    db.session.expire_all()
    return world


def _asking_in_private(world: World) -> Round:
    """A round with a question that the public does not read the answers to."""
    round_ = make_round(world.programme, number=7, due_on=TODAY)
    round_.questions = [ask(f"{MARKER} question", programme_id=world.programme.id)]
    db.session.flush()
    return round_


def _plant_a_partner_who_declines(commitment: Commitment, world: World) -> None:
    """Its reason is private, and so is the reading of one that is no partner."""
    partner = name_partner(commitment, world.birch)
    commitment.submit(as_statement_of_intent=False, now=NOW)
    publish_commitment(commitment, now=NOW, today=TODAY)
    partner.ask(by=world.cora, now=NOW, publication=1)
    says = {"agrees_on_aim": False, "aim": MARKER, "level": None, "decision_power": None}
    says |= {"upstream_meanings": [], "note": MARKER}
    by_eve: dict[str, Any] = {"of": world.birch, "by": world.eve, "now": NOW, "today": TODAY}
    give_reading(partner, says, **by_eve)
    partner.decline(f"{MARKER} reason", **by_eve)
    publish_partners(commitment, now=NOW, today=TODAY)


def _plant_one_entered_on_behalf(commitment: Commitment, world: World) -> None:
    """Why it was entered for the organisation is between it and the coordinators."""
    by: dict[str, Any] = {"by": world.paula, "now": NOW, "today": TODAY}
    check_in = record_on_behalf(commitment, answers(), source="By telephone", reason=f"{MARKER} reason", **by)
    db.session.flush()
    publish_check_in(check_in, now=NOW, today=TODAY)


def _plant_what_waits(world: World) -> None:
    """A draft, a returned one, an internal programme, one taken back, a check-in that awaits approval."""
    make_commitment(world.alder, world.programme, now=NOW, title=f"{MARKER} draft")
    returned = make_commitment(world.alder, world.programme, now=NOW, title=f"{MARKER} returned")
    returned.submit(as_statement_of_intent=False, now=NOW)
    returned.return_with_reason()
    world.other_programme.visibility = Visibility.INTERNAL
    make_participation(world.alder, world.other_programme, now=NOW)
    db.session.flush()
    internal = make_commitment(
        world.alder, world.other_programme, now=NOW, title=f"{MARKER} internal", statement=MARKER
    )
    publish_commitment(internal, now=NOW, today=TODAY)
    programme = publish_programme(world.other_programme, None, now=NOW, today=TODAY)
    assert programme is not None
    programme.payload = programme.payload | {"name": MARKER}
    db.session.add(programme)
    taken_back = make_commitment(
        world.alder, world.programme, now=NOW, title=f"{MARKER} taken back", statement=MARKER
    )
    publication = publish_commitment(taken_back, now=NOW, today=TODAY)
    assert publication is not None
    assert taken_back.register_entry is not None
    publication.retracted_on, taken_back.register_entry.public_from = TODAY, None
    waiting = CheckIn(commitment=returned, number=1, submitted_on=TODAY, is_returned=False)
    db.session.add(waiting)
    waiting.add_version(answers(**SAID), by=world.cora, now=NOW)
    hidden = publish_organisation(world.birch, None, now=NOW, today=TODAY, visible_from=None)
    assert hidden is not None
    hidden.subject_id, hidden.payload = "hidden000000", hidden.payload | {"name": MARKER}
    db.session.add(hidden)


def _plant_what_is_being_written(commitment: Commitment, world: World) -> None:
    """A check-in that was given back, handed over and opened to somebody without an account."""
    typed = {name: [f"{MARKER} {name}"] for name in SAID} | {"evidence-0-title": [MARKER]}
    draft = make_draft_of_check_in(commitment, by=world.cora, now=NOW, waits=True, **typed)
    draft.give_back(f"{MARKER} reason", by=world.prue, now=NOW)
    draft.hand_over(world.prue, f"{MARKER} note", now=NOW)
    make_link(commitment, MARKER, by=world.cora, now=NOW)
    version = commitment.check_ins[0].current
    version.signature = CheckInSignature(
        organisation_id=version.organisation_id,
        programme_id=version.programme_id,
        signed_by=world.prue,
        signed_at=NOW,
        written_by_address=f"{MARKER}@example.org",
    )
    db.session.flush()


def _plant_what_was_said_inside(world: World, commitment_id: int) -> None:
    place = {"organisation_id": world.alder.id, "programme_id": world.programme.id}
    db.session.add_all(
        [
            Review(
                **place,
                commitment_id=commitment_id,
                decision=Decision.RETURNED,
                reason=f"{MARKER} reason",
                reviewed_by_id=world.paula.id,
                reviewed_at=NOW,
            ),
            Activity(
                **place,
                kind=ActivityKind.COMMITMENT_RETURNED,
                at=NOW,
                actor_id=world.paula.id,
                subject_name=MARKER,
                before={"title": MARKER},
                after={"title": MARKER},
            ),
            *_notes_of_coordinators(world, commitment_id),
            *_from_outside(world, commitment_id),
            OutgoingEmail.to(f"{MARKER}@example.org", "x", key="k", context={"words": MARKER}, now=NOW),
            Invitation(
                organisation_id=world.alder.id,
                email=f"{MARKER}@example.org",
                role="viewer",
                token_hash="x",
                invited_by_id=world.ada.id,
                created_at=NOW,
                expires_at=NOW + timedelta(days=7),
            ),
        ]
    )


def _plant_a_system_s_token(world: World) -> None:
    """What a system of the organisation is called, and what it was answered."""
    _, token = make_token(world.alder, by=world.ada, now=NOW, name=MARKER)
    said = {"key": "k", "request_hash": "h", "status": 201, "headers": {}, "body": MARKER, "created_at": NOW}
    db.session.add(ApiAnswer(token_id=token.id, **said))


def _notes_of_coordinators(world: World, commitment_id: int) -> list[Base]:
    place = {"organisation_id": world.alder.id, "programme_id": world.programme.id}
    flag = {"commitment_id": commitment_id, "kind": "recycled", "subject": "x", "version": 1}
    by = world.paula.id
    return [
        Nudge(**place, sent_on=TODAY, sent_at=NOW, sent_by_id=by, subject=MARKER, text=MARKER),
        FlagLook(**place, **flag, note=MARKER, looked_at=NOW, looked_by_id=by),
        CommitmentFlag(**place, **flag, sentence=MARKER, seen_on=TODAY),
    ]


def _from_outside(world: World, commitment_id: int) -> list[Base]:
    """What readers suggest, and who follows."""
    return [
        Suggestion(
            organisation_id=world.alder.id,
            programme_id=world.programme.id,
            commitment_id=commitment_id,
            form_key=MARKER,
            what=MARKER,
            url=f"https://{MARKER}.example.org",
            happened_on=TODAY,
            name=MARKER,
            email=f"{MARKER}@example.org",
            sent_at=NOW,
        ),
        Follower(
            address=f"{MARKER}@example.org",
            created_at=NOW,
            follows=[
                Follow(kind=FollowKind.SEARCH, subject=f"q={MARKER}", rhythm=Rhythm.DAILY, asked_at=NOW)
            ],
        ),
    ]


def _poison(table: Table) -> None:
    """Write the marker over every free text of every row, as if it had been edited since."""
    values = {
        column.name: literal(f"{MARKER}-") + func.cast(column.table.c.id, String)
        for column in table.columns
        if isinstance(column.type, String | Text)
        and not isinstance(column.type, Enum)
        and not column.foreign_keys
        and (column.type.length is None or column.type.length >= 60)
        and "id" in table.c
    }
    if values:
        db.session.execute(update(table).values(values))


def addresses() -> list[str]:
    """Every public address that exists, and some that must not."""
    entries = db.session.query(RegisterEntry.public_id, RegisterEntry.reference, RegisterEntry.slug).all()
    every = select(StoredFile.public_id)
    files = db.session.scalars(every, execution_options={"every_organisation": True})
    return [
        *_of_the_site(),
        *(f"/files/{name}" for name in files),
        *(address for row in entries for address in _of_an_entry(row)),
    ]


def _of_the_site() -> list[str]:
    programmes = [f"/programmes/{slug}" for slug in ("fairer-shore", "other-work")]
    held_by = [f"/organisations/{slug}" for slug in ("alder-trust", "birch-college", "institute-of-fairness")]
    found = [
        "/",
        "/programmes",
        "/statements",
        "/reports",
        "/glossary",
        "/method",
        "/accessibility",
        "/privacy",
    ]
    found += [
        "/accessibility",
        "/organisations",
        "/organisations?show=all",
        f"/organisations?show=all&q={MARKER}",
    ]
    found += ["/commitments", f"/commitments?q={MARKER}", "/commitments.csv", f"/commitments?by={MARKER}"]
    found += ["/commitments.json", "/commitments/narrow", f"/commitments/narrow?q={MARKER}"]
    found += [f"/commitments?where={MARKER}", f"/commitments?place={MARKER}"]
    found += [f"/commitments?q={word}" for word in ("private", "draft", "internal", "taken")]
    found += [*programmes, *held_by, "/organisations/alder-trust/with/birch-college"]
    found += [f"{page}/feed.atom" for page in (*programmes, *held_by)]
    found += ["/commitments.atom", "/follow", "/follow?organisation=alder-trust", "/contact"]
    found += ["/embed", "/embed?programme=fairer-shore", *(f"/embed/v1{page}" for page in programmes)]
    found += ["/robots.txt", "/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/commitments-1.xml"]
    found += [
        "/sitemaps/others-1.xml",
        "/data",
        "/data/dictionary/commitments",
        "/data/latest/datapackage.json",
    ]
    found += [f"/api/v1/{name}?limit=100" for name in LISTS_OF_THE_API]
    found += [f"/api/v1/{name}/{slug}" for name, slug in PLACES_OF_THE_API]
    return [*found, f"/api/v1/commitments?q={MARKER}", "/api/v1/openapi.json", "/data/api"]


def _of_an_entry(row: Any) -> list[str]:
    page, told = f"/commitments/{row.public_id}/{row.slug}", f"/commitments/{row.public_id}"
    below = (
        "",
        "/history",
        "/evidence",
        "/publications",
        *(f"/publications/{number}" for number in (1, 2, 3)),
    )
    found = [f"{page}{name}" for name in below]
    found += [f"{page}/publications/1/citation.{ending}" for ending in ("bib", "ris")]
    found += [f"/commitments/{row.reference}", f"{told}/feed.atom", f"/suggest/{row.public_id}"]
    found += [f"/follow?commitment={row.public_id}", f"/embed?commitment={row.public_id}", f"/embed/v1{told}"]
    return [*found, f"/api/v1{told}", f"/api/v1{told}/check-ins"]
