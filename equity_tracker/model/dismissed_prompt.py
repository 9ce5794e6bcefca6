"""Prompts about wording that an organisation has set aside: for good, for everybody in it, in one answer."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation, term
from equity_tracker.model.language import BETWEEN_PHRASES, LONGEST_PHRASE, MOST_PHRASES, fold_phrase

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User

LONGEST_WORDS = MOST_PHRASES * (LONGEST_PHRASE + len(BETWEEN_PHRASES))


class DismissedPrompt(OrganisationOwned, Base):
    """One dismissal. The words are folded, so that another capital does not bring the prompt back.

    The reason is the organisation's own; a coordinator sees only that a prompt was dismissed.
    """

    __tablename__ = "dismissed_prompts"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        UniqueConstraint("commitment_id", "answer", "family", "words"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    # The column of the commitment that the words stand in.
    answer: Mapped[str] = mapped_column(term())
    family: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    reason: Mapped[str | None] = mapped_column(Text)
    dismissed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    dismissed_at: Mapped[datetime]

    commitment: Mapped["Commitment"] = relationship(back_populates="dismissed_prompts")
    dismissed_by: Mapped["User"] = relationship()

    @property
    def phrases(self) -> list[str]:
        return self.words.split(BETWEEN_PHRASES)


def folded_words(words: str) -> str:
    """Return phrases as a dismissal keeps them, whoever sent them."""
    folded = {fold_phrase(phrase) for phrase in words.split(BETWEEN_PHRASES)[:MOST_PHRASES]}
    return BETWEEN_PHRASES.join(sorted(filter(None, folded)))
