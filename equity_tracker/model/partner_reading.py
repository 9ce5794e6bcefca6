"""A partner's own reading of a promise, beside the organisation's claim. Append-only; every version is kept.

Partnerships negotiate the health system's influence: partners may see the same work differently, and both
readings stand (domain-brief 4, row 36, after Babbel). What is not answered is *not stated*, never agreement.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation, term
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.partner import Partner
    from equity_tracker.model.people import User

# What is read, and in which words the product speaks of it.
ASPECTS = {
    "aim": "the aim",
    "level": "the level of action",
    "decision_power": "who decides",
    "upstream_meanings": "the meaning of “upstream”",
}


class PartnerReading(OrganisationOwned, Base):
    """What one organisation reads in another's promise, once and for all. A later one stands after it.

    It hangs on the commitment and its reader, not on the partner's row, so that it outlives a draft's edits.
    """

    __tablename__ = "partner_readings"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        UniqueConstraint("commitment_id", "reader_id", "number"),
        Index("ix_partner_readings_programme_id", "programme_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    reader_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    number: Mapped[int]
    agrees_on_aim: Mapped[bool | None]
    # The aim in the partner's own words, when it does not agree.
    aim: Mapped[str | None] = mapped_column(Text)
    level: Mapped[str | None] = mapped_column(term())
    decision_power: Mapped[str | None] = mapped_column(term())
    upstream_meanings: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str | None] = mapped_column(Text)
    # The publication that was read; None when it was not public yet.
    publication: Mapped[int | None]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    given_at: Mapped[datetime]
    given_on: Mapped[date]

    commitment: Mapped["Commitment"] = relationship(back_populates="partner_readings")
    given_by: Mapped["User"] = relationship()

    @property
    def says(self) -> dict[str, Any]:
        """What was said, to be compared, shown or said again."""
        return {
            "agrees_on_aim": self.agrees_on_aim,
            "aim": self.aim,
            "level": self.level,
            "decision_power": self.decision_power,
            "upstream_meanings": list(self.upstream_meanings),
            "note": self.note,
        }

    def differs_on(self, claim: Mapping[str, Any]) -> list[str]:
        """Return which aspects the two read differently: only where both have said something."""
        found = ["aim"] if self.agrees_on_aim is False else []
        found += [
            name
            for name in ("level", "decision_power")
            if getattr(self, name) and claim.get(name) and getattr(self, name) != claim[name]
        ]
        theirs, ours = set(self.upstream_meanings), set(claim.get("upstream_meanings") or [])
        return [*found, "upstream_meanings"] if theirs and ours and theirs != ours else found


def give_reading(
    partner: "Partner", says: Mapping[str, Any], *, of: Organisation, by: "User", now: datetime, today: date
) -> PartnerReading | None:
    """Put the partner's own reading on record; None when it says again what it said last."""
    partner.refuse_unless_asked(of)
    if not any(value not in (None, [], "") for value in says.values()):
        raise Refused("Choose or enter an answer to at least one question", "agrees_on_aim")
    if says["agrees_on_aim"] is False and not says["aim"]:
        raise Refused("Enter the aim in your words", "aim")
    last = partner.reading
    if last is not None and last.says == dict(says) and last.publication == partner.shown_publication:
        return None
    reading = PartnerReading(
        organisation_id=partner.organisation_id,
        programme_id=partner.programme_id,
        reader_id=of.id,
        number=last.number + 1 if last else 1,
        publication=partner.shown_publication,
        given_by=by,
        given_at=now,
        given_on=today,
        **says,
    )
    partner.commitment.partner_readings.append(reading)
    return reading
