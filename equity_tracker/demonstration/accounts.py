"""The people who try the demonstration out: invented, at addresses that no mail can reach."""

from collections.abc import Iterator

from equity_tracker.demonstration.cast import Cast
from equity_tracker.demonstration.content import Content, Row
from equity_tracker.demonstration.timeline import Moment
from equity_tracker.extensions import db
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.permissions import OrganisationRole, ProgrammeRole
from equity_tracker.web.passwords import hash_password

# Known to everyone who reads this file. It is set for the invented accounts below and for no other.
PASSWORD = "harbour lights at low tide"  # noqa: S105 - printed on purpose
_ENDING = ".example.org"


def add_people(cast: Cast, moment: Moment) -> None:
    """Create the accounts, all with the one password."""
    password_hash = hash_password(PASSWORD)
    for row in cast.content.people:
        if not row["email"].endswith(_ENDING):
            raise ValueError(f"{row['email']} could be somebody's address.")
        person = User(
            email=row["email"],
            name=row["name"],
            password_hash=password_hash,
            is_operator=row.get("operator", False),
            created_at=moment.now,
        )
        db.session.add(person)
        cast.people[row["key"]] = person


def add_roles(cast: Cast) -> None:
    """Give everybody their place, from the day on which it came to be."""
    for row in cast.content.people:
        person = cast.people[row["key"]]
        for role in row["roles"]:
            if "programme" in role:
                _add_colleague(cast, person, role)
            else:
                _add_member(cast, person, role)


def _add_colleague(cast: Cast, person: User, role: Row) -> None:
    programme = cast.programmes[role["programme"]]
    membership = ProgrammeMembership(
        user=person, programme=programme, role=ProgrammeRole(role["role"]), created_at=programme.created_at
    )
    db.session.add(membership)


def _add_member(cast: Cast, person: User, role: Row) -> None:
    organisation = cast.organisations[role["organisation"]]
    membership = Membership(
        user=person,
        organisation=organisation,
        role=OrganisationRole(role["role"]),
        created_at=organisation.created_at,
    )
    db.session.add(membership)


def account_lines(content: Content) -> Iterator[str]:
    """Say who can sign in, as what, and with which password."""
    names = {row["slug"]: row["name"] for row in (*content.organisations, *content.programmes)}
    width = max(len(row["email"]) for row in content.people)
    yield f"Accounts to sign in with. The password of each is: {PASSWORD}"
    for row in content.people:
        yield f"  {row['email']:{width}}  {_roles(row, names)}"


def _roles(row: Row, names: dict[str, str]) -> str:
    places = [(role["role"], names[role.get("programme") or role["organisation"]]) for role in row["roles"]]
    service = [("operator", "the service")] if row.get("operator") else []
    return ", ".join(f"{role} of {place}" for role, place in (*service, *places))
