"""The answers of a commitment as plain values by name: read, compared, looked at in advance, and written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import JSON, Date

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.naming_partners import PART, Organisations, name_partners, read_partners
from equity_tracker.model.ownership import OwnerRole, Ownership
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from equity_tracker.model.promise import Promise

# Values as JSON has them. Milestones are not among them: they have dates and pages of their own.
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class References:
    """Whom answers may name: members of the organisation by public id, other organisations by slug."""

    people: Mapping[str, User] = field(default_factory=dict)
    organisations: Organisations = field(default_factory=dict)


NOBODY = References()


def partner_slugs(answers: Answers) -> set[str]:
    """Return the organisations of this register that the answers name as partners."""
    return {row["organisation"] for row in answers.get("partners", ()) if row.get("organisation")}


_TYPES = {name: Commitment.__table__.c[name].type for name in Promise.__annotations__}
_DATES = {name for name, kind in _TYPES.items() if isinstance(kind, Date)}
_LISTS = {name for name, kind in _TYPES.items() if isinstance(kind, JSON)}


def read_answers(commitment: Commitment) -> dict[str, Any]:
    """Return everything that the commitment says, public or not."""
    answers = {name: _plain(name, getattr(commitment, name)) for name in _TYPES}
    for role in OwnerRole:
        answers |= _post(commitment, role)
    return answers | {"partners": read_partners(commitment)}


def _post(commitment: Commitment, role: OwnerRole) -> dict[str, str | None]:
    """Say who holds a post; of one whose holder has left, the job title alone."""
    row = commitment.owner(role)
    is_held = row is not None and row.is_held
    return {
        role.value: row.job_title if row else None,
        _name_of(role): row.name if row and is_held else None,
        _person_of(role): row.user.public_id if row and is_held and row.user else None,
    }


def write_answers(
    commitment: Commitment, answers: Answers, *, references: References = NOBODY, today: date
) -> None:
    """Make the commitment say so. What is not named stays as it is."""
    for name in _TYPES.keys() & answers.keys():
        setattr(commitment, name, _typed(name, answers[name]))
    for role in OwnerRole:
        post = _post(commitment, role)
        if answers.keys() & post.keys():
            title, known_as, who = (answers.get(name, value) for name, value in post.items())
            person = references.people.get(who or "")
            known_as = known_as or (person.name if person else None)
            commitment.name_owner(role, title, known_as, person=person, today=today)
    if "partners" in answers:
        name_partners(commitment, answers["partners"], references.organisations)


def with_answers(commitment: Commitment, answers: Answers) -> Commitment:
    """Return the commitment as it would be with other answers, to be read like one. Nothing is written."""
    return cast("Commitment", _Amended(commitment, answers))


class _Amended:
    def __init__(self, commitment: Commitment, answers: Answers) -> None:
        self._commitment = commitment
        self._answers = answers

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the commitment has under this name
        if name in _TYPES and name in self._answers:
            return _typed(name, self._answers[name])
        return getattr(self._commitment, name)

    @property
    def ends_period(self) -> PartialDate | None:
        if self.ends_on is None:
            return None
        return PartialDate(self.ends_on, Precision(self.ends_precision))

    @property
    def partners(self) -> list[Partner]:
        if "partners" not in self._answers:
            return self._commitment.partners
        return [_unsaved(row) for row in self._answers["partners"]]

    def owner(self, role: OwnerRole) -> Ownership | None:
        post = _post(self._commitment, role)
        if not self._answers.keys() & post.keys():
            return self._commitment.owner(role)
        title, name, _ = (self._answers.get(answer, value) for answer, value in post.items())
        return Ownership(role=role, job_title=title, name=name) if title else None


def _unsaved(row: Answers) -> Partner:
    return Partner(name=row["name"], **{name: row[name] for name in PART})


def _name_of(role: OwnerRole) -> str:
    return f"{role.value}_name"


def _person_of(role: OwnerRole) -> str:
    return f"{role.value}_person"


# The answers that say who answers for it.
POSTS = frozenset(name(role) for role in OwnerRole for name in (str, _name_of, _person_of))


def _plain(name: str, value: Any) -> Any:  # noqa: ANN401 - a column's value
    if name in _LISTS:
        return list(value or ())
    return value.isoformat() if isinstance(value, date) else value


def _typed(name: str, value: Any) -> Any:  # noqa: ANN401 - as JSON has it, and as the column does
    if name in _DATES:
        return date.fromisoformat(value) if value else None
    return list(value or ()) if name in _LISTS else value
