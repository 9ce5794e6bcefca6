"""A logo, made as small as the cover of a report needs. It reads only pictures that we have drawn anew."""

from io import BytesIO

from PIL import Image

from equity_tracker.adapters.file_check import CheckedFile, Scan, check_file
from equity_tracker.model.errors import Refused
from equity_tracker.model.file_kind import FileKind

# 70 by 26 mm in print, at some 300 points to the inch.
MOST = (826, 307)
LARGEST = 200 * 1024
WRONG_KIND = "The logo must be a PNG or JPEG file"
TOO_RICH = "This picture is too rich in detail for a logo. Choose a simpler one"
_TYPES = {FileKind.PNG: ("PNG", "image/png"), FileKind.JPEG: ("JPEG", "image/jpeg")}


def make_logo(name: str, data: bytes, *, scan: Scan | None = None) -> tuple[bytes, str]:
    """Return a picture and its media type, or refuse what is none."""
    checked: CheckedFile = check_file(name, data, scan=scan)
    if checked.kind not in _TYPES:
        raise Refused(WRONG_KIND)
    form, media_type = _TYPES[checked.kind]
    with Image.open(BytesIO(checked.content), formats=[form]) as opened:
        opened.load()
        opened.thumbnail(MOST)
        made = BytesIO()
        opened.save(made, form, optimize=True)
    if made.tell() > LARGEST:
        raise Refused(TOO_RICH)
    return made.getvalue(), media_type
