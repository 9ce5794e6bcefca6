"""The pages that are measured, each with its target: a multiple of the cost of a Flask hello."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice


@dataclass(frozen=True)
class Sizes:
    """What the filled register holds that addresses need."""

    cursor: str
    commitment: str
    # Where its copies are, each with words of its own; to be filled in with their numbers from 1.
    copies: str
    two_words: str
    common_word: str


@dataclass(frozen=True)
class Case:
    """One kind of request."""

    name: str
    target: float
    address: Callable[[Sizes], str]
    is_cached: bool = False
    # Numbers never asked for before: what is remembered of a page is of no use to the next.
    unseen: Iterator[int] | None = None

    def addresses(self, sizes: Sizes, run: str, number: int) -> list[str]:
        """Return as many addresses; each is a page of its own to the page cache unless that is the point."""
        base = self.address(sizes)
        if self.unseen is not None:
            return [base.format(each) for each in islice(self.unseen, number)]
        joint = "&" if "?" in base else "?"
        return [base if self.is_cached else f"{base}{joint}unseen={run}-{each}" for each in range(number)]


CASES = (
    Case("list, page 1", 6, lambda _: "/commitments"),
    Case("list, page 1,000", 6, lambda sizes: f"/commitments?after={sizes.cursor}"),
    Case("list, one domain", 6, lambda _: "/commitments?domain=advocacy"),
    Case("list, one organisation", 6, lambda _: "/commitments?organisation=organisation-7"),
    Case("search, two words", 6, lambda sizes: f"/commitments?q={sizes.two_words}"),
    Case("search, a word in one row of eight", 200, lambda sizes: f"/commitments?q={sizes.common_word}"),
    Case("home", 200, lambda _: "/"),
    Case("programme of 100,000 commitments", 600, lambda _: "/programmes/benchmarks"),
    Case("organisation", 10, lambda _: "/organisations/organisation-7"),
    Case("commitment with 20 check-ins, drawn before", 5, lambda sizes: sizes.commitment),
    Case("commitment with 20 check-ins, asked for once", 5, lambda sizes: sizes.copies, unseen=count(1)),
    Case("list, page 1, kept for some seconds", 1.5, lambda _: "/commitments", is_cached=True),
)
