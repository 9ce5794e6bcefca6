"""Makes the archive edition of a file that we have printed: PDF/A-3a and still PDF/UA-1, with its data.

Started by `pdf`, as a child process. The clauses named are those of ISO 19005-3:2012.
"""

import importlib.util
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from pikepdf import Array, AttachedFileSpec, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from equity_tracker.adapters.pdf_limits import AtFault, Order, serve
from equity_tracker.adapters.pdf_xmp import write_xmp

# An object of the file; pikepdf's types do not say which keys it has.
Found: TypeAlias = Any

PROFILE = "sRGB2014"
RED_GREEN_BLUE = 3
FORBIDDEN = {
    f"/{name}"
    for name in (
        "Launch Sound Movie ResetForm ImportData Hide SetOCGState Rendition Trans GoTo3DView JavaScript"
    ).split()
}


def archive(order: Order) -> bytes:
    made_at = datetime.fromisoformat(order["made_at"])
    with Pdf.open(order["source"]) as pdf:
        _refuse_what_may_not_be_kept(pdf)
        _say_which_colours(pdf)
        for file in sorted(order["files"], key=lambda file: str(file["name"])):
            _attach(pdf, file, made_at)
        pdf.Root.Metadata = pdf.make_stream(
            write_xmp(pdf.docinfo, made_at), Type=Name.Metadata, Subtype=Name.XML
        )
        written = BytesIO()
        pdf.save(
            written,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
        )
    return written.getvalue()


def _refuse_what_may_not_be_kept(pdf: Pdf) -> None:
    if "/StructTreeRoot" not in pdf.Root:
        raise AtFault("The file is not tagged")
    for found in pdf.objects:
        if isinstance(found, Stream) and str(found.get("/Subtype")) == "/Image":
            # 6.2.8: no smoothing that the reader would have to guess.
            found.Interpolate = False
        if not isinstance(found, Dictionary):
            continue
        if str(found.get("/Type")) == "/FontDescriptor" and not _is_embedded(found):
            raise AtFault("A font is not in the file (6.2.11.4)")
        if str(found.get("/Type")) == "/Font" and isinstance(found.get("/Encoding"), Stream):
            raise AtFault("A character is in none of the fonts (6.2.11.8)")
        if "/AA" in found:
            raise AtFault("The file would do something by itself (6.5.2)")
        for action in (found, found.get("/A"), found.get("/OpenAction")):
            if isinstance(action, Dictionary) and str(action.get("/S")) in FORBIDDEN:
                raise AtFault(f"The file would do {action.S} (6.5.1)")


def _is_embedded(descriptor: Found) -> bool:
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _say_which_colours(pdf: Pdf) -> None:
    """6.2.3 and 6.2.4.3: what red, green and blue are."""
    profile = pdf.make_stream(_profile(), N=RED_GREEN_BLUE)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(PROFILE),
        Info=String(PROFILE),
        RegistryName=String("https://www.color.org"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _profile() -> bytes:
    """The profile that comes with WeasyPrint, which is not loaded for it."""
    found = importlib.util.find_spec("weasyprint")
    if found is None or found.origin is None:
        raise AtFault("WeasyPrint is not installed")
    return Path(found.origin).with_name("pdf").joinpath(f"{PROFILE}.icc").read_bytes()


def _attach(pdf: Pdf, file: dict[str, str], made_at: datetime) -> None:
    """6.8 and Annex E: each file with its kind, and what it is to the document."""
    written = f"D:{made_at.astimezone(UTC):%Y%m%d%H%M%S}Z"
    specification = AttachedFileSpec(  # type: ignore[call-arg]  # it takes a relationship
        pdf,
        Path(file["path"]).read_bytes(),
        filename=file["name"],
        mime_type=file["media_type"],
        description=file["description"],
        creation_date=written,
        mod_date=written,
        relationship=Name.Data,
    )
    root: Found = pdf.Root
    told = pdf.make_indirect(specification.obj)
    root.AF = Array([*root.get("/AF", []), told])
    root.Names = root.get("/Names", Dictionary())
    known = root.Names.get("/EmbeddedFiles", Dictionary(Names=Array()))
    root.Names.EmbeddedFiles = Dictionary(Names=Array([*known.Names, String(file["name"]), told]))


if __name__ == "__main__":
    sys.exit(serve(archive))
