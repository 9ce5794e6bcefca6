"""The other report that a check-in names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportedElsewhere:
    """Where else an organisation reports on the same work, so that nobody has to write it twice."""

    title: str
    url: str
