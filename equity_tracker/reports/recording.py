"""Puts the record of a commitment together from what is known of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from equity_tracker.model.dates import MONTHS, long_date
from equity_tracker.model.ending import Ending, ending
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.quality import how_it_reads
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.reporting import STALE_MONTHS
from equity_tracker.model.status import owed_since
from equity_tracker.model.told_assessment import told_assessment
from equity_tracker.public.change_log import change_log
from equity_tracker.public.over_time import held_since, levels_over_time, rounds_answered
from equity_tracker.public.record import imported_record
from equity_tracker.public.told import Told, standing
from equity_tracker.reports.brand import Brand
from equity_tracker.reports.commitment_record import (
    CommitmentRecord,
    LevelAt,
    LogLine,
    PublicationLine,
    ReviewLine,
    Said,
)
from equity_tracker.reports.composing import (
    Payload,
    Record,
    commitment_line,
    day,
    definitions,
    evidence_lines,
)
from equity_tracker.reports.lines import CommitmentLine
from equity_tracker.reports.promise_words import approved_words, facts_said, partner_lines, workings_said
from equity_tracker.reports.story import OwnCheckIn, tell_story, within


@dataclass(frozen=True)
class Known:
    """Everything that the readers of an edition may know of a commitment."""

    record: Record
    told: Sequence[Told]
    brand: Brand | None = None
    attribution: str | None = None
    programme_closed_on: date | None = None
    # Only in an internal edition.
    own_check_ins: Mapping[int, OwnCheckIn] = field(default_factory=dict)
    reviews: tuple[ReviewLine, ...] = ()


_PUBLISHED = {
    PublicationKind.COMMITMENT: "The promise",
    PublicationKind.CHECK_IN: "Check-in",
    PublicationKind.MISSED_CHECK_IN: "No check-in came",
    PublicationKind.ASSESSMENT: "The coordinators’ answers at the end",
    PublicationKind.CHECK_IN_ASSESSMENT: "The coordinators’ assessment of check-in",
    PublicationKind.STILL_IN_PLACE: "Still in place?",
}


def compose_record(known: Known, choice: Choice) -> CommitmentRecord:
    """Tell the promise as it is now, and its history within the period."""
    facts, says = known.record.facts, known.record.payload
    stands = standing(known.told)
    end = ending_of(known, stands, choice.as_of)
    addresses = list(dict.fromkeys(_addresses(known, says, end)))
    story = tell_story(known.told, addresses, known.own_check_ins)
    shown = within(story, choice.period)
    promises = [row for row in known.told if row.kind is PublicationKind.COMMITMENT]
    wants = choice.wants
    rounds = rounds_answered(known.told, owed_since(facts, choice.as_of))
    return CommitmentRecord(
        choice=choice,
        brand=known.brand,
        line=_line(known, addresses, choice),
        is_intent=facts.form is Form.STATEMENT_OF_INTENT,
        held_by=says["organisation_name"],
        held_since=held_since(known.told, says["organisation_name"]),
        approved=approved_words(says),
        source_number=_number(says.get("source_url"), addresses),
        facts=facts_said(says) if wants("facts") else (),
        workings=workings_said(says) if wants("workings") else (),
        reads=_reads(says) if wants("workings") else (),
        source_says=_source_says(says),
        starts_on=day(says["starts_on"] or says["made_on"]),
        ends_on=day(says["ends_on"]),
        rounds_reported=rounds.reported,
        rounds_asked=rounds.asked,
        levels=tuple(
            LevelAt(on, f"{MONTHS[on.month][:3]} {on:%y}", level)
            for on, level in levels_over_time(known.told)
        ),
        story=tuple(shown) if wants("history") else (),
        earlier=sum(entry.on < (choice.period.since or date.min) for entry in story),
        changes=_changes(promises, choice) if wants("changes") else (),
        partners=partner_lines(says) if wants("partners") else (),
        assessments=tuple(_assessments(stands)) if wants("reviews") else (),
        reviews=known.reviews if wants("reviews") else (),
        ending=replace(end, evidence=[]) if end else None,
        ending_evidence=evidence_lines(end.evidence, addresses) if end else (),
        evidence=_all_evidence(known, end, addresses) if wants("evidence") else (),
        addresses=tuple(addresses),
        publications=tuple(map(_publication, known.told)) if wants("publications") else (),
        attribution=known.attribution,
        stale_months=STALE_MONTHS,
        definitions=definitions(),
    )


def _line(known: Known, addresses: Sequence[str], choice: Choice) -> CommitmentLine:
    """Tell the promise and its lights; milestones and measures where they were asked for."""
    line = commitment_line(known.record, addresses, choice.as_of)
    return replace(
        line,
        milestones=line.milestones if choice.wants("milestones") else (),
        measures=line.measures if choice.wants("measures") else (),
    )


def ending_of(known: Known, stands: Sequence[Told], as_of: date) -> Ending | None:
    current = {row.kind: row.payload for row in stands if row.is_current}
    return ending(
        known.record.payload,
        current.get(PublicationKind.ASSESSMENT),
        current.get(PublicationKind.STILL_IN_PLACE),
        programme_closed_on=known.programme_closed_on,
        today=as_of,
    )


def _check_ins(known: Known) -> list[Payload]:
    """Return the check-ins that stand, newest first, each as the readers of this edition may see it."""
    told = {
        row.payload["number"]: row.payload
        for row in standing(known.told)
        if row.kind is PublicationKind.CHECK_IN and row.is_current
    }
    said: dict[int, Payload] = told | {number: row.payload for number, row in known.own_check_ins.items()}
    return [said[number] for number in sorted(said, reverse=True)]


def _addresses(known: Known, says: Payload, end: Ending | None) -> Iterable[str]:
    if says.get("source_url"):
        yield says["source_url"]
    for row in end.evidence if end else ():
        yield row["url"]
    for said in _check_ins(known):
        for row in said["evidence"]:
            yield row["url"]
        if said.get("reported_elsewhere"):
            yield said["reported_elsewhere"]["url"]


def _all_evidence(known: Known, end: Ending | None, addresses: Sequence[str]) -> tuple[Any, ...]:
    rows = [*(end.evidence if end else ()), *(row for said in _check_ins(known) for row in said["evidence"])]
    return tuple(dict.fromkeys(evidence_lines(rows, addresses)))


def _number(url: str | None, addresses: Sequence[str]) -> int | None:
    return addresses.index(url) + 1 if url else None


def _reads(says: Payload) -> tuple[Said, ...]:
    return tuple(Said(row.title, row.reason) for row in how_it_reads(says).dimensions)


def _source_says(says: Payload) -> tuple[Said, ...]:
    source = imported_record(says)
    if source is None:
        return ()
    rows = [
        ("As its source judged it", source.status),
        ("What that means there", source.status_meaning),
        ("Judged by", source.assessor),
        ("Why", source.reason),
        ("Progress", source.progress),
        ("Key figure", source.key_figure),
        ("Contested", source.contested_note),
        ("Document", source.document),
        ("Address", source.url),
    ]
    return tuple(Said(label, words) for label, words in rows if words)


def _changes(promises: Sequence[Told], choice: Choice) -> tuple[LogLine, ...]:
    """Tell every publication of the promise in the period, the first first."""
    lines = [
        LogLine(
            row.number,
            row.on,
            f"Taken back on {long_date(row.retracted_on)}" if row.retracted_on else row.what,
            tuple(row.changes),
            row.retraction_reason if row.retracted_on else row.reason,
        )
        for row in change_log(sorted(promises, key=lambda row: row.number))
    ]
    return tuple(line for line in lines if choice.period.holds(line.on))


def _assessments(stands: Sequence[Told]) -> Iterable[Any]:
    """Tell what the coordinators said of each check-in, in its last version."""
    for row in stands:
        if row.kind is PublicationKind.CHECK_IN_ASSESSMENT and row.is_current:
            yield told_assessment(row.payload)


def _publication(row: Told) -> PublicationLine:
    what = _PUBLISHED[row.kind]
    if row.retracted_on is None:
        if row.kind is PublicationKind.CHECK_IN:
            what = f"{what} {row.payload['number']}"
        elif row.kind is PublicationKind.CHECK_IN_ASSESSMENT:
            what = f"{what} {row.payload['check_in']}"
        elif row.kind is PublicationKind.MISSED_CHECK_IN:
            what = f"{what} for {row.payload['round']}"
    note = row.note if row.retracted_on is None else row.retraction_reason
    return PublicationLine(row.happened_on, what, row.number, note, row.retracted_on)
