"""Whether words in white can be read on a colour, and the nearest colour on which they can."""

import re

# WCAG 2.2, success criterion 1.4.3.
LEAST_CONTRAST = 4.5
_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_STEPS = 100


def read_colour(written: str) -> str | None:
    """Return a colour as #rrggbb, whether it was written long or short; None if it is none."""
    match = _HEX.fullmatch(written.strip())
    if match is None:
        return None
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))  # noqa: PLR2004


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of white and this colour, from 1 to 21."""
    return 1.05 / (_luminance(_parts(colour)) + 0.05)


def is_readable(colour: str) -> bool:
    return contrast_with_white(colour) >= LEAST_CONTRAST


def darkened(colour: str) -> str:
    """Return the lightest colour of the same hue on which white words can be read."""
    parts = _parts(colour)
    for step in range(_STEPS + 1):
        share = 1 - step / _STEPS
        darker = "#" + "".join(f"{int(part * share):02x}" for part in parts)
        if is_readable(darker):
            return darker
    return "#000000"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(parts: tuple[int, int, int]) -> float:
    red, green, blue = (_linear(part / 255) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
