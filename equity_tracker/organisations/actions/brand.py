"""What an organisation's admins set for the covers of its reports."""

from dataclasses import dataclass
from datetime import datetime

from equity_tracker.adapters.file_scanner import open_scanner
from equity_tracker.adapters.logo import make_logo
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.brand import OrganisationBrand
from equity_tracker.model.colour import (
    LEAST_CONTRAST,
    contrast_with_white,
    darkened,
    is_readable,
    read_colour,
)
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.organisations.log import line
from equity_tracker.organisations.queries import brand as queries
from equity_tracker.organisations.queries import members

NO_COLOUR = "Write the colour as # and six digits or letters from a to f, such as #17494d"


@dataclass(frozen=True)
class ChosenFile:
    """A file as it came: nobody has looked into it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Wanted:
    """What is to stand on the covers."""

    colour: str | None
    # A new logo; none leaves the one there is.
    logo: ChosenFile | None = None
    removes_logo: bool = False


def set_brand(
    organisation: Organisation, wanted: Wanted, *, by: User, now: datetime, scanner: str | None = None
) -> None:
    """Set colour and logo. Reports that were made keep the ones that they were made with."""
    colour = _colour(wanted.colour)
    made = _logo(wanted.logo, scanner)
    members.lock_organisation(organisation)
    brand = queries.find_brand(organisation)
    if brand is None:
        brand = OrganisationBrand(organisation_id=organisation.id, changed_at=now)
        db.session.add(brand)
    before = {"colour": brand.colour, "logo": brand.logo}
    brand.colour = colour
    if made is not None:
        brand.logo, brand.logo_type = made
    elif wanted.removes_logo:
        brand.logo = brand.logo_type = None
    after = {"colour": brand.colour, "logo": brand.logo}
    changed = [name for name, value in after.items() if before[name] != value]
    if changed:
        brand.changed_at = now
        db.session.add(
            line(
                ActivityKind.ORGANISATION_CHANGED,
                organisation,
                by=by,
                now=now,
                subject=("organisation", organisation.public_id, organisation.name),
                before={name: _in_the_log(before[name]) for name in changed},
                after={name: _in_the_log(after[name]) for name in changed},
            )
        )
    db.session.flush()


def _colour(written: str | None) -> str | None:
    """Return it as #rrggbb; refuse one on which white words could not be read, and say which could."""
    if not written:
        return None
    colour = read_colour(written)
    if colour is None:
        raise Refused(NO_COLOUR, "colour")
    if not is_readable(colour):
        ratio = int(contrast_with_white(colour) * 10) / 10
        raise Refused(
            f"White words on {colour} cannot be read: their contrast is {ratio:g} to 1, and"
            f" {LEAST_CONTRAST:g} is needed. The nearest darker one that can is {darkened(colour)}",
            "colour",
        )
    return colour


def _logo(chosen: ChosenFile | None, scanner: str | None) -> tuple[bytes, str] | None:
    if chosen is None:
        return None
    try:
        return make_logo(chosen.name, chosen.data, scan=open_scanner(scanner))
    except Refused as refused:
        raise Refused(refused.message, "logo") from refused


def _in_the_log(value: str | bytes | None) -> str | None:
    """A logo is told as being there: its bytes belong in no log."""
    return "a picture" if isinstance(value, bytes) else value
