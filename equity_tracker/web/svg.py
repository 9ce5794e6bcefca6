"""The few strokes that charts are drawn with. The one module that makes markup: it escapes what it is given.

Nothing but presentation attributes, so that a drawing may stand inline under our content security policy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

INK, SOFT, EDGE, LINE, TRACK = "#16212b", "#4a5763", "#6b7783", "#d6dbdf", "#e6e9eb"
FRAME, TEAL, RUST = "#17494d", "#0f6b62", "#b44d12"
FACE = "'Source Sans 3', Arial, sans-serif"
SIZE, BOLD = 16, 600

Number = int | float
# A drawing is escaped text that other drawings may hold; templates print it as it is.
Drawing = Markup


@dataclass(frozen=True)
class Caption:
    """What a chart says to those who cannot see it. The prefix keeps ids apart on a page with many charts."""

    title: str
    description: str
    id_prefix: str


def picture(css_class: str, width: Number, height: Number, drawn: Drawing, caption: Caption) -> Drawing:
    title_id, description_id = f"{caption.id_prefix}-title", f"{caption.id_prefix}-desc"
    spoken = tag("title", {"id": title_id}, escape(caption.title))
    spoken += tag("desc", {"id": description_id}, escape(caption.description))
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": css_class,
        "viewBox": f"0 0 {width:g} {height:g}",
        "role": "img",
        "aria-labelledby": title_id,
        "aria-describedby": description_id,
        "font-family": FACE,
    }
    return tag("svg", attributes, spoken + drawn)


def text(
    x: Number, y: Number, words: str | Drawing, fill: str = SOFT, size: Number = SIZE, **more: str | Number
) -> Drawing:
    return tag("text", {"x": x, "y": y, "font-size": size, "fill": fill, **_hyphened(more)}, escape(words))


def bold(words: str, fill: str = INK) -> Drawing:
    return tag("tspan", {"fill": fill, "font-weight": BOLD}, escape(words))


def path(d: str, **more: str | Number) -> Drawing:
    return tag("path", {"d": d, "fill": "none", **_hyphened(more)})


def rect(x: Number, y: Number, width: Number, height: Number, **more: str | Number) -> Drawing:
    return tag("rect", {"x": x, "y": y, "width": width, "height": height, **_hyphened(more)})


def circle(x: Number, y: Number, radius: Number, **more: str | Number) -> Drawing:
    return tag("circle", {"cx": x, "cy": y, "r": radius, **_hyphened(more)})


def join(drawings: Iterable[Drawing]) -> Drawing:
    return Markup().join(drawings)


def tag(name: str, attributes: Mapping[str, str | Number], inside: Drawing | None = None) -> Drawing:
    """Put it together as text: to have Markup fill in one attribute after the other took most of a page."""
    written = "".join(f' {key}="{_written(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{written}>{escape(inside or '')}</{name}>")  # noqa: S704 - what is given is escaped


def text_width(words: str, size: Number = SIZE) -> float:
    """About how wide the words are in Source Sans 3, a little generously. Arial is a tenth wider."""
    return sum(_share_of_size(letter) for letter in words) * size


def _share_of_size(letter: str) -> float:
    if letter in "fijlrtI.,:;' -()":
        return 0.27
    if letter in "mwMW":
        return 0.8
    return 0.5 if letter in "0123456789aceksvxyz" else 0.58


def sentence(said: Iterable[str]) -> str:
    return "; ".join(said) + "."


def _hyphened(names: Mapping[str, str | Number]) -> dict[str, str | Number]:
    return {name.replace("_", "-"): value for name, value in names.items()}


def _written(value: str | Number) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
