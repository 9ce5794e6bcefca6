"""An organisation's own colour and logo, as they were when a report was gathered."""

from dataclasses import dataclass

# A picture drawn anew by us, written into the document itself: PNG or JPEG, in base 64.
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")


@dataclass(frozen=True)
class Brand:
    """What stands on the cover of its reports, frozen so that one printed again looks the same."""

    # "#17494d": white words on it, and it on white, have a contrast of at least 4.5 to 1.
    colour: str | None = None
    logo: str | None = None
    # What the logo says to those who cannot see it.
    logo_words: str = ""
