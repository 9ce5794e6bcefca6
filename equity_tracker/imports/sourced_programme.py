"""A programme whose records come from a source: nobody runs it here, and it asks nobody to report."""

from dataclasses import dataclass
from datetime import date

from equity_tracker.imports.planned import PlannedMaker


@dataclass(frozen=True, slots=True)
class SourcedProgramme:
    """What a programme's page says. `body` is who keeps or kept the source."""

    slug: str
    name: str
    reference_prefix: str
    summary: str
    body: PlannedMaker
    launches_on: date
    attribution: str | None = None
