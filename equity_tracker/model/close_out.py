"""The close-out: what an organisation says when a commitment ends. Append-only; a correction is a new row."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation, term
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.errors import Refused
from equity_tracker.model.four_answers import FourAnswers, HasFourAnswers, answer_columns
from equity_tracker.model.stored_file import StoredFile

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User

# The work goes on elsewhere, and the public is led there: found necessary when a body folded its equity
# strategy into its corporate one after a year (the source of *absorbed* in the glossary).
NEEDS_A_NEW_HOME = {"superseded", "absorbed"}
MAY_HAVE_A_NEW_HOME = NEEDS_A_NEW_HOME | {"transferred"}
_REFERENCE = re.compile(r"[A-Z]{1,8}-[0-9]{4,6}")


@dataclass(frozen=True)
class Details:
    """What is said beside the reason and what happened.

    :param new_home: a web address, or the reference of another commitment of this register.
    """

    lessons: str | None = None
    new_home: str | None = None
    worked_as_described: str | None = None
    how_it_worked: str | None = None
    four: FourAnswers = field(default_factory=dict)
    evidence: tuple[EvidenceLink, ...] = ()


NO_DETAILS = Details()


class CloseOut(HasFourAnswers, OrganisationOwned, Base):
    """One version of it. The latest is what stands."""

    __tablename__ = "close_outs"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        UniqueConstraint("commitment_id", "number"),
        same_organisation("commitments", "commitment_id"),
        Index("ix_close_outs_commitment_id", "organisation_id", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(term())
    what_happened: Mapped[str] = mapped_column(Text)
    lessons: Mapped[str | None] = mapped_column(Text)
    new_home: Mapped[str | None] = mapped_column(String(2000))
    worked_as_described: Mapped[str | None] = mapped_column(term())
    how_it_worked: Mapped[str | None] = mapped_column(Text)
    # Why it was corrected; None on a first version.
    correction: Mapped[str | None] = mapped_column(Text)
    said_on: Mapped[date]
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    commitment: Mapped["Commitment"] = relationship(back_populates="close_outs")
    said_by: Mapped["User | None"] = relationship()
    evidence: Mapped[list["CloseOutEvidence"]] = relationship(
        back_populates="close_out", order_by="CloseOutEvidence.id"
    )

    @property
    def details(self) -> Details:
        """Return what was said, to be compared or corrected."""
        return Details(
            lessons=self.lessons,
            new_home=self.new_home,
            worked_as_described=self.worked_as_described,
            how_it_worked=self.how_it_worked,
            four=self.four_answers,
            evidence=tuple(row.link for row in self.evidence),
        )


class CloseOutEvidence(OrganisationOwned, Base):
    """A link or a file that shows what a close-out says. It is public, like everything else in one."""

    __tablename__ = "close_out_evidence"
    __table_args__ = (
        same_organisation("close_outs", "close_out_id"),
        same_organisation("files", "file_id"),
        Index("ix_close_out_evidence_close_out_id", "close_out_id"),
        Index("ix_close_out_evidence_file_id", "file_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    close_out_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(2000))
    kind: Mapped[str] = mapped_column(term())
    strength: Mapped[str] = mapped_column(term())
    file_id: Mapped[int | None]

    close_out: Mapped[CloseOut] = relationship(back_populates="evidence")
    file: Mapped[StoredFile | None] = relationship(viewonly=True, lazy="joined")

    @property
    def link(self) -> EvidenceLink:
        return EvidenceLink(self.title, self.url, self.kind, self.strength, file_id=self.file_id)


def is_reference(text: str) -> bool:
    """Say whether it is written like the reference of a commitment, such as FH-0017."""
    return _REFERENCE.fullmatch(text) is not None


def write_close_out(
    commitment: "Commitment",
    reason: str,
    what_happened: str,
    details: Details,
    *,
    by: "User | None",
    today: date,
    correction: str | None = None,
) -> CloseOut:
    """Append a version, or refuse what would leave a reader without an answer."""
    _refuse_without_new_home(commitment, reason, details)
    place = {"organisation_id": commitment.organisation_id, "programme_id": commitment.programme_id}
    close_out = CloseOut(
        **place,
        **answer_columns(details.four),
        number=len(commitment.close_outs) + 1,
        reason=reason,
        what_happened=what_happened,
        lessons=details.lessons,
        new_home=details.new_home if reason in MAY_HAVE_A_NEW_HOME else None,
        worked_as_described=details.worked_as_described,
        how_it_worked=details.how_it_worked,
        correction=correction,
        said_on=today,
        said_by_id=by.id if by else None,
        evidence=[
            CloseOutEvidence(
                **place,
                title=link.title,
                url=link.url,
                kind=link.kind,
                strength=link.strength,
                file_id=link.file_id,
            )
            for link in details.evidence
        ],
    )
    commitment.close_outs.append(close_out)
    return close_out


def _refuse_without_new_home(commitment: "Commitment", reason: str, details: Details) -> None:
    if reason in NEEDS_A_NEW_HOME and not details.new_home:
        raise Refused(
            "Enter where the work goes on: a web address, or the reference of a commitment", "new_home"
        )
    if details.new_home and details.new_home == commitment.reference:
        raise Refused("Enter another commitment: this one cannot take its own place", "new_home")
