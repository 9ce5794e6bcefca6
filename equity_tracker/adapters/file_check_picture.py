"""A picture, drawn anew: what it shows is kept; places, cameras, comments and what hid behind it are not."""

from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from equity_tracker.model.errors import Refused

MOST_PIXELS = 25_000_000
TOO_LARGE = "The picture is too large. The limit is 25 megapixels"
QUALITY = 90
_FORMATS = {"png": "PNG", "jpeg": "JPEG"}
# Our own limit is looked at before anything is decoded; Pillow's would warn at another size.
Image.MAX_IMAGE_PIXELS = None


def draw_anew(kind: str, data: bytes) -> bytes:
    name = _FORMATS[kind]
    # WeasyPrint tells Pillow to draw half a picture as well, for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(data), formats=[name]) as opened:
            width, height = opened.size
            if width * height > MOST_PIXELS:
                raise Refused(TOO_LARGE)
            opened.load()
            drawn = _upright(opened)
    except (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, EOFError):
        # What Pillow raises for broken files has no common class.
        again = "Save it again and choose the new one"
        raise Refused(f"The file cannot be read as a {name} file. {again}") from None
    if name == "JPEG" and drawn.mode not in {"L", "RGB"}:
        drawn = drawn.convert("RGB")
    # Whatever else the file said about itself stays behind; what is see-through is part of the picture.
    drawn.info = {key: value for key, value in drawn.info.items() if key == "transparency"}
    made = BytesIO()
    if name == "JPEG":
        drawn.save(made, "JPEG", quality=QUALITY)
    else:
        drawn.save(made, "PNG")
    return made.getvalue()


def _upright(opened: Image.Image) -> Image.Image:
    """Turn it as its camera said, since that goes with the rest of what the camera said."""
    return ImageOps.exif_transpose(opened)
