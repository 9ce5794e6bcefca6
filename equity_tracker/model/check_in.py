"""Check-ins: dated, signed, append-only reports on one commitment, and the evidence on them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from equity_tracker.model.base import (
    Base,
    HasPublicId,
    OrganisationOwned,
    same_organisation,
    same_programme,
    term,
)
from equity_tracker.model.check_in_answers import Answers, EvidenceLink
from equity_tracker.model.check_in_ask import CheckInAsk
from equity_tracker.model.check_in_help import CheckInHelp
from equity_tracker.model.check_in_signature import CheckInSignature
from equity_tracker.model.check_in_theme import CheckInTheme
from equity_tracker.model.errors import Refused
from equity_tracker.model.reported_elsewhere import ReportedElsewhere
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.model.round_question import AnswerToRound, RoundAnswer, answer_rows
from equity_tracker.model.stored_file import StoredFile

if TYPE_CHECKING:
    from equity_tracker.model.check_in_assessment import CheckInAssessment
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.on_behalf import EnteredOnBehalf
    from equity_tracker.model.people import User


_WAITING = "awaits_review_since IS NOT NULL"


class CheckIn(HasPublicId, OrganisationOwned, Base):
    """One report on a commitment, for a round or between rounds; each correction is a further version."""

    __tablename__ = "check_ins"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        UniqueConstraint("commitment_id", "number"),
        same_organisation("commitments", "commitment_id"),
        same_organisation("expected_check_ins", "expected_id"),
        same_programme("rounds", "round_id"),
        Index("ix_check_ins_commitment_id", "organisation_id", "commitment_id"),
        Index("ix_check_ins_programme_id", "programme_id", "submitted_on"),
        Index(
            "ix_check_ins_awaiting",
            *("programme_id", "awaits_review_since", "published_version", "latest_version"),
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    round_id: Mapped[int | None]
    expected_id: Mapped[int | None] = mapped_column(unique=True)
    number: Mapped[int]
    submitted_on: Mapped[date]
    # Which version the public reads (None while it awaits approval), and whether it went back.
    published_version: Mapped[int | None]
    is_returned: Mapped[bool] = mapped_column(default=False)
    # When it was taken back, until a correction stands in its place.
    retracted_on: Mapped[date | None]
    latest_version: Mapped[int] = mapped_column(default=1, server_default="1")
    # When its latest version was sent, until a coordinator has looked at it or it went or was taken back.
    awaits_review_since: Mapped[datetime | None]

    # The keys overlap on purpose: all four share their organisation and programme.
    commitment: Mapped["Commitment"] = relationship(back_populates="check_ins", overlaps="round,expected")
    round: Mapped[Round | None] = relationship(overlaps="commitment,check_ins,expected")
    expected: Mapped[ExpectedCheckIn | None] = relationship(overlaps="commitment,check_ins,round")
    versions: Mapped[list["CheckInVersion"]] = relationship(
        back_populates="check_in", order_by="CheckInVersion.number"
    )
    assessments: Mapped[list["CheckInAssessment"]] = relationship(
        back_populates="check_in", order_by="CheckInAssessment.number"
    )

    @property
    def current(self) -> "CheckInVersion":
        return self.versions[-1]

    @property
    def published(self) -> "CheckInVersion | None":
        """Return the version the public reads, if any."""
        matching = [version for version in self.versions if version.number == self.published_version]
        return matching[0] if matching else None

    @property
    def is_waiting(self) -> bool:
        """Say whether the latest version still awaits approval."""
        is_back = self.is_returned or self.is_retracted
        return not is_back and self.published_version != self.current.number

    @property
    def is_retracted(self) -> bool:
        return self.retracted_on is not None

    @property
    def was_late(self) -> bool:
        return self.expected is not None and self.submitted_on > self.expected.due_on

    def add_version(
        self, answers: Answers, *, by: "User", now: datetime, reason: str | None = None
    ) -> "CheckInVersion":
        """Append a version. Nothing said before is touched; a correction says why it was made."""
        owner = {"organisation_id": self.organisation_id, "programme_id": self.programme_id}
        elsewhere = answers.reported_elsewhere
        version = CheckInVersion(
            **owner,
            number=len(self.versions) + 1,
            delivery=answers.delivery,
            outlook=answers.outlook,
            why=answers.why,
            what_changed=answers.what_changed,
            level=answers.level,
            distribution=answers.distribution,
            next_step=answers.next_step,
            next_step_on=answers.next_step_on,
            who_has_not_benefited=answers.who_has_not_benefited,
            decision_power=answers.decision_power,
            reported_elsewhere_title=elsewhere.title if elsewhere else None,
            reported_elsewhere_url=elsewhere.url if elsewhere else None,
            nothing_changed=answers.nothing_changed,
            reason=reason,
            submitted_by=by,
            submitted_at=now,
        )
        version.themes = [CheckInTheme(**owner, **vars(row)) for row in answers.themes]
        version.help = [CheckInHelp(**owner, **vars(row)) for row in answers.help]
        version.asks = [CheckInAsk(**owner, **vars(row)) for row in answers.asks]
        version.evidence = [Evidence(**owner, **vars(row)) for row in answers.evidence]
        for answer in answer_rows(self.round, answers.to_round):
            answer.organisation_id = self.organisation_id
            version.round_answers.append(answer)
        self.versions.append(version)
        self.is_returned = False
        self.retracted_on = None
        self.latest_version = version.number
        self.awaits_review_since = now
        return version

    def return_with_reason(self) -> None:
        """Give it back to its author. The reason stands in the review."""
        if self.is_returned:
            raise Refused("This check-in has been returned already.")
        self.is_returned = True
        self.awaits_review_since = None
        if self.published_version is None and self.expected is not None:
            self.expected.reported_on = None


class CheckInVersion(OrganisationOwned, Base):
    """What was said, once and for all."""

    __tablename__ = "check_in_versions"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        UniqueConstraint("check_in_id", "number"),
        same_organisation("check_ins", "check_in_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    check_in_id: Mapped[int]
    number: Mapped[int]
    delivery: Mapped[str] = mapped_column(term())
    outlook: Mapped[str] = mapped_column(term())
    why: Mapped[str] = mapped_column(Text)
    what_changed: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(term())
    distribution: Mapped[str] = mapped_column(term())
    next_step: Mapped[str] = mapped_column(Text)
    next_step_on: Mapped[date | None]
    who_has_not_benefited: Mapped[str | None] = mapped_column(Text)
    decision_power: Mapped[str | None] = mapped_column(term())
    reported_elsewhere_title: Mapped[str | None] = mapped_column(String(200))
    reported_elsewhere_url: Mapped[str | None] = mapped_column(String(2000))
    nothing_changed: Mapped[bool] = mapped_column(default=False)
    # Why it was corrected; None on a first version.
    reason: Mapped[str | None] = mapped_column(Text)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime]

    check_in: Mapped[CheckIn] = relationship(back_populates="versions")
    submitted_by: Mapped["User"] = relationship()
    themes: Mapped[list[CheckInTheme]] = relationship(back_populates="version", order_by="CheckInTheme.id")
    help: Mapped[list[CheckInHelp]] = relationship(back_populates="version", order_by="CheckInHelp.id")
    asks: Mapped[list[CheckInAsk]] = relationship(back_populates="version", order_by="CheckInAsk.id")
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="version", order_by="Evidence.id")
    round_answers: Mapped[list[RoundAnswer]] = relationship(
        back_populates="version", order_by="RoundAnswer.id", overlaps="question"
    )
    signature: Mapped[CheckInSignature | None] = relationship(back_populates="version")
    on_behalf: Mapped["EnteredOnBehalf | None"] = relationship(back_populates="version", lazy="joined")

    @property
    def speakers(self) -> tuple["User", ...]:
        """Who says it: who sent it, and who signed it first."""
        return (self.submitted_by, self.signature.signed_by) if self.signature else (self.submitted_by,)

    @property
    def reported_elsewhere(self) -> ReportedElsewhere | None:
        if self.reported_elsewhere_title is None or self.reported_elsewhere_url is None:
            return None
        return ReportedElsewhere(self.reported_elsewhere_title, self.reported_elsewhere_url)

    @property
    def answers(self) -> Answers:
        """Return what was said, to be compared, corrected or said again."""
        return Answers(
            delivery=self.delivery,
            outlook=self.outlook,
            why=self.why,
            what_changed=self.what_changed,
            level=self.level,
            distribution=self.distribution,
            next_step=self.next_step,
            next_step_on=self.next_step_on,
            who_has_not_benefited=self.who_has_not_benefited,
            themes=tuple(row.said for row in self.themes),
            help=tuple(row.said for row in self.help),
            asks=tuple(row.said for row in self.asks),
            decision_power=self.decision_power,
            reported_elsewhere=self.reported_elsewhere,
            evidence=tuple(row.link for row in self.evidence),
            to_round=tuple(AnswerToRound(row.question.number, row.value) for row in self.round_answers),
            nothing_changed=self.nothing_changed,
        )


class Evidence(OrganisationOwned, Base):
    """A link or a file that shows what a check-in says. `url` is where to find it, the file's too."""

    __tablename__ = "evidence"
    __table_args__ = (
        same_organisation("check_in_versions", "check_in_version_id"),
        same_organisation("files", "file_id"),
        Index("ix_evidence_check_in_version_id", "check_in_version_id"),
        Index("ix_evidence_file_id", "file_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    check_in_version_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(2000))
    kind: Mapped[str] = mapped_column(term())
    strength: Mapped[str] = mapped_column(term())
    is_public: Mapped[bool] = mapped_column(default=True)
    file_id: Mapped[int | None]

    version: Mapped[CheckInVersion] = relationship(back_populates="evidence")
    file: Mapped[StoredFile | None] = relationship(viewonly=True, lazy="joined")

    def stand_for(self, files: Mapping[int, StoredFile]) -> None:
        """Name its file without the database: of a report that is only looked at."""
        if self.file_id is not None:
            set_committed_value(self, "file", files.get(self.file_id))

    @property
    def link(self) -> EvidenceLink:
        return EvidenceLink(self.title, self.url, self.kind, self.strength, self.is_public, self.file_id)
