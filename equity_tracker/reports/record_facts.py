"""What a report of record says of itself on its last page, once it has been issued."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup


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
