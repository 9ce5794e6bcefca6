"""A row of the list of commitments: what was registered, and what of it is back with its organisation."""

from dataclasses import dataclass
from enum import StrEnum

from equity_tracker.model.commitment import Commitment


class GoneBack(StrEnum):
    """What of a published commitment was returned, and not sent again since."""

    CHANGE = "change"
    TEXT = "text"


@dataclass(frozen=True)
class Registered:
    """A commitment, and what of it was returned while the public reads on."""

    commitment: Commitment
    gone_back: GoneBack | None
