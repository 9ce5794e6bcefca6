"""The story of the partners: named with the draft, asked when it is published, and what they answer."""

from functools import partial
from typing import Any

from equity_tracker.demonstration.cast import Cast, record, record_on
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.partner import Partner
from equity_tracker.model.partner_reading import give_reading
from equity_tracker.model.publishing import publish_partners

_SAID = ("agrees_on_aim", "aim", "level", "decision_power", "note")


def name_partners(cast: Cast, commitment: Commitment, row: Row) -> None:
    for partner in row.get("partners", []):
        organisation = cast.organisations.get(partner.get("organisation", ""))
        commitment.partners.append(
            Partner(
                name=organisation.name if organisation else partner["name"],
                partner_organisation=organisation,
                partner_organisation_id=organisation.id if organisation else None,
                role=partner["role"],
                contribution=partner.get("contribution"),
                worked_together_before=partner.get("worked_together_before"),
                outcome=partner.get("outcome"),
            )
        )


def plan_answers(cast: Cast, timeline: Timeline, row: Row) -> None:
    """Ask everybody in the register on the day of publication. One who is silent has no further event."""
    for partner in row.get("partners", []):
        if "organisation" not in partner:
            continue
        timeline.add(row["published_on"], Turn.REVIEW, partial(_ask, cast, row["key"], partner))
        if "confirmed_on" in partner:
            timeline.add(partner["confirmed_on"], Turn.REVIEW, partial(_confirm, cast, row["key"], partner))
        if "declined" in partner:
            declined_on = partner["declined"]["on"]
            timeline.add(declined_on, Turn.REVIEW, partial(_decline, cast, row["key"], partner))
        if "reading" in partner:
            timeline.add(partner["reading"]["on"], Turn.REVIEW, partial(_read, cast, row["key"], partner))


def _ask(cast: Cast, key: str, row: Row, moment: Moment) -> None:
    commitment, partner = cast.commitments[key], _partner(cast, key, row)
    by = cast.signer(commitment.organisation.slug)
    number = max(each.number for each in commitment.publications if each.subject_id == commitment.public_id)
    partner.ask(by=by, now=moment.now, publication=number)
    record_on(ActivityKind.PARTNER_ASKED, moment, commitment, by=by)


def _confirm(cast: Cast, key: str, row: Row, moment: Moment) -> None:
    partner, said = _partner(cast, key, row), _by(cast, row, moment)
    partner.confirm(**said)
    _finish(cast, ActivityKind.PARTNERSHIP_CONFIRMED, partner, row, moment)


def _decline(cast: Cast, key: str, row: Row, moment: Moment) -> None:
    partner, said = _partner(cast, key, row), _by(cast, row, moment)
    partner.decline(row["declined"]["reason"], **said)
    _finish(cast, ActivityKind.PARTNERSHIP_DECLINED, partner, row, moment)


def _read(cast: Cast, key: str, row: Row, moment: Moment) -> None:
    partner, given = _partner(cast, key, row), row["reading"]
    says: dict[str, Any] = {name: given.get(name) for name in _SAID}
    says["upstream_meanings"] = given.get("upstream_meanings", [])
    give_reading(partner, says, **_by(cast, row, moment))
    _finish(cast, ActivityKind.PARTNER_READING_GIVEN, partner, row, moment)


def _finish(cast: Cast, kind: ActivityKind, partner: Partner, row: Row, moment: Moment) -> None:
    commitment = partner.commitment
    publish_partners(commitment, now=moment.now, today=moment.today)
    record(
        kind,
        moment,
        by=cast.signer(row["organisation"]),
        subject=partner,
        name=commitment.display_title,
        organisation=cast.organisations[row["organisation"]],
        programme=commitment.programme,
        after={"partner": partner.name, "named_by": commitment.organisation.name},
    )


def _by(cast: Cast, row: Row, moment: Moment) -> dict[str, Any]:
    slug = row["organisation"]
    return {
        "of": cast.organisations[slug],
        "by": cast.signer(slug),
        "now": moment.now,
        "today": moment.today,
    }


def _partner(cast: Cast, key: str, row: Row) -> Partner:
    organisation_id = cast.organisations[row["organisation"]].id
    return next(
        each for each in cast.commitments[key].partners if each.partner_organisation_id == organisation_id
    )
