"""Puts a board pack together: each report as it was issued, or as it is now, in the order that was chosen."""

from collections.abc import Mapping

from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Report, ReportKind
from equity_tracker.model.report_choice import standing_today
from equity_tracker.reports.asking import KIND_WORDS, report_on
from equity_tracker.reports.content import content_hash, from_json, to_json
from equity_tracker.reports.pack import BoardPack, GathersReports, NotInThePack, PackPart, PartRef, may_hold
from equity_tracker.reports.queries import packs

Kinds = Mapping[ReportKind, GathersReports]


def gather_pack(report: Report, kinds: Kinds) -> BoardPack:
    """Return all that the pack says. Raises `NotInThePack` when something that was chosen is gone."""
    programme = report.programme
    if programme is None:
        raise ValueError("A pack is a programme's.")
    return BoardPack(
        choice=report.choice,
        programme=programme.name,
        coordinating_body=programme.coordinating_body.name,
        parts=tuple(_part(report, programme, PartRef.read(each), kinds) for each in report.sections),
    )


def _part(pack: Report, programme: Programme, ref: PartRef, kinds: Kinds) -> PackPart:
    if ref.kind is None:
        return _issued_part(pack, programme, ref, kinds)
    subject, kind = packs.find_subject(programme, ref), kinds.get(ref.kind)
    if kind is None:
        raise NotInThePack(f"{KIND_WORDS[ref.kind]}: this kind cannot be made.")
    if subject is None:
        raise NotInThePack(f"{KIND_WORDS[ref.kind]}: what it is about is not there any more.")
    choice = standing_today(ref.kind, ref.edition(pack.edition), pack.as_of)
    content = kind.gather(report_on(subject, choice))
    return PackPart(
        kind=ref.kind,
        edition=choice.edition,
        title=f"{KIND_WORDS[ref.kind]}: {content.title}",
        as_of=pack.as_of,
        number=None,
        content_hash=content_hash(content),
        said=to_json(content),
    )


def _issued_part(pack: Report, programme: Programme, ref: PartRef, kinds: Kinds) -> PackPart:
    """Take it as it was issued. What was taken back since, or is of an older form, cannot stand in it."""
    issued = packs.find_issued_for_pack(programme, ref.about)
    if issued is None or not may_hold(pack.edition, issued.edition, issued.kind):
        raise NotInThePack("A report that was chosen has been taken back since. Choose anew.")
    said = issued.data or ""
    try:
        from_json(said, kinds[issued.kind].content)
    except Exception:  # noqa: BLE001 - cattrs raises groups of whatever went wrong
        raise NotInThePack(f"{issued.number} is of an older form. Let it be made anew.") from None
    return PackPart(
        kind=issued.kind,
        edition=issued.edition,
        title=f"{KIND_WORDS[issued.kind]}: {issued.title}",
        as_of=issued.as_of,
        number=issued.number,
        content_hash=issued.content_key,
        said=said,
    )
