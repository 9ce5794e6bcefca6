"""What a report of record says of itself on its last page, once it has been issued."""

from dataclasses import dataclass
from datetime import datetime

import segno
from markupsafe import Markup

# A printed code that is a little dirty or folded is still read.
ERROR_LEVEL = "m"
# The margin that the standard asks for, in modules.
QUIET_ZONE = 4


@dataclass(frozen=True)
class RecordFacts:
    """Number, issuer and fingerprint of a report, and where it can be checked."""

    number: str
    issuer: str
    issued_at: datetime
    # The absolute URL of its own page, and the same as a picture (SVG with a title).
    address: str
    qr: Markup
    content_hash: str


def record_facts(
    *, number: str, issuer: str, issued_at: datetime, content_hash: str, base_url: str
) -> RecordFacts:
    """Say where the report's own page is, in words and as a code to point a camera at."""
    address = f"{base_url}/reports/{number}"
    return RecordFacts(
        number=number,
        issuer=issuer,
        issued_at=issued_at,
        address=address,
        qr=code_of(address),
        content_hash=content_hash,
    )


def code_of(address: str) -> Markup:
    """Draw an address as a QR code: an inline SVG that names itself, with no style attributes."""
    code = segno.make_qr(address, error=ERROR_LEVEL)
    drawn = code.svg_inline(
        border=QUIET_ZONE, omitsize=True, title=f"QR code: leads to {address}", svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - drawn here; segno escapes the title
