"""What a file of the register is, in words: every kind of file says the same of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from equity_tracker.model.dates import long_date
from equity_tracker.public.filters import SORT_LABELS, Sort

TITLE = "Commitments in the public register"
LICENCE = "Creative Commons Attribution 4.0 International (CC BY 4.0)"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
EXCEPTIONS = "Records that came from elsewhere keep the licence of their source."
HOW_WE_COUNT = (
    "Each row is one commitment or one statement of intent. “Published as” says which; they count apart.",
    "A joint commitment is one row, under the organisation that leads it.",
    "“How it is going” is the organisation’s own view, and only while it is recent.",
    "“Reporting” says whether what was asked for arrived. The two lights are never merged.",
    "Nothing here is a score or a ranking. An empty cell means that nothing was said.",
)


@dataclass(frozen=True)
class RegisterFacts:
    """When a file was made, of what question, and where the same is read as a page."""

    made_on: date
    asked: Sequence[tuple[str, str]]
    sort: Sort
    page_url: str
    method_url: str

    def lines(self) -> list[tuple[str, str]]:
        """Return title and words of each fact."""
        return [
            ("What this is", TITLE),
            ("Made on", long_date(self.made_on)),
            *(self.asked or [("Asked for", "Everything that is published")]),
            ("Order", SORT_LABELS[self.sort]),
            ("The same as a page", self.page_url),
            ("Licence", f"{LICENCE}, {LICENCE_URL}. {EXCEPTIONS}"),
            *(("How we count", words) for words in HOW_WE_COUNT),
            ("More on how we count", self.method_url),
        ]
