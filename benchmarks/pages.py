"""The pages that are measured, each with its target: a multiple of the cost of a Flask hello.

Targets are of pages that somebody has asked for before, though none is answered from the cache of whole
pages. What the very first reader of a page costs is measured beside them, and has no target.
"""

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
    # Words of few commitments, between spaces.
    rare_words: str


@dataclass(frozen=True)
class Case:
    """One kind of request, and the task of which it is a part; 0 where it is of none."""

    name: str
    target: float | None
    address: Callable[[Sizes], str]
    task: int = 0
    is_cached: bool = False
    # Numbers or words never asked for before: what is remembered of a page is of no use to the next.
    unseen: Callable[[Sizes], Iterator[object]] | None = None
    # Whether the target is milliseconds, at 100,000 commitments and at a million.
    milliseconds: tuple[float, float] | None = None
    # How often it is asked for in each round.
    requests: int = 100
    # Whether a million commitments may not make it much dearer.
    scales: bool = False

    def addresses(self, sizes: Sizes, run: str, number: int, unseen: Iterator[object]) -> list[str]:
        """Return as many addresses; each is a page of its own to the page cache unless that is the point."""
        base = self.address(sizes)
        if self.unseen is not None:
            return [base.format(each) for each in islice(unseen, number)]
        joint = "&" if "?" in base else "?"
        return [base if self.is_cached else f"{base}{joint}unseen={run}-{each}" for each in range(number)]


CASES = (
    Case("list, page 1", 6, lambda _: "/commitments", task=1, scales=True),
    Case("list, page 1,000", 6, lambda sizes: f"/commitments?after={sizes.cursor}", task=1, scales=True),
    Case("list, one domain", 6, lambda _: "/commitments?domain=advocacy", task=1, scales=True),
    Case("list, one organisation", 6, lambda _: "/commitments?organisation=organisation-7", task=1),
    Case(
        "list, one organisation, once",
        None,
        lambda _: "/commitments?organisation=organisation-{}",
        task=1,
        unseen=lambda _: iter(range(8, 600)),
    ),
    Case("list, kept for some seconds", 1.5, lambda _: "/commitments", task=1, is_cached=True),
    Case("commitment with 20 check-ins, again", 5, lambda sizes: sizes.commitment, task=2, scales=True),
    Case(
        "commitment with 20 check-ins, once",
        None,
        lambda sizes: sizes.copies,
        task=2,
        unseen=lambda _: count(1),
        scales=True,
    ),
    Case("search, two words", 6, lambda sizes: f"/commitments?q={sizes.two_words}", task=3),
    Case(
        "search, two words, once",
        None,
        lambda sizes: f"/commitments?q={sizes.common_word}+{{}}",
        task=3,
        unseen=lambda sizes: iter(sizes.rare_words.split()),
    ),
    Case(
        "search, a word in one row of eight",
        None,
        lambda sizes: f"/commitments?q={sizes.common_word}",
        task=3,
        milliseconds=(60, 200),
        requests=30,
    ),
    Case("home", 200, lambda _: "/", requests=10),
    Case("programme of all commitments", 600, lambda _: "/programmes/benchmarks", requests=5),
    Case("organisation", 10, lambda _: "/organisations/organisation-7"),
)
